/** What the cluster costs a job: with executors of its own, and in one pod. */
import { join } from "node:path";

import { groundOf } from "../../local/ground.js";
import { runJob } from "../../local/job-run.js";
import { Kubectl } from "../../local/kubectl.js";
import { findTarget } from "../../local/target.js";
import { ensureToolchain } from "../../local/toolchain.js";
import type { Part, Run } from "./part.js";

/** Real input: half a year of flights, which is long enough for executors to be of use. */
const JOB = { job: "flights", interval: { from: "2001-01-01", to: "2001-07-01" } } as const;

export const jobs: Part = {
  name: "jobs",
  what: "a sample job from its creation to its result, with executors and in local mode",
  async prepare({ platform }) {
    const target = findTarget({ name: platform });
    const toolchain = await ensureToolchain(["kubectl"], () => undefined);
    const kubectl = new Kubectl(toolchain.path("kubectl"), groundOf(target));
    const run = (local: boolean): Run => ({
      timed: () => runJob(kubectl, { ...JOB, local, logs: join(target.stateDir, "logs"), onLine: () => undefined }),
    });
    return {
      runs: { cluster: run(false), local: run(true) },
      figures: [
        {
          name: `job ${JOB.job} with executors against the same in local mode`,
          of: ({ cluster = NaN, local = NaN }) => cluster / local,
          unit: "×",
          bar: 2,
        },
      ],
      end: () => Promise.resolve(),
    };
  },
};
