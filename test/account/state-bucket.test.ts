/** The bucket of `npm run bootstrap`, read back from (simulated) AWS. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import {
  CreateBucketCommand,
  DeletePublicAccessBlockCommand,
  GetBucketEncryptionCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  ListBucketsCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import test from "ava";

import { stateBucketPart } from "../../local/account/state-bucket.js";
import { Moto, REGION } from "./moto.js";
import { complete } from "./parts.js";
import { STACK } from "./stack.js";

const moto = await Moto.start();
const s3 = new S3Client({ region: REGION });

test.beforeEach(() => moto.reset());
test.after.always(() => moto.stop());

const Bucket = "spark-platform-state-111122223333-eu-central-1";
const FACTS = ["block public access", "keep versions", "encrypt with alias/spark-platform-state", "refuse plain HTTP"];
const TLS_ONLY = {
  Sid: "TlsOnly",
  Effect: "Deny",
  Principal: { AWS: "*" },
  Action: "s3:*",
  Resource: [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/*`],
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};

const policy = async () =>
  JSON.parse((await s3.send(new GetBucketPolicyCommand({ Bucket }))).Policy ?? "null") as { Statement: unknown };

test.serial("the bucket is versioned, encrypted, closed to the public and to plain HTTP", async (t) => {
  t.deepEqual(await complete(stateBucketPart(STACK)), { existed: false, done: ["create it", ...FACTS] });
  t.is((await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status, "Enabled");
  const access = await s3.send(new GetPublicAccessBlockCommand({ Bucket }));
  t.deepEqual(access.PublicAccessBlockConfiguration, {
    BlockPublicAcls: true,
    BlockPublicPolicy: true,
    IgnorePublicAcls: true,
    RestrictPublicBuckets: true,
  });
  const encryption = await s3.send(new GetBucketEncryptionCommand({ Bucket }));
  t.like(encryption.ServerSideEncryptionConfiguration?.Rules?.[0], {
    ApplyServerSideEncryptionByDefault: {
      SSEAlgorithm: "aws:kms",
      KMSMasterKeyID: "arn:aws:kms:eu-central-1:111122223333:alias/spark-platform-state",
    },
    BucketKeyEnabled: true,
  });
  t.deepEqual(await policy(), { Version: "2012-10-17", Statement: [TLS_ONLY] });
});

test.serial("a second time nothing is made", async (t) => {
  await complete(stateBucketPart(STACK));
  t.deepEqual(await complete(stateBucketPart(STACK)), { existed: true, done: [] });
});

test.serial("looking makes nothing", async (t) => {
  await stateBucketPart(STACK).look();
  t.deepEqual((await s3.send(new ListBucketsCommand({}))).Buckets ?? [], []);
});

test.serial("what an interrupted run left undone is done", async (t) => {
  await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: REGION } }));
  t.deepEqual(await complete(stateBucketPart(STACK)), { existed: true, done: FACTS });
});

test.serial("what somebody loosened is tightened again, and nothing else is touched", async (t) => {
  await complete(stateBucketPart(STACK));
  await s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Suspended" } }));
  const own = { Sid: "Own", Effect: "Deny", Principal: "*", Action: "s3:DeleteBucket", Resource: TLS_ONLY.Resource[0] };
  const loosened = { Version: "2012-10-17", Statement: [{ ...TLS_ONLY, Effect: "Allow" }, own] };
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify(loosened) }));
  t.deepEqual(await complete(stateBucketPart(STACK)), {
    existed: true,
    done: ["block public access", "keep versions", "refuse plain HTTP"],
  });
  t.deepEqual((await policy()).Statement, [own, TLS_ONLY]);
});

test.serial("a bucket of this name in another account is refused", async (t) => {
  // moto does not look at whose a bucket must be; AWS answers 403.
  const asked: (string | string[] | undefined)[] = [];
  const elsewhere = createServer(({ headers }, answer) => {
    asked.push(headers["x-amz-expected-bucket-owner"]);
    answer.writeHead(403).end();
  }).listen(0, "127.0.0.1");
  await once(elsewhere, "listening");
  process.env["AWS_ENDPOINT_URL"] = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`;
  try {
    await t.throwsAsync(stateBucketPart(STACK).look(), {
      message: `The bucket ${Bucket} belongs to another account, or the credentials lack s3:ListBucket on it.`,
    });
    t.deepEqual(asked, [STACK.account]);
  } finally {
    process.env["AWS_ENDPOINT_URL"] = moto.endpoint;
    elsewhere.close();
  }
});

test.serial("in the region without a name the bucket is made without a location", async (t) => {
  const { done } = await complete(stateBucketPart({ ...STACK, region: "us-east-1" }));
  t.is(done[0], "create it");
});
