import type { types } from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { createHash } from "node:crypto";
import { KEEP_RUNNING } from "../spark/pod";
import type { AirflowDatabase } from "./airflow-database";
import { migrationPod, podLabels, type AirflowPodArgs } from "./airflow-pod";
import { JOB_PODS } from "./job-pods";

/** Starts after the first that fails: the database may still be coming up. Kubernetes waits 10, 20 and 40 seconds before them. */
const RETRIES = 3;

/** Time for all tries, in seconds; less than Pulumi's own ten minutes, so that the failure is Kubernetes' and says why. Measured: 10 to 20. */
const DEADLINE_SECONDS = 480;

/**
 * Name of the Job with this specification for this database. A Job runs once and cannot be changed, so all of it is part of its name: a new image or
 * database is a new Job beside the old one, which Pulumi removes after the Deployment has been updated.
 */
export function migrationName(
  spec: types.input.batch.v1.JobSpec,
  { host, port, name }: AirflowDatabase,
): pulumi.Output<string> {
  const identity = pulumi.jsonStringify([spec, host, port, name]);
  return identity.apply((text) => `airflow-migration-${createHash("sha256").update(text).digest("hex").slice(0, 8)}`);
}

/** A failed Job is deleted and run again by the next `pulumi up`; without the annotation it would stay failed for ever. */
export const MIGRATION_ANNOTATIONS = { "pulumi.com/replaceUnready": "true" };

/** The Job. It stays after its end, because the stack's state expects it. */
export function migrationJob(args: AirflowPodArgs): types.input.batch.v1.JobSpec {
  return {
    backoffLimit: RETRIES,
    activeDeadlineSeconds: DEADLINE_SECONDS,
    ...JOB_PODS,
    template: { metadata: { labels: podLabels("migration"), annotations: KEEP_RUNNING }, spec: migrationPod(args) },
  };
}
