import type { types } from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { migrationPod, podLabels, type AirflowPodArgs } from "./airflow-pod";
import type { Database } from "./database";
import { oneOffJob, oneOffName } from "./one-off-job";

/** The Job that brings the database to the image's version. */
export function migrationJob(args: AirflowPodArgs): types.input.batch.v1.JobSpec {
  return oneOffJob(podLabels("migration"), migrationPod(args));
}

/** Another image or database is migrated anew; another password is not. */
export function migrationName(
  spec: types.input.batch.v1.JobSpec,
  { host, port, name }: Database,
): pulumi.Output<string> {
  return oneOffName("airflow-migration", [spec, host, port, name]);
}
