import type { types } from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { createHash } from "node:crypto";
import { KEEP_RUNNING } from "../spark/pod";
import { JOB_PODS } from "./job-pods";

/** Starts after the first that fails: the database may still be coming up. Kubernetes waits 10, 20 and 40 seconds before them. */
const RETRIES = 3;

/** Time for all tries, in seconds; less than Pulumi's own ten minutes, so that the failure is Kubernetes' and says why. Measured: 10 to 20. */
const DEADLINE_SECONDS = 480;

/** A failed Job is deleted and run again by the next `pulumi up`; without the annotation it would stay failed for ever. */
export const ONE_OFF_ANNOTATIONS = { "pulumi.com/replaceUnready": "true" };

/** A Job that an update waits for. It stays after its end, because the stack's state expects it. */
export function oneOffJob(
  labels: Readonly<Record<string, string>>,
  pod: types.input.core.v1.PodSpec,
): types.input.batch.v1.JobSpec {
  return {
    backoffLimit: RETRIES,
    activeDeadlineSeconds: DEADLINE_SECONDS,
    ...JOB_PODS,
    template: { metadata: { labels, annotations: KEEP_RUNNING }, spec: pod },
  };
}

/**
 * Name of the Job that does `work`, everything that decides what it does. A Job runs once and cannot be changed, so all of it is part of its name: other
 * work is a new Job beside the old one, which Pulumi removes at the end of the update.
 */
export function oneOffName(prefix: string, work: readonly pulumi.Input<unknown>[]): pulumi.Output<string> {
  const hash = pulumi.jsonStringify(work).apply((text) => createHash("sha256").update(text).digest("hex").slice(0, 8));
  return pulumi.interpolate`${prefix}-${hash}`;
}
