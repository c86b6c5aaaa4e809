/** Runs one Spark job now: a Job made from its CronJob, followed to its end. */
import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { DRIVER_CONTAINER, JOB_ENVIRONMENT, LABELS } from "../vocabulary.js";
import { followJob } from "./job-follower.js";
import type { Kubectl } from "./kubectl.js";

/** Data interval of a run: ISO 8601 days of the job's time zone or times with offset, start inclusive and end exclusive. */
export interface Interval {
  readonly from: string;
  readonly to: string;
}

export interface JobRun {
  readonly job: string;
  /** Default: the interval that a scheduled run at this minute would get. */
  readonly interval?: Interval | undefined;
  /** Directory for the driver's whole log, a file for each run. */
  readonly logs: string;
  /** Called with what the run is waiting for, and with each line of the driver's log. */
  readonly onLine: (line: string) => void;
}

interface EnvironmentVariable {
  name: string;
  value?: string;
}
interface JobSpec {
  template: { spec: { containers: { name: string; env?: EnvironmentVariable[] }[] } };
}
interface CronJob {
  metadata: { name: string; namespace: string; uid: string; labels: Record<string, string> };
  spec: { jobTemplate: { metadata?: { labels?: Record<string, string> }; spec: JobSpec } };
}

/**
 * Runs the job and answers with the lines of the driver's log.
 *
 * @throws Error naming the jobs there are, or why the run failed and where its log is.
 */
export async function runJob(kubectl: Kubectl, run: JobRun): Promise<string[]> {
  const cronJob = await findCronJob(kubectl, run.job);
  const manifest = manualJob(cronJob, run.interval, new Date());
  await kubectl.text(["create", "-f", "-"], JSON.stringify(manifest));
  mkdirSync(run.logs, { recursive: true });
  const { name: job, namespace } = manifest.metadata;
  return followJob(kubectl, { namespace, job, log: join(run.logs, `${job}.log`), onLine: run.onLine });
}

async function findCronJob(kubectl: Kubectl, job: string): Promise<CronJob> {
  const selector = ["get", "cronjobs", "--all-namespaces", "--selector", LABELS.sparkJob];
  const { items } = await kubectl.json<{ items: CronJob[] }>(selector);
  const found = items.find(({ metadata }) => metadata.labels[LABELS.sparkJob] === job);
  if (found) return found;
  const names = items.map(({ metadata }) => metadata.labels[LABELS.sparkJob]).join(", ");
  throw new Error(`There is no job "${job}". Jobs of this platform: ${names || "none"}.`);
}

/** The Job that `kubectl create job --from` would make, with the data interval in the driver's environment. */
export function manualJob(cronJob: CronJob, interval: Interval | undefined, now: Date) {
  const { name, namespace, uid } = cronJob.metadata;
  const { metadata, spec } = structuredClone(cronJob.spec.jobTemplate);
  const driver = spec.template.spec.containers.find((container) => container.name === DRIVER_CONTAINER);
  if (driver && interval) {
    const own: string[] = [JOB_ENVIRONMENT.intervalStart, JOB_ENVIRONMENT.intervalEnd];
    driver.env = [
      ...(driver.env ?? []).filter((variable) => !own.includes(variable.name)),
      { name: JOB_ENVIRONMENT.intervalStart, value: interval.from },
      { name: JOB_ENVIRONMENT.intervalEnd, value: interval.to },
    ];
  }
  // As the CronJob controller does, the last part is the scheduled time in minutes: a job without an explicit interval reads it.
  const minutes = Math.floor(now.getTime() / 60_000);
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: {
      name: `${name.slice(0, 40)}-${randomBytes(3).toString("hex")}-${minutes}`,
      namespace,
      labels: metadata?.labels ?? {},
      annotations: { "cronjob.kubernetes.io/instantiate": "manual" },
      ownerReferences: [{ apiVersion: "batch/v1", kind: "CronJob", name, uid, controller: true }],
    },
    spec,
  };
}
