/** What jobs are refused with. */
import test from "ava";

import { describeProblems } from "../../../../components/problem.js";
import type { SparkJob } from "../../../../components/spark/job.js";
import { sparkJobProblems } from "../../../../components/spark/problems.js";
import { flights } from "./sample-jobs.js";

/** The job `flights` with a change is refused with exactly this message. */
export const refuses = test.macro({
  exec: (t, change: Partial<SparkJob>, ...lines: string[]) => {
    const described = describeProblems(sparkJobProblems("flights", { ...flights, ...change }));
    t.is(described, lines.map((line) => `  jobs.flights${line}`).join("\n"));
  },
  title: (providedTitle = "") => `refused: ${providedTitle}`,
});

/** The job `flights` with a change is accepted: the neighbour of a refusal. */
export const accepts = test.macro({
  exec: (t, change: Partial<SparkJob>) => {
    t.deepEqual(sparkJobProblems("flights", { ...flights, ...change }), []);
  },
  title: (providedTitle = "") => `accepted: ${providedTitle}`,
});

export const quoted = (value: unknown) => JSON.stringify(value);

export const secretFix = "keep it in a Kubernetes Secret and name that in the job's field secrets";
