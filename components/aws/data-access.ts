/**
 * IAM statements for data in S3 and for the Glue Data Catalog: least privilege, and still all that the clients need. What Hadoop's S3A asks for was looked up in
 * its source, version 3.4; what Airflow asks for in its Amazon provider.
 */
import type { BucketPrefix, DataAccess } from "../data";
import type { AwsPlace, Permission } from "./iam-document";

/** Where Airflow keeps the logs of tasks in the log bucket. */
export const AIRFLOW_LOG_PREFIX = "airflow";

/** Parts of objects of which an upload consists; S3A and boto3 write large objects so. */
const PUT = ["s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"];

/** The Hive and Iceberg clients' reading half of the catalog. */
const READ_CATALOG = [
  "glue:BatchGetPartition",
  "glue:GetDatabase",
  "glue:GetPartition",
  "glue:GetPartitions",
  "glue:GetTable",
  "glue:GetTables",
];

/** For a Spark job. Everything that a committer writes (`_temporary`, `__magic`, `_SUCCESS`) is below the prefix. */
export function dataStatements({ read, write, glue }: DataAccess, place: AwsPlace): Permission[] {
  const readable = [...read, ...write];
  return [
    ...listing(readable, place),
    // The prefix itself too: S3A first asks whether it is an object, and "forbidden" would end the job where "not found" lets it go on.
    ...allow(
      ["s3:GetObject"],
      readable.flatMap((part) => [keyArn(part, place), belowArn(part, place)]),
    ),
    // No s3:DeleteObjectVersion: what a job deletes by mistake can be brought back.
    ...allow(
      [...PUT, "s3:DeleteObject"],
      write.map((part) => belowArn(part, place)),
    ),
    ...allow(
      READ_CATALOG,
      glue.length === 0 ? [] : [catalogArn("catalog", place), ...glue.flatMap((name) => databaseArns(name, place))],
    ),
  ];
}

/** For Airflow's remote logs: it writes and reads them, and what it has written it cannot delete. */
export function logStatements(bucket: string, place: AwsPlace): Permission[] {
  const logs = { bucket, prefix: AIRFLOW_LOG_PREFIX };
  return [
    ...listing([logs], place),
    ...allow(["s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload"], [belowArn(logs, place)]),
  ];
}

/**
 * For DAGs in a bucket, which Airflow only reads. The whole bucket may be listed: Airflow's bundle asks whether the bucket is there, and S3 has no narrower
 * right for that question. Contents stay closed but for the prefix.
 */
export function dagStatements(dags: BucketPrefix, place: AwsPlace): Permission[] {
  return [
    ...allow(["s3:ListBucket"], [bucketArn(dags.bucket, place)]),
    ...allow(["s3:GetObject"], [belowArn(dags, place)]),
  ];
}

/** One statement a bucket, since the condition knows no bucket. */
function listing(parts: readonly BucketPrefix[], place: AwsPlace): Permission[] {
  return unique(parts.map(({ bucket }) => bucket)).map((bucket) => {
    const keys = parts.filter((part) => part.bucket === bucket).map(keyPattern);
    return {
      Effect: "Allow",
      Action: ["s3:ListBucket"],
      Resource: [bucketArn(bucket, place)],
      Condition: { StringLike: { "s3:prefix": unique(keys.flatMap((key) => [key, `${key}/*`])) } },
    };
  });
}

function allow(actions: readonly string[], resources: readonly string[]): Permission[] {
  return resources.length === 0 ? [] : [{ Effect: "Allow", Action: actions, Resource: unique(resources) }];
}

export function bucketArn(bucket: string, { partition }: Pick<AwsPlace, "partition">): string {
  return `arn:${partition}:s3:::${bucket}`;
}

function keyArn(part: BucketPrefix, place: AwsPlace): string {
  return `${bucketArn(part.bucket, place)}/${keyPattern(part)}`;
}

function belowArn(part: BucketPrefix, place: AwsPlace): string {
  return `${keyArn(part, place)}/*`;
}

function databaseArns(name: string, place: AwsPlace): string[] {
  return [catalogArn(`database/${literal(name)}`, place), catalogArn(`table/${literal(name)}/*`, place)];
}

function catalogArn(path: string, { partition, region, accountId }: AwsPlace): string {
  return `arn:${partition}:glue:${region}:${accountId}:${path}`;
}

function keyPattern({ prefix }: BucketPrefix): string {
  return literal(prefix.replace(/^\/+|\/+$/g, ""));
}

/** Characters that IAM reads as patterns, each in the form that stands for itself: a prefix never grants more than it names. */
function literal(text: string): string {
  return text.replace(/[*?$]/g, (character) => `\${${character}}`);
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
