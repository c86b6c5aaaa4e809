import type { types } from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { AIRFLOW_HOME } from "./airflow-environment";

type Variables = Readonly<Record<string, pulumi.Input<string>>>;

/** Where the logs of tasks go: into the pod, and away with it, or into a bucket. Needs the `amazon` provider in the image. */
export type AirflowLogs =
  | { readonly kind: "pod" }
  | {
      readonly kind: "s3";
      readonly bucket: pulumi.Input<string>;
      /** Without a slash at either end. */
      readonly prefix: string;
      /** AWS region of the bucket. */
      readonly region: string;
    };

/** Where DAG files come from. The files of {@link AirflowArgs.dags} are on the import path of all of them, so that helpers such as `spark_platform` are there. */
export type DagSource =
  /** Those files are the DAGs too. */
  | { readonly kind: "files" }
  /** Everything below a prefix of a bucket. Needs the `amazon` provider in the image. */
  | {
      readonly kind: "s3";
      readonly bucket: pulumi.Input<string>;
      /** Without a slash at either end. */
      readonly prefix: string;
      /** AWS region of the bucket. */
      readonly region: string;
    }
  /** A git repository. Runs keep the commit that they started with. Needs the `git` provider and the program `git` in the image. */
  | {
      readonly kind: "git";
      /** HTTPS URL without credentials. */
      readonly repository: string;
      /** Branch, tag or commit. */
      readonly ref: string;
      /** Folder of the DAG files in the repository; `.` for all of it. */
      readonly path: string;
      /** Key of a Secret in Airflow's namespace that holds an Airflow connection with login and password as a URI or JSON. Absent: nobody has to log in. */
      readonly connection?: { readonly secret: string; readonly key: string };
    };

/** Seconds until a change in a bucket or repository is seen. Airflow's default of 300 makes people believe that nothing happens. */
const REFRESH_SECONDS = 60;

/** Name of the one bundle, and of the connection that belongs to it. */
const BUNDLE = "dags";

/**
 * Variables for logs in S3. Credentials are those of the pod's account; the empty connection says so, where Airflow would look for one in vain in each
 * task. Local files are left to Airflow, which empties each when it has stored it: with `delete_local_logs` it would remove their whole folder, and with it
 * the file that the triggerer of a deferred task has just begun there (seen in the source of provider `amazon` 9.39).
 */
export function logVariables(logs?: AirflowLogs): Variables {
  if (logs?.kind !== "s3") return {};
  return {
    ...awsVariables(logs.region),
    AIRFLOW__LOGGING__REMOTE_LOGGING: "True",
    AIRFLOW__LOGGING__REMOTE_BASE_LOG_FOLDER: pulumi.interpolate`s3://${logs.bucket}/${logs.prefix}`,
  };
}

/** Variables for DAG files from elsewhere. DAG processor and workers each bring them up to date, in a directory that all containers share. */
export function dagVariables(source?: DagSource): Variables {
  if (source === undefined || source.kind === "files") return {};
  const bundle = { name: BUNDLE, ...dagBundle(source) };
  return {
    ...(source.kind === "s3" && awsVariables(source.region)),
    AIRFLOW__DAG_PROCESSOR__DAG_BUNDLE_CONFIG_LIST: pulumi.jsonStringify([bundle]),
    AIRFLOW__DAG_PROCESSOR__DAG_BUNDLE_STORAGE_PATH: `${AIRFLOW_HOME}/bundles`,
  };
}

/** The variable by which Airflow finds the connection to a git server. */
export function connectionVariable(source?: DagSource): types.input.core.v1.EnvVar[] {
  if (source?.kind !== "git" || source.connection === undefined) return [];
  const { secret, key } = source.connection;
  return [{ name: `AIRFLOW_CONN_${BUNDLE.toUpperCase()}`, valueFrom: { secretKeyRef: { name: secret, key } } }];
}

function dagBundle(source: Exclude<DagSource, { kind: "files" }>) {
  if (source.kind === "s3") {
    const { bucket, prefix } = source;
    return {
      classpath: "airflow.providers.amazon.aws.bundles.s3.S3DagBundle",
      // With the slash: the bundle lists by the bare text, and would stumble over its neighbours.
      kwargs: { bucket_name: bucket, prefix: `${prefix}/`, refresh_interval: REFRESH_SECONDS },
    };
  }
  const { repository, ref, path, connection } = source;
  return {
    classpath: "airflow.providers.git.bundles.git.GitDagBundle",
    kwargs: {
      repo_url: repository,
      tracking_ref: ref,
      ...(path !== "." && { subdir: path }),
      ...(connection !== undefined && { git_conn_id: BUNDLE }),
      refresh_interval: REFRESH_SECONDS,
    },
  };
}

function awsVariables(region: string): Variables {
  return { AWS_DEFAULT_REGION: region, AIRFLOW_CONN_AWS_DEFAULT: "aws://" };
}
