/** The Kubernetes objects of one run by hand: a Job made from its CronJob, changed as the user asked for, and the ConfigMap with their code. */
import { randomBytes } from "node:crypto";

import { changedDriver } from "../components/spark/driver-container.js";
import { inLocalMode, type Room } from "../components/spark/local-mode.js";
import { CODE_FILE, withOwnCode } from "../components/spark/own-code.js";
import type { PodTemplate } from "../components/spark/pod.js";
import { ANNOTATIONS, JOB_ENVIRONMENT } from "../vocabulary.js";
import type { Code } from "./job-code.js";

/** Data interval of a run: ISO 8601 days of the job's time zone or times with offset, start inclusive and end exclusive. */
export interface Interval {
  readonly from: string;
  readonly to: string;
}

/** How a run differs from a scheduled one. */
export interface RunChanges {
  /** Default: the interval that a scheduled run at this minute would get. */
  readonly interval?: Interval | undefined;
  /** File in the place of the application. Default: the image's own. */
  readonly code?: Code | undefined;
  /** Runs in one pod, with at most this. Default: as the job says. */
  readonly localWithin?: Room | undefined;
}

export interface CronJob {
  metadata: { name: string; namespace: string; uid: string; labels: Record<string, string> };
  spec: { jobTemplate: { metadata?: { labels?: Record<string, string> }; spec: JobSpec } };
}

/** Beyond the template, whatever the CronJob says about its Jobs. */
interface JobSpec {
  template: PodTemplate;
  backoffLimit?: number;
  suspend?: boolean;
}

/** Name of a run. As the CronJob controller does, the last part is the scheduled time in minutes: a job without an explicit interval reads it. */
export function runName(job: string, now: Date): string {
  return `${job.slice(0, 40)}-${randomBytes(3).toString("hex")}-${Math.floor(now.getTime() / 60_000)}`;
}

/** The Job that `kubectl create job --from` would make, changed. With code of its own it waits: its ConfigMap can only be made after it, and a pod before it would fail. */
export function manualJob(cronJob: CronJob, changes: RunChanges, run: string) {
  const { name, namespace, uid } = cronJob.metadata;
  const { metadata, spec } = cronJob.spec.jobTemplate;
  const { code } = changes;
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: {
      name: run,
      namespace,
      labels: metadata?.labels ?? {},
      annotations: {
        "cronjob.kubernetes.io/instantiate": "manual",
        ...(code && { [ANNOTATIONS.contentHash]: code.hash }),
      },
      ownerReferences: [{ apiVersion: "batch/v1", kind: "CronJob", name, uid, controller: true }],
    },
    spec: {
      ...spec,
      template: runPod(spec.template, changes, run),
      // Who tries out code wants to see its first error, not its second.
      ...(code && { suspend: true, backoffLimit: 0 }),
    },
  };
}

/** The pod template of a run. */
export function runPod(template: PodTemplate, { interval, code, localWithin }: RunChanges, run: string): PodTemplate {
  const sized = localWithin === undefined ? template : inLocalMode(template, localWithin);
  const coded = code === undefined ? sized : withOwnCode(sized, run);
  return interval === undefined ? coded : withInterval(coded, interval);
}

function withInterval(template: PodTemplate, { from, to }: Interval): PodTemplate {
  const own: string[] = [JOB_ENVIRONMENT.intervalStart, JOB_ENVIRONMENT.intervalEnd];
  return changedDriver(template, (container) => [
    {
      ...container,
      env: [
        ...(container.env ?? []).filter(({ name }) => !own.includes(name)),
        { name: JOB_ENVIRONMENT.intervalStart, value: from },
        { name: JOB_ENVIRONMENT.intervalEnd, value: to },
      ],
    },
    {},
  ]);
}

/** The code of a run. It goes with its Job, also when Kubernetes cleans that up after a week. */
export function codeMap({ content }: Code, { metadata }: ReturnType<typeof manualJob>, uid: string) {
  const { name, namespace, labels } = metadata;
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name, namespace, labels, ownerReferences: [{ apiVersion: "batch/v1", kind: "Job", name, uid }] },
    immutable: true,
    binaryData: { [CODE_FILE]: content.toString("base64") },
  };
}
