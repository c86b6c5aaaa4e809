import * as pulumi from "@pulumi/pulumi";
import test from "ava";
import { SparkCronJob } from "../../../../components/kubernetes/spark-cron-job.js";
import { driverPod } from "../../../../components/spark/driver-pod.js";
import type { SparkJob } from "../../../../components/spark/job.js";
import { flights, orders, team } from "../spark/sample-jobs.js";
import { record } from "./recorder.js";

const labels = {
  "app.kubernetes.io/name": "flights",
  "app.kubernetes.io/part-of": "spark-platform",
  "spark-platform/job": "flights",
  "spark-platform/team": "analytics",
};

function deploy(job: SparkJob) {
  return record((opts) => new SparkCronJob("sample", { job, team }, opts));
}

/** Inputs of the CronJob that a job becomes. */
async function cronJobOf(job: SparkJob) {
  const [cronJob] = await deploy(job);
  return cronJob?.inputs as { metadata: { annotations: unknown }; spec: object };
}

test.serial("a scheduled job is one CronJob, never overlapping and bounded in time", async (t) => {
  const [cronJob, ...rest] = await deploy(flights);
  t.like(cronJob, { type: "kubernetes:batch/v1:CronJob", name: "sample" });
  t.deepEqual(rest, []);
  t.deepEqual(cronJob?.inputs, {
    metadata: {
      name: "flights",
      namespace: "spark-analytics",
      labels,
      annotations: {
        "spark-platform/override-reason": "spark.driver.port: a proxy in front of the drivers takes 7078",
      },
    },
    spec: {
      schedule: "0 2 * * *",
      timeZone: "Europe/Berlin",
      suspend: false,
      concurrencyPolicy: "Forbid",
      startingDeadlineSeconds: 300,
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 3,
      jobTemplate: {
        metadata: { labels },
        spec: {
          backoffLimit: 1,
          activeDeadlineSeconds: 3600,
          ttlSecondsAfterFinished: 604800,
          podFailurePolicy: {
            rules: [{ action: "Ignore", onPodConditions: [{ type: "DisruptionTarget", status: "True" }] }],
          },
          podReplacementPolicy: "Failed",
          template: driverPod(flights, team),
        },
      },
    },
  });
});

test.serial("a job without schedule is suspended and keeps no annotation", async (t) => {
  const { metadata, spec } = await cronJobOf(orders);
  t.like(spec, { schedule: "0 0 1 1 *", timeZone: "UTC", suspend: true });
  t.deepEqual(metadata.annotations, {});
});

test.serial("the reasons of several overrides are all in the annotation", async (t) => {
  const overrides = {
    "spark.local.dir": { value: "/tmp", reason: "tiny shuffles " },
    "spark.driver.port": { value: "17078", reason: "a proxy takes 7078" },
  };
  const { metadata } = await cronJobOf({ ...flights, overrides });
  t.deepEqual(metadata.annotations, {
    "spark-platform/override-reason": "spark.driver.port: a proxy takes 7078\nspark.local.dir: tiny shuffles",
  });
});

test.serial("a job with several mistakes is refused with all of them", async (t) => {
  const job: SparkJob = { ...flights, image: "spark", driver: { cores: 0, memory: "1g" } };
  const error = await t.throwsAsync(deploy(job), { instanceOf: pulumi.RunError });
  t.is(
    error.message,
    [
      "Spark job flights:",
      "  jobs.flights.driver.cores = 0: must be a whole number of at least 1; write 1 or more",
      '  jobs.flights.image = "spark": must be pinned, so that every run and every executor uses the same image; add a tag other than latest, or a digest (@sha256:…)',
    ].join("\n"),
  );
});
