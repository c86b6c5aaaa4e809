import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { componentType } from "../../vocabulary";
import { closedBucket, type ClosedBucketArgs } from "./closed-bucket";
import { ACCESS_LOG_PREFIX } from "./log-bucket";

export interface DataBucketArgs extends ClosedBucketArgs {
  /** Bucket that S3 writes the access log to, below `s3/` and the name of this one. Default: there is no access log. */
  readonly logBucket?: pulumi.Input<string>;
}

/**
 * A bucket for what jobs read and write. Closed, TLS only, versioned: what a job overwrites or deletes can be brought back for 30 days. S3 encrypts with its
 * own key (SSE-S3), so that who may read an object is said in one place, the roles of the jobs.
 */
export class DataBucket extends pulumi.ComponentResource {
  public readonly bucketName: pulumi.Output<string>;
  public readonly bucketArn: pulumi.Output<string>;

  constructor(name: string, args: DataBucketArgs, opts?: pulumi.ComponentResourceOptions) {
    super(componentType("aws", "DataBucket"), name, {}, opts);
    const bucket = closedBucket(name, args, [], this);
    if (args.logBucket !== undefined) {
      new aws.s3.BucketLogging(
        name,
        {
          bucket: bucket.bucket,
          targetBucket: args.logBucket,
          targetPrefix: `${ACCESS_LOG_PREFIX}/${args.bucket}/`,
        },
        { parent: this },
      );
    }
    this.bucketName = bucket.bucket;
    this.bucketArn = bucket.arn;
    this.registerOutputs({ bucketName: this.bucketName, bucketArn: this.bucketArn });
  }
}
