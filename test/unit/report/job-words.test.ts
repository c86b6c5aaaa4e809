/** Jobs in words: from the CronJob that the product makes of a job, as the plan has it. */
import test from "ava";

import { driverPod } from "../../../components/spark/driver-pod.js";
import type { SparkJob } from "../../../components/spark/job.js";
import type { Change, Operation } from "../../../report/event-log.js";
import { jobLines } from "../../../report/jobs.js";
import { conceal, type ShownObject } from "../../../report/secrecy.js";
import { LABELS } from "../../../vocabulary.js";

const BY_HAND: SparkJob = {
  name: "flights",
  team: "analytics",
  application: "/opt/jobs/flights.py",
  arguments: [],
  image: "example.com/spark:1",
  mode: { kind: "client", executor: { cores: 1, memory: "2g", instances: 2 } },
  driver: { cores: 1, memory: "1g" },
  conf: {},
  overrides: {},
  environment: {},
  secrets: {},
  warehouse: false,
  timeZone: "UTC",
  deadlines: { startSeconds: 300, runSeconds: 3600 },
  retries: 1,
};

const FLIGHTS: SparkJob = { ...BY_HAND, schedule: "0 2 * * *" };

const CRON_JOB = "kubernetes:batch/v1:CronJob";

/** As SparkCronJob writes it. */
function cronJob(job: SparkJob, namespace = "spark-analytics"): ShownObject {
  const { schedule = "0 0 1 1 *", timeZone, retries, deadlines } = job;
  const template = driverPod(job, { namespace });
  return conceal(CRON_JOB, {
    metadata: { name: job.name, namespace, labels: { [LABELS.sparkJob]: job.name } },
    spec: {
      schedule,
      timeZone,
      suspend: job.schedule === undefined,
      jobTemplate: { spec: { backoffLimit: retries, activeDeadlineSeconds: deadlines.runSeconds, template } },
    },
  });
}

function change(operation: Operation, before: ShownObject | undefined, after: ShownObject | undefined): Change {
  const urn = "urn:pulumi:prod::spark-platform::kubernetes:batch/v1:CronJob::flights";
  return {
    operation,
    urn,
    type: CRON_JOB,
    name: "flights",
    component: { type: CRON_JOB, name: "flights" },
    ...(before && { before }),
    ...(after && { after }),
    paths: [],
    replacing: [],
  };
}

/** The line about `flights` after a change of settings. */
function changed(after: Partial<SparkJob>, before: Partial<SparkJob> = {}): string {
  const lines = jobLines([change("update", cronJob({ ...FLIGHTS, ...before }), cronJob({ ...FLIGHTS, ...after }))]);
  return lines.join("\n");
}

const size = (instances: number, memory: string, cores = 1): Pick<SparkJob, "mode"> => ({
  mode: { kind: "client", executor: { cores, memory, instances } },
});

test("a new job runs at its time with its executors", (t) => {
  t.deepEqual(jobLines([change("create", undefined, cronJob(FLIGHTS))]), [
    "`flights` 🆕 runs daily at 02:00 UTC, 2 executors × 2 GiB",
  ]);
});

test("a job that is removed ran", (t) => {
  t.deepEqual(jobLines([change("delete", cronJob(FLIGHTS), undefined)]), [
    "`flights` 🗑️ is removed; it ran daily at 02:00 UTC, 2 executors × 2 GiB",
  ]);
});

test("another CronJob is no job of the platform's", (t) => {
  t.deepEqual(
    jobLines([change("create", undefined, conceal(CRON_JOB, { metadata: { name: "backup", labels: {} } }))]),
    [],
  );
});

const CHANGES: Record<string, readonly [string, string]> = {
  "more executors": [changed(size(4, "2g")), "runs daily at 02:00 UTC, **4 executors × 2 GiB**, was 2"],
  "larger executors": [changed(size(2, "512m")), "runs daily at 02:00 UTC, **2 executors × 512 MiB**, was 2 GiB"],
  "more and larger executors": [
    changed(size(1, "8g", 2)),
    "runs daily at 02:00 UTC, **1 executor × 2 cores and 8 GiB**, was 2 × 2 GiB",
  ],
  "local mode": [
    changed({ mode: { kind: "local" } }),
    "runs daily at 02:00 UTC, **in its driver alone (1 GiB)**, was 2 executors × 2 GiB",
  ],
  "another time": [
    changed({ schedule: "30 3 * * 1", timeZone: "Europe/Berlin" }),
    "runs **at 03:30 Europe/Berlin, only on Monday**, was daily at 02:00 UTC, 2 executors × 2 GiB",
  ],
  "a first schedule": [
    jobLines([change("update", cronJob(BY_HAND), cronJob(FLIGHTS))]).join(),
    "runs **daily at 02:00 UTC**, was by hand or from Airflow only, 2 executors × 2 GiB",
  ],
  "no schedule any more": [
    jobLines([change("update", cronJob(FLIGHTS), cronJob(BY_HAND))]).join(),
    "runs **by hand or from Airflow only**, was daily at 02:00 UTC, 2 executors × 2 GiB",
  ],
  "another tag of its image": [changed({ image: "example.com/spark:2" }), "image **`2`**, was `1`"],
  "another image": [
    changed({ image: "example.com/other:1" }),
    "image **`example.com/other:1`**, was `example.com/spark:1`",
  ],
  "another application": [
    changed({ application: "/opt/jobs/other.py", arguments: ["a"] }),
    "program **`/opt/jobs/other.py a`**, was `/opt/jobs/flights.py`",
  ],
  "a larger driver": [changed({ driver: { cores: 2, memory: "4g" } }), "driver **2 cores and 4 GiB**, was 1 GiB"],
  "other limits": [
    changed({ deadlines: { startSeconds: 300, runSeconds: 90 }, retries: 0 }),
    "may run **90 s**, was 1 h; retries **0**, was 1",
  ],
  "other conf": [
    changed({ conf: { "spark.a": "1", "spark.b": "2" } }, { conf: { "spark.b": "1", "spark.c": "3" } }),
    "conf: new `spark.a=1`, changed `spark.b=2`, gone `spark.c`",
  ],
  "other variables, of which only the names are told": [
    changed({ environment: { REGION: "emea", DAY: "1" } }, { environment: { REGION: "apac", OLD: "1" } }),
    "variables: new `DAY`, changed `REGION`, gone `OLD`",
  ],
  nothing: [changed({}), "keeps its work; its pod changes, see below"],
};

for (const [what, [line, words]] of Object.entries(CHANGES)) {
  test(`${what}: ${words}`, (t) => t.is(line, `\`flights\` ${words}`));
}

test("a job that moves says from where", (t) => {
  t.deepEqual(jobLines([change("replace", cronJob(FLIGHTS), cronJob(FLIGHTS, "spark-sales"))]), [
    "`flights` moves to namespace `spark-sales`, was `spark-analytics`; conf: changed `spark.kubernetes.namespace=spark-sales`",
  ]);
});

test("jobs of which the same is to be said share a line", (t) => {
  const one = change("create", undefined, cronJob(FLIGHTS));
  t.deepEqual(
    jobLines([
      { ...one, name: "b" },
      { ...one, name: "a" },
    ]),
    ["`a` and `b`, each: 🆕 runs daily at 02:00 UTC, 2 executors × 2 GiB"],
  );
});
