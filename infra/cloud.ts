/** What the cloud around a cluster gives to workloads, in words that Kubernetes' half of the program understands. */

import type * as pulumi from "@pulumi/pulumi";
import type { ManagedServer } from "../components/kubernetes/database-setup-pod";
import type { BucketPrefix, DataAccess } from "../components/data";
import type { S3Access } from "../components/spark/s3a";

export interface Cloud {
  /** Region of all buckets, and where pods get credentials from. */
  readonly s3: S3Access;
  /** Blocks of addresses at which S3 answers. */
  readonly s3Cidrs: readonly string[];
  /** Blocks of addresses with the VPC endpoints of other services that pods with a role need: STS, Glue. None if there are none. */
  readonly endpointCidrs: readonly string[];
  /** Name of a bucket of the settings, by its key there. */
  bucketName(key: string): pulumi.Input<string>;
  /** Gives the pods of a service account rights in the cloud. The account is made by the caller, with the role's annotations. */
  role(account: Account, access: RoleAccess): Role;
  /** Where Airflow's logs go: below a prefix of a bucket of the stack. Absent: they go with its pod. */
  readonly logs?: { readonly bucket: pulumi.Input<string>; readonly prefix: string };
  /** Database server. Absent: Postgres runs as a pod. */
  readonly database?: CloudDatabase;
  /** Name of each bucket, by its key in the settings, and the stack's own as `logs`. */
  readonly buckets: Readonly<Record<string, pulumi.Input<string>>>;
  /** ARN of each role that {@link role} has given, by `namespace/account`. */
  readonly roleArns: Readonly<Record<string, pulumi.Output<string>>>;
}

/** A service account, which need not exist yet. */
export interface Account {
  readonly namespace: string;
  readonly account: string;
}

/** All that a role allows. Buckets by their keys in the settings. */
export type RoleAccess =
  | { readonly kind: "job"; readonly data: DataAccess }
  /** `logs`: to read and write the tasks' logs in {@link Cloud.logs}. `dags`: to read DAG files. */
  | { readonly kind: "airflow"; readonly logs: boolean; readonly dags?: BucketPrefix };

export interface Role {
  /** What the ServiceAccount must carry. */
  readonly annotations: Readonly<Record<string, pulumi.Input<string>>>;
  /** What pods of the account must wait for: rights are settled when a pod starts. */
  readonly resource: pulumi.Resource;
}

export interface CloudDatabase extends ManagedServer {
  /** Blocks of addresses in which the server may answer. */
  readonly cidrs: readonly string[];
  /** What those who connect must wait for. */
  readonly resource: pulumi.Resource;
}

/** What the settings ask of the cloud. That there is one which has it, their checks have made sure of. */
export function provided<T>(part: T | undefined, setting: string): T {
  if (part === undefined) throw new Error(`${setting} needs something that the cluster's cloud does not have`);
  return part;
}
