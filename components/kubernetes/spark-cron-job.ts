import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { ANNOTATIONS } from "../../vocabulary";
import { describeProblems } from "../problem";
import type { TeamPlacement } from "../spark/conf";
import { driverPod, jobLabels } from "../spark/driver-pod";
import type { SparkJob } from "../spark/job";
import { sparkJobProblems } from "../spark/problems";
import { JOB_PODS } from "./job-pods";

/** Schedule of a job that has none: a CronJob needs one, and even if somebody resumed it, it would run once a year only. */
const NO_SCHEDULE = "0 0 1 1 *";

/** Finished Jobs that stay readable, of each outcome. */
const HISTORY = 3;

/** How long a finished Job stays at most, in seconds: a week, so that Friday's failure can still be read. Runs by hand count towards the history too. */
const KEEP_SECONDS = 7 * 24 * 60 * 60;

export interface SparkCronJobArgs {
  readonly job: SparkJob;
  /** Where the job's team runs. */
  readonly team: TeamPlacement;
}

/**
 * A Spark job as a CronJob that is named like it. A scheduled run is left out while the one before it still works; runs by hand and those of Airflow
 * are not kept apart, from it or from each other. A driver that was evicted is started again without counting as a retry. A job without a schedule gets a
 * suspended CronJob, which runs by hand are made from.
 *
 * It is the CronJob itself and no component around it: Pulumi writes the whole state for every step, and components take three of a job's five.
 *
 * @throws pulumi.RunError that lists everything that is wrong with the job.
 */
export class SparkCronJob extends kubernetes.batch.v1.CronJob {
  constructor(name: string, args: SparkCronJobArgs, opts?: pulumi.CustomResourceOptions) {
    super(name, cronJobArgs(args), opts);
  }
}

function cronJobArgs({ job, team }: SparkCronJobArgs): kubernetes.batch.v1.CronJobArgs {
  const problems = sparkJobProblems(job.name, job);
  if (problems.length > 0) throw new pulumi.RunError(`Spark job ${job.name}:\n${describeProblems(problems)}`);
  return {
    metadata: {
      name: job.name,
      namespace: team.namespace,
      labels: jobLabels(job),
      annotations: overrideReasons(job),
    },
    spec: cronJobSpec(job, team),
  };
}

function cronJobSpec(job: SparkJob, team: TeamPlacement): kubernetes.types.input.batch.v1.CronJobSpec {
  return {
    schedule: job.schedule ?? NO_SCHEDULE,
    timeZone: job.timeZone,
    suspend: job.schedule === undefined,
    concurrencyPolicy: "Forbid",
    startingDeadlineSeconds: job.deadlines.startSeconds,
    successfulJobsHistoryLimit: HISTORY,
    failedJobsHistoryLimit: HISTORY,
    jobTemplate: { metadata: { labels: jobLabels(job) }, spec: jobSpec(job, team) },
  };
}

function jobSpec(job: SparkJob, team: TeamPlacement): kubernetes.types.input.batch.v1.JobSpec {
  return {
    backoffLimit: job.retries,
    activeDeadlineSeconds: job.deadlines.runSeconds,
    ttlSecondsAfterFinished: KEEP_SECONDS,
    ...JOB_PODS,
    template: driverPod(job, team),
  };
}

/** Written reasons of the overrides, one a line. */
function overrideReasons({ overrides }: SparkJob): Record<string, string> {
  const reasons = Object.entries(overrides).map(([key, { reason }]) => `${key}: ${reason.trim()}`);
  return reasons.length === 0 ? {} : { [ANNOTATIONS.overrideReason]: reasons.sort().join("\n") };
}
