/** What somebody sees who made mistakes in the settings file. */
import test from "ava";

import { COMMITTED_SETTINGS, readSettings } from "../../local/settings-file.js";
import { clusterNowhere } from "./kubeconfig.js";
import { Workspace } from "./workspace.js";

const SECRET = "hunter2-of-nobody";

const workspace = await Workspace.create();
test.after.always(() => workspace.remove());

test("wrong settings are told all at once, without a stack trace or a secret, and nothing is made", async (t) => {
  const committed = readSettings(COMMITTED_SETTINGS) as Record<string, Record<string, object>>;
  const { airflow, images, jobs } = committed;
  workspace.writeSettings({
    ...committed,
    ...clusterNowhere(workspace),
    airflow: { ...airflow, namespace: "spark-analytics", paralellism: 4 },
    images: { ...images, spark: 4.1 },
    jobs: {
      pi: { ...jobs?.["pi"], schedule: "61 * * * *" },
      flights: { ...jobs?.["flights"], environment: { API_TOKEN: SECRET } },
    },
  });
  const { exitCode, output } = await workspace.change("up");
  t.not(exitCode, 0);
  t.true(output.includes(COMPLAINT), output);
  t.notRegex(output, /^ +at |node_modules|\.ts:\d/m);
  t.false(output.includes(SECRET));
  t.deepEqual(workspace.resources(), ["pulumi:pulumi:Stack"]);
});

const COMPLAINT = `
Diagnostics:
  pulumi:pulumi:Stack (spark-platform-local):
    error: 5 settings are wrong under spark-platform: (stacks/README.md describes every key)
      airflow.paralellism = 4: is not a setting; did you mean parallelism?
      images.spark = 4.1: must be a pinned image, with a tag other than latest or a sha256 digest; write for example your-registry/spark:1.4.2
      jobs.flights.environment.API_TOKEN = "(hidden)": looks like a secret, and the environment can be read by all who may see pods; keep it in a Kubernetes Secret and name that in the job's field secrets
      jobs.pi.schedule = "61 * * * *": minute "61" must be *, 0 to 59, a range such as 1-5, each with a step such as */2, or a list of these; write for instance 30 0 * * * for half past midnight every day; Sunday is 0
      teams.analytics.namespace = "spark-analytics": must differ from airflow.namespace, since quota and network rules are made for one workload; choose a namespace of its own

Resources:
    + 1 created
    1 errored
`;
