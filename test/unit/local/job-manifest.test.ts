import test from "ava";

import { driverPod } from "../../../components/spark/driver-pod.js";
import type { Code } from "../../../local/job-code.js";
import { codeMap, type CronJob, manualJob, runName } from "../../../local/job-manifest.js";
import { flights, team } from "../components/spark/sample-jobs.js";

const CRON_JOB: CronJob = {
  metadata: {
    name: "flights",
    namespace: "spark-analytics",
    uid: "11111111-2222-3333-4444-555555555555",
    labels: { "spark-platform/job": "flights" },
  },
  spec: {
    jobTemplate: {
      metadata: { labels: { "spark-platform/job": "flights" } },
      spec: {
        template: {
          spec: {
            containers: [
              { name: "base", env: [{ name: "JOB_SCHEDULE", value: "0 2 * * *" }] },
              { name: "sidecar", env: [] },
            ],
          },
        },
      },
    },
  },
};

const NOW = new Date("2026-11-22T20:30:59Z");
const MINUTES = Date.parse("2026-11-22T20:30:00Z") / 60_000;

const RUN = `flights-abcdef-${MINUTES}`;

const environments = ({ spec }: ReturnType<typeof manualJob>) => spec.template.spec?.containers.map(({ env }) => env);

test("the Job is the one of the CronJob's template, owned by the CronJob", (t) => {
  t.deepEqual(manualJob(CRON_JOB, {}, RUN), {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: {
      name: RUN,
      namespace: "spark-analytics",
      labels: { "spark-platform/job": "flights" },
      annotations: { "cronjob.kubernetes.io/instantiate": "manual" },
      ownerReferences: [
        { apiVersion: "batch/v1", kind: "CronJob", name: "flights", uid: CRON_JOB.metadata.uid, controller: true },
      ],
    },
    spec: CRON_JOB.spec.jobTemplate.spec,
  });
});

test("a run's name ends in the minute", (t) => {
  t.regex(runName("flights", NOW), new RegExp(`^flights-[0-9a-f]{6}-${MINUTES}$`));
});

test("the driver, and only the driver, learns the interval", (t) => {
  t.deepEqual(environments(manualJob(CRON_JOB, { interval: { from: "2001-01-01", to: "2001-02-01" } }, RUN)), [
    [
      { name: "JOB_SCHEDULE", value: "0 2 * * *" },
      { name: "DATA_INTERVAL_START", value: "2001-01-01" },
      { name: "DATA_INTERVAL_END", value: "2001-02-01" },
    ],
    [],
  ]);
});

test("an interval that the template sets gives way", (t) => {
  const cronJob = structuredClone(CRON_JOB);
  const own = [{ name: "DATA_INTERVAL_END", value: "1999-01-01T00:00:00Z" }, { name: "DATA_INTERVAL_START" }];
  cronJob.spec.jobTemplate.spec.template.spec = { containers: [{ name: "base", env: own }] };
  t.deepEqual(environments(manualJob(cronJob, { interval: { from: "2001-01-01", to: "2001-02-01" } }, RUN)), [
    [
      { name: "DATA_INTERVAL_START", value: "2001-01-01" },
      { name: "DATA_INTERVAL_END", value: "2001-02-01" },
    ],
  ]);
});

test("the CronJob itself stays as it was", (t) => {
  const cronJob = structuredClone(CRON_JOB);
  manualJob(cronJob, { interval: { from: "2001-01-01", to: "2001-02-01" } }, RUN);
  t.deepEqual(cronJob, CRON_JOB);
});

test("two runs within a minute have different names, and a long name leaves room for what follows", (t) => {
  const name = "a".repeat(52);
  const [one, two] = [runName(name, NOW), runName(name, NOW)];
  t.not(one, two);
  t.true(one.length <= 63);
});

const CODE: Code = {
  file: "jobs/flights.py",
  ending: ".py",
  content: Buffer.from("print('edited')\n"),
  hash: "0123456789abcdef",
  imports: [],
};

const REAL: CronJob = {
  ...CRON_JOB,
  spec: { jobTemplate: { spec: { backoffLimit: 3, template: driverPod(flights, team) } } },
};

test("a Job with code of its own waits for it, mounts it, says which it is, and tries once", (t) => {
  const { metadata, spec } = manualJob(REAL, { code: CODE }, RUN);
  t.is(metadata.annotations["spark-platform/content-hash"], CODE.hash);
  t.is(spec.suspend, true);
  t.is(spec.backoffLimit, 0);
  t.deepEqual(spec.template.spec?.volumes?.at(-1), { name: "code", configMap: { name: RUN } });
});

test("the ConfigMap holds the file as it is, cannot be changed, and goes with the Job", (t) => {
  t.deepEqual(codeMap(CODE, manualJob(REAL, { code: CODE }, RUN), "uid-of-the-job"), {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: {
      name: RUN,
      namespace: "spark-analytics",
      labels: {},
      ownerReferences: [{ apiVersion: "batch/v1", kind: "Job", name: RUN, uid: "uid-of-the-job" }],
    },
    immutable: true,
    binaryData: { application: "cHJpbnQoJ2VkaXRlZCcpCg==" },
  });
});

test("interval, code and local mode go together", (t) => {
  const changes = {
    interval: { from: "2001-01-01", to: "2001-02-01" },
    code: CODE,
    localWithin: { milliCpu: Infinity, memoryMiB: Infinity },
  };
  const { spec } = manualJob(REAL, changes, RUN).spec.template;
  t.is(spec?.containers[0]?.args?.[2], "local[2]");
  t.deepEqual(
    spec?.volumes?.map(({ name }) => name),
    ["spark-local-dir-1", "tmp", "code"],
  );
  t.deepEqual(spec?.containers[0]?.env?.at(-1), { name: "DATA_INTERVAL_END", value: "2001-02-01" });
});
