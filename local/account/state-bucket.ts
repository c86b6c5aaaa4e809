/** The bucket that Pulumi keeps its state in: versioned, encrypted, closed to the public and to plain HTTP. */
import { isDeepStrictEqual } from "node:util";

import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  GetBucketEncryptionCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  PutBucketEncryptionCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
  S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";

import type { PolicyDocument, Statement } from "./documents.js";
import { arn, STATE_KEY, stateBucket } from "./names.js";
import { type Change, type Part, unlessMissing } from "./part.js";
import type { CheckedAccount } from "./stack-account.js";

/** The one region that is not named as a location. */
const DEFAULT_LOCATION = "us-east-1";

/** A fact about the bucket, and how it becomes true. */
interface Fact extends Change {
  holds(): Promise<boolean>;
}

/** @throws Error in `look` when the bucket is somebody else's */
export function stateBucketPart(stack: CheckedAccount): Part {
  const bucket = stateBucket(stack);
  const s3 = new S3Client({ region: stack.region });
  const facts = [publicAccess(s3, stack), versioning(s3, stack), encryption(s3, stack), tls(s3, stack)];
  return {
    title: `State bucket ${bucket}`,
    async look() {
      if (!(await exists(s3, stack))) {
        return { existed: false, changes: [{ what: "create it", make: () => create(s3, stack) }, ...facts] };
      }
      const hold = await Promise.all(facts.map((fact) => fact.holds()));
      return { existed: true, changes: facts.filter((_fact, index) => hold[index] !== true) };
    },
  };
}

/** Every request says whose the bucket must be, so that nothing is ever written into somebody else's. */
const named = (stack: CheckedAccount) => ({ Bucket: stateBucket(stack), ExpectedBucketOwner: stack.account });

async function exists(s3: S3Client, stack: CheckedAccount): Promise<boolean> {
  try {
    return (
      (await unlessMissing(s3.send(new HeadBucketCommand(named(stack))), "NotFound", "NoSuchBucket")) !== undefined
    );
  } catch (error) {
    if (!(error instanceof S3ServiceException && error.$metadata.httpStatusCode === 403)) throw error;
    throw new Error(
      `The bucket ${stateBucket(stack)} belongs to another account, or the credentials lack s3:ListBucket on it.`,
    );
  }
}

async function create(s3: S3Client, { region, ...stack }: CheckedAccount): Promise<void> {
  const location = { LocationConstraint: region as BucketLocationConstraint };
  const place = region === DEFAULT_LOCATION ? {} : { CreateBucketConfiguration: location };
  await s3.send(new CreateBucketCommand({ Bucket: stateBucket({ region, ...stack }), ...place }));
}

function publicAccess(s3: S3Client, stack: CheckedAccount): Fact {
  const wanted = {
    BlockPublicAcls: true,
    BlockPublicPolicy: true,
    IgnorePublicAcls: true,
    RestrictPublicBuckets: true,
  };
  return {
    what: "block public access",
    async holds() {
      const answer = s3.send(new GetPublicAccessBlockCommand(named(stack)));
      const found = await unlessMissing(answer, "NoSuchPublicAccessBlockConfiguration");
      return isDeepStrictEqual({ ...found?.PublicAccessBlockConfiguration }, wanted);
    },
    make: () => s3.send(new PutPublicAccessBlockCommand({ ...named(stack), PublicAccessBlockConfiguration: wanted })),
  };
}

/** A state that was overwritten or deleted by mistake can be had again. */
function versioning(s3: S3Client, stack: CheckedAccount): Fact {
  return {
    what: "keep versions",
    holds: async () => (await s3.send(new GetBucketVersioningCommand(named(stack)))).Status === "Enabled",
    make: () =>
      s3.send(new PutBucketVersioningCommand({ ...named(stack), VersioningConfiguration: { Status: "Enabled" } })),
  };
}

function encryption(s3: S3Client, stack: CheckedAccount): Fact {
  const key = { SSEAlgorithm: "aws:kms", KMSMasterKeyID: arn(stack, "kms", stack.region, STATE_KEY) } as const;
  const rules = [{ ApplyServerSideEncryptionByDefault: key, BucketKeyEnabled: true }];
  return {
    what: `encrypt with ${STATE_KEY}`,
    async holds() {
      const answer = s3.send(new GetBucketEncryptionCommand(named(stack)));
      const found = await unlessMissing(answer, "ServerSideEncryptionConfigurationNotFoundError");
      const [rule] = found?.ServerSideEncryptionConfiguration?.Rules ?? [];
      return rule?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm === key.SSEAlgorithm;
    },
    make: () =>
      s3.send(new PutBucketEncryptionCommand({ ...named(stack), ServerSideEncryptionConfiguration: { Rules: rules } })),
  };
}

function tls(s3: S3Client, stack: CheckedAccount): Fact {
  const wanted = tlsOnly(stack);
  const read = async (): Promise<PolicyDocument> => {
    const found = await unlessMissing(s3.send(new GetBucketPolicyCommand(named(stack))), "NoSuchBucketPolicy");
    return JSON.parse(found?.Policy ?? '{"Version":"2012-10-17","Statement":[]}') as PolicyDocument;
  };
  return {
    what: "refuse plain HTTP",
    holds: async () => (await read()).Statement.some((statement) => isDeepStrictEqual(statement, wanted)),
    async make() {
      const { Statement: statements, ...rest } = await read();
      // Somebody may have added statements of their own, which stay.
      const others = statements.filter(({ Sid }) => Sid !== wanted.Sid);
      const policy = JSON.stringify({ ...rest, Statement: [...others, wanted] });
      await s3.send(new PutBucketPolicyCommand({ ...named(stack), Policy: policy }));
    },
  };
}

function tlsOnly(stack: CheckedAccount): Statement {
  const bucket = `arn:${stack.partition}:s3:::${stateBucket(stack)}`;
  return {
    Sid: "TlsOnly",
    Effect: "Deny",
    Principal: { AWS: "*" },
    Action: "s3:*",
    Resource: [bucket, `${bucket}/*`],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}
