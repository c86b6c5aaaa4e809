import test from "ava";

import { manualJob } from "../../../local/job-run.js";

type CronJob = Parameters<typeof manualJob>[0];

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

const environments = (job: ReturnType<typeof manualJob>) => job.spec.template.spec.containers.map(({ env }) => env);

test("the Job is the one of the CronJob's template, owned by the CronJob, and its name ends in the minute", (t) => {
  const { metadata, spec, ...rest } = manualJob(CRON_JOB, undefined, NOW);
  const { name, ...others } = metadata;
  t.deepEqual(rest, { apiVersion: "batch/v1", kind: "Job" });
  t.deepEqual(spec, CRON_JOB.spec.jobTemplate.spec);
  t.regex(name, new RegExp(`^flights-[0-9a-f]{6}-${MINUTES}$`));
  t.deepEqual(others, {
    namespace: "spark-analytics",
    labels: { "spark-platform/job": "flights" },
    annotations: { "cronjob.kubernetes.io/instantiate": "manual" },
    ownerReferences: [
      { apiVersion: "batch/v1", kind: "CronJob", name: "flights", uid: CRON_JOB.metadata.uid, controller: true },
    ],
  });
});

test("the driver, and only the driver, learns the interval", (t) => {
  t.deepEqual(environments(manualJob(CRON_JOB, { from: "2001-01-01", to: "2001-02-01" }, NOW)), [
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
  cronJob.spec.jobTemplate.spec.template.spec.containers = [{ name: "base", env: own }];
  t.deepEqual(environments(manualJob(cronJob, { from: "2001-01-01", to: "2001-02-01" }, NOW)), [
    [
      { name: "DATA_INTERVAL_START", value: "2001-01-01" },
      { name: "DATA_INTERVAL_END", value: "2001-02-01" },
    ],
  ]);
});

test("the CronJob itself stays as it was", (t) => {
  const cronJob = structuredClone(CRON_JOB);
  manualJob(cronJob, { from: "2001-01-01", to: "2001-02-01" }, NOW);
  t.deepEqual(cronJob, CRON_JOB);
});

test("two runs within a minute have different names, and a long name leaves room for what follows", (t) => {
  const name = "a".repeat(52);
  const cronJob = { ...CRON_JOB, metadata: { ...CRON_JOB.metadata, name } };
  const [one, two] = [manualJob(cronJob, undefined, NOW), manualJob(cronJob, undefined, NOW)];
  t.not(one.metadata.name, two.metadata.name);
  t.true(one.metadata.name.length <= 63);
});
