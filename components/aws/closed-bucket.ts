/** What every bucket of the platform has: nobody from outside, TLS only, encryption, versions, and an end to what nobody will ask for again. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { bucketArn } from "./data-access";
import { policyDocument, type ResourceStatement } from "./iam-document";

export interface ClosedBucketArgs {
  /** Name of the bucket, unique in all of AWS' partition. */
  readonly bucket: string;
  /** `aws`, `aws-cn` or `aws-us-gov`. */
  readonly partition: string;
  /**
   * Whether Pulumi refuses to delete the bucket. Without it a `pulumi destroy` deletes the bucket with all that is in it: S3 deletes no bucket that holds an object, and
   * a stack that asks for no protection is one that shall be taken away again.
   */
  readonly protect: boolean;
  /** Days after which objects are deleted. Default: they are kept. */
  readonly expireDays?: number;
}

/** Days for which S3 keeps what was overwritten or deleted: time enough to notice, and to bring it back. */
const OLD_VERSION_DAYS = 30;

/** Days after which S3 throws away the parts of an upload that nobody completed: longer than any job runs. */
const INCOMPLETE_UPLOAD_DAYS = 7;

/** Makes a bucket as child of a component. `statements` are what its policy says besides "TLS only". */
export function closedBucket(
  name: string,
  args: ClosedBucketArgs,
  statements: readonly ResourceStatement[],
  parent: pulumi.ComponentResource,
): aws.s3.Bucket {
  const inside = { parent };
  const { protect } = args;
  const bucket = new aws.s3.Bucket(name, { bucket: args.bucket, forceDestroy: !protect }, { ...inside, protect });
  const closed = new aws.s3.BucketPublicAccessBlock(
    name,
    {
      bucket: bucket.bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    inside,
  );
  new aws.s3.BucketOwnershipControls(
    name,
    { bucket: bucket.bucket, rule: { objectOwnership: "BucketOwnerEnforced" } },
    inside,
  );
  new aws.s3.BucketServerSideEncryptionConfiguration(
    name,
    { bucket: bucket.bucket, rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }] },
    inside,
  );
  const versioned = new aws.s3.BucketVersioning(
    name,
    { bucket: bucket.bucket, versioningConfiguration: { status: "Enabled" } },
    inside,
  );
  new aws.s3.BucketLifecycleConfiguration(
    name,
    { bucket: bucket.bucket, rules: lifecycleRules(args) },
    { ...inside, dependsOn: [versioned] },
  );
  // After the block: S3 takes only one change of a bucket's access at a time.
  new aws.s3.BucketPolicy(
    name,
    { bucket: bucket.bucket, policy: JSON.stringify(policyDocument([tlsOnly(args), ...statements])) },
    { ...inside, dependsOn: [closed] },
  );
  return bucket;
}

function tlsOnly(args: ClosedBucketArgs): ResourceStatement {
  const arn = bucketArn(args.bucket, args);
  return {
    Sid: "TlsOnly",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: [arn, `${arn}/*`],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}

function lifecycleRules({ expireDays }: ClosedBucketArgs): aws.types.input.s3.BucketLifecycleConfigurationRule[] {
  const everything = { status: "Enabled", filter: { prefix: "" } };
  return [
    {
      ...everything,
      id: "incomplete-uploads",
      abortIncompleteMultipartUpload: { daysAfterInitiation: INCOMPLETE_UPLOAD_DAYS },
    },
    {
      ...everything,
      id: "old-versions",
      noncurrentVersionExpiration: { noncurrentDays: OLD_VERSION_DAYS },
      expiration: { expiredObjectDeleteMarker: true },
    },
    ...(expireDays === undefined ? [] : [{ ...everything, id: "old-objects", expiration: { days: expireDays } }]),
  ];
}
