import * as pulumi from "@pulumi/pulumi";
import { componentType } from "../../vocabulary";
import { closedBucket, type ClosedBucketArgs } from "./closed-bucket";
import { bucketArn } from "./data-access";
import type { ResourceStatement } from "./iam-document";

export interface LogBucketArgs extends Omit<ClosedBucketArgs, "expireDays"> {
  /** Days for which logs are kept. */
  readonly logDays: number;
  /** Account whose buckets may write their access logs. */
  readonly accountId: string;
}

/** Where S3 puts access logs: beside Airflow's, which are below `airflow`. */
export const ACCESS_LOG_PREFIX = "s3";

/**
 * The stack's bucket for logs: access logs of its other buckets, and Airflow's logs of tasks. It has no access log of its own, which would grow by itself, and no key
 * of KMS, with which S3 delivers no access logs.
 */
export class LogBucket extends pulumi.ComponentResource {
  public readonly bucketName: pulumi.Output<string>;
  public readonly bucketArn: pulumi.Output<string>;

  constructor(name: string, { logDays, ...args }: LogBucketArgs, opts?: pulumi.ComponentResourceOptions) {
    super(componentType("aws", "LogBucket"), name, {}, opts);
    const bucket = closedBucket(name, { ...args, expireDays: logDays }, [accessLogs(args)], this);
    this.bucketName = bucket.bucket;
    this.bucketArn = bucket.arn;
    this.registerOutputs({ bucketName: this.bucketName, bucketArn: this.bucketArn });
  }
}

/** S3's own service for log delivery, and only on behalf of buckets of the account. */
function accessLogs({ bucket, partition, accountId }: Omit<LogBucketArgs, "logDays">): ResourceStatement {
  return {
    Sid: "AccessLogs",
    Effect: "Allow",
    Principal: { Service: "logging.s3.amazonaws.com" },
    Action: "s3:PutObject",
    Resource: `${bucketArn(bucket, { partition })}/${ACCESS_LOG_PREFIX}/*`,
    Condition: { StringEquals: { "aws:SourceAccount": accountId } },
  };
}
