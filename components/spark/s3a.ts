import type { SparkJob } from "./job";
import type { DataKey } from "./owned-conf";
import { SCRATCH } from "./pod";

/** How the pods of an EKS cluster reach S3. */
export interface S3Access {
  /** AWS region of the buckets, for example `eu-central-1`. */
  readonly region: string;
  /** Where pods get the credentials of their account's role: from EKS' agent on the node, or from AWS STS for a token that is mounted into them. */
  readonly credentials: "podIdentity" | "irsa";
}

/**
 * The AWS SDK's own sources of credentials. Hadoop's default list would try others first, and end at the metadata service of the node: then a pod
 * without a role would work with that of the node.
 */
const CREDENTIALS: Readonly<Record<S3Access["credentials"], string>> = {
  podIdentity: "software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider",
  irsa: "software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider",
};

/**
 * Spark conf with which a job with `data` reads and writes `s3a://` paths; needs hadoop-aws, the AWS SDK and spark-hadoop-cloud in the image. Sizes and numbers
 * of connections are Hadoop's defaults.
 *
 * Output goes through the magic committer: S3 has no rename, so that the usual one would copy all output a second time, and a driver that dies meanwhile
 * leaves half of it. It knows no `spark.sql.sources.partitionOverwriteMode=dynamic`: such a write fails before it starts, and a job that needs it overrides
 * the two classes.
 *
 * Glue's tables are left to the job. The role lets it read them, but the client that shows them to Spark as a Hive metastore is published in no
 * registry: what works is Iceberg's `GlueCatalog` from the job's image, or boto3 in the driver.
 */
export function s3aConf({ data }: SparkJob, s3: S3Access | undefined): Partial<Record<DataKey, string>> {
  if (data === undefined || s3 === undefined) return {};
  return {
    "spark.hadoop.fs.s3a.aws.credentials.provider": CREDENTIALS[s3.credentials],
    "spark.hadoop.fs.s3a.endpoint.region": s3.region,
    // Parts wait here for their upload. The default is below /tmp, which is small.
    "spark.hadoop.fs.s3a.buffer.dir": `${SCRATCH.localDir.mountPath}/s3a`,
    "spark.hadoop.fs.s3a.committer.name": "magic",
    // Looking for uploads that other jobs left needs a right on the whole bucket; the buckets of the platform drop such uploads after a week.
    "spark.hadoop.fs.s3a.committer.abort.pending.uploads": "false",
    "spark.sql.sources.commitProtocolClass": "org.apache.spark.internal.io.cloud.PathOutputCommitProtocol",
    "spark.sql.parquet.output.committer.class": "org.apache.spark.internal.io.cloud.BindingParquetOutputCommitter",
  };
}
