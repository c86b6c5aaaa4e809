import test from "ava";

import { DataBucket, type DataBucketArgs } from "../../../components/aws/data-bucket.js";
import { LogBucket } from "../../../components/aws/log-bucket.js";
import { record, type Registration } from "../components/kubernetes/recorder.js";

const ARGS: DataBucketArgs = { bucket: "acme-lake", partition: "aws", protect: true };

const TLS_ONLY = {
  Sid: "TlsOnly",
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: ["arn:aws:s3:::acme-lake", "arn:aws:s3:::acme-lake/*"],
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};

const everything = { status: "Enabled", filter: { prefix: "" } };

const UPLOADS = { ...everything, id: "incomplete-uploads", abortIncompleteMultipartUpload: { daysAfterInitiation: 7 } };

const VERSIONS = {
  ...everything,
  id: "old-versions",
  noncurrentVersionExpiration: { noncurrentDays: 30 },
  expiration: { expiredObjectDeleteMarker: true },
};

test.serial("a data bucket is closed, encrypted, versioned, and kept for good", async (t) => {
  const registered = await record((opts) => {
    new DataBucket("lake", ARGS, opts);
  });
  const child = (kind: string, inputs: object, more: Partial<Registration> = {}) => ({
    type: `aws:s3/${kind.charAt(0).toLowerCase()}${kind.slice(1)}:${kind}`,
    name: "lake",
    parent: "lake",
    ...more,
    inputs: { bucket: "acme-lake", ...inputs },
  });
  t.deepEqual(registered, [
    { type: "spark-platform:aws:DataBucket", name: "lake", inputs: {} },
    child("Bucket", { forceDestroy: false }, { options: { protect: true } }),
    child("BucketPublicAccessBlock", {
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    }),
    child("BucketOwnershipControls", { rule: { objectOwnership: "BucketOwnerEnforced" } }),
    child("BucketServerSideEncryptionConfiguration", {
      rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
    }),
    child("BucketVersioning", { versioningConfiguration: { status: "Enabled" } }),
    child("BucketLifecycleConfiguration", { rules: [UPLOADS, VERSIONS] }, { dependsOn: ["lake"] }),
    child(
      "BucketPolicy",
      { policy: JSON.stringify({ Version: "2012-10-17", Statement: [TLS_ONLY] }) },
      { dependsOn: ["lake"] },
    ),
  ]);
});

test.serial("objects end after the days that the stack says", async (t) => {
  const registered = await record((opts) => {
    new DataBucket("lake", { ...ARGS, expireDays: 400 }, opts);
  });
  t.deepEqual(inputs(registered, "BucketLifecycleConfiguration"), {
    bucket: "acme-lake",
    rules: [UPLOADS, VERSIONS, { ...everything, id: "old-objects", expiration: { days: 400 } }],
  });
});

test.serial("with a log bucket, every access is written down below the name of the bucket", async (t) => {
  const registered = await record((opts) => {
    new DataBucket("lake", { ...ARGS, logBucket: "acme-logs" }, opts);
  });
  t.deepEqual(inputs(registered, "BucketLogging"), {
    bucket: "acme-lake",
    targetBucket: "acme-logs",
    targetPrefix: "s3/acme-lake/",
  });
});

test.serial("a bucket without protection goes with all that is in it", async (t) => {
  const registered = await record((opts) => {
    new DataBucket("lake", { ...ARGS, protect: false }, opts);
  });
  t.deepEqual(registered[1]?.options, { protect: false });
  t.deepEqual(registered[1]?.inputs, { bucket: "acme-lake", forceDestroy: true });
});

test.serial(
  "a log bucket takes access logs of the account's buckets only, and keeps them for the days of the stack",
  async (t) => {
    const args = { bucket: "acme-logs", partition: "aws-cn", protect: true, accountId: "111122223333", logDays: 90 };
    const registered = await record((opts) => {
      new LogBucket("logs", args, opts);
    });
    const { policy } = inputs(registered, "BucketPolicy") as { policy: string };
    t.deepEqual(JSON.parse(policy), {
      Version: "2012-10-17",
      Statement: [
        { ...TLS_ONLY, Resource: ["arn:aws-cn:s3:::acme-logs", "arn:aws-cn:s3:::acme-logs/*"] },
        {
          Sid: "AccessLogs",
          Effect: "Allow",
          Principal: { Service: "logging.s3.amazonaws.com" },
          Action: "s3:PutObject",
          Resource: "arn:aws-cn:s3:::acme-logs/s3/*",
          Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } },
        },
      ],
    });
    t.deepEqual(inputs(registered, "BucketLifecycleConfiguration"), {
      bucket: "acme-logs",
      rules: [UPLOADS, VERSIONS, { ...everything, id: "old-objects", expiration: { days: 90 } }],
    });
    t.deepEqual(
      registered.map(({ type }) => type.split(":").at(-1)),
      [
        "LogBucket",
        "Bucket",
        "BucketPublicAccessBlock",
        "BucketOwnershipControls",
        "BucketServerSideEncryptionConfiguration",
        "BucketVersioning",
        "BucketLifecycleConfiguration",
        "BucketPolicy",
      ],
    );
  },
);

function inputs(registered: readonly Registration[], kind: string): unknown {
  return registered.find(({ type }) => type.endsWith(`:${kind}`))?.inputs;
}
