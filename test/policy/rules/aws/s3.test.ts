import test from "ava";

import type { Resource } from "../../../../policies/model/resource.js";
import type { Value } from "../../../../policies/model/values.js";
import { aws } from "../../aws-objects.js";
import { UNKNOWN } from "../../objects.js";
import { type Program, accepts, refuses } from "../../verdict.js";

const RULE = "s3-closed";
const SWITCHES = {
  blockPublicAcls: true,
  blockPublicPolicy: true,
  ignorePublicAcls: true,
  restrictPublicBuckets: true,
};
const BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";
const NONE = "no BucketPublicAccessBlock of this stack is for it";
const FOR_BUCKET = { "block.bucket": ["bucket"] };

const bucket = (inputs: Value = { bucket: "data" }, more: Partial<Resource> = {}): Resource =>
  aws("aws:s3/bucket:Bucket", inputs, more);
const block = (inputs: Readonly<Record<string, Value>> = {}, more: Partial<Resource> = {}): Resource =>
  aws(BLOCK, { bucket: "data", ...SWITCHES, ...inputs }, { name: "block", ...more });
const stack = (...resources: readonly Resource[]): Program => ({ resources });
const correct = stack(bucket(), block());

test("a bucket needs a block", refuses, stack(bucket()), [`${RULE} bucket: ${NONE}`], correct);
test(
  "the block of another bucket is not enough",
  refuses,
  stack(bucket(), block({ bucket: "others" })),
  [`${RULE} bucket: ${NONE}`],
  correct,
);
test(
  "a block through another provider is for a bucket of another account",
  refuses,
  stack(bucket(), block({}, { provider: "another" })),
  [`${RULE} bucket: ${NONE}`],
  stack(bucket({ bucket: "data" }, { provider: "another" }), block({}, { provider: "another" })),
);
test(
  "a block of the bucket's output is known by the graph",
  refuses,
  { resources: [bucket({}), block({ bucket: UNKNOWN })], dependencies: { "block.bucket": ["block"] } },
  [`later bucket: ${NONE}`],
  { resources: [bucket({}), block({ bucket: UNKNOWN })], dependencies: FOR_BUCKET },
);
test(
  "a block of another bucket's output is not enough",
  refuses,
  {
    resources: [bucket({}), bucket({}, { name: "other" }), block({ bucket: UNKNOWN })],
    dependencies: FOR_BUCKET,
  },
  [`${RULE} other: ${NONE}`],
  {
    resources: [
      bucket({}),
      bucket({}, { name: "other" }),
      block({ bucket: UNKNOWN }),
      block({ bucket: UNKNOWN }, { name: "second" }),
    ],
    dependencies: { ...FOR_BUCKET, "second.bucket": ["other"] },
  },
);
test(
  "a bucket whose name is not known yet may be the one that a block names",
  refuses,
  stack(bucket({ bucket: UNKNOWN }), block()),
  [`later bucket: ${NONE}`],
  correct,
);
test(
  "a bucket whose name is not known yet, without any block, is refused",
  refuses,
  stack(bucket({ bucket: UNKNOWN })),
  [`${RULE} bucket: ${NONE}`],
  correct,
);
test(
  "two names that are missing are not one",
  refuses,
  stack(bucket({}), aws(BLOCK, SWITCHES, { name: "block" })),
  [`${RULE} bucket: ${NONE}`],
  { resources: [bucket({}), aws(BLOCK, SWITCHES, { name: "block" })], dependencies: FOR_BUCKET },
);
test(
  "another resource that names the bucket is no block",
  refuses,
  stack(bucket(), aws("aws:s3/bucketVersioning:BucketVersioning", { bucket: "data" })),
  [`${RULE} bucket: ${NONE}`],
  correct,
);
test(
  "a bucket of the older type needs a block as well",
  refuses,
  stack(aws("aws:s3/bucketV2:BucketV2", { bucket: "data" })),
  [`${RULE} bucketV2: ${NONE}`],
  stack(aws("aws:s3/bucketV2:BucketV2", { bucket: "data" }), block()),
);

for (const name of Object.keys(SWITCHES)) {
  test(
    `${name} must be written`,
    refuses,
    stack(bucket(), aws(BLOCK, { bucket: "data", ...SWITCHES, [name]: null }, { name: "block" })),
    [`${RULE} block: ${name} is missing, which means false: write true`],
    correct,
  );
  test(
    `${name} must be on`,
    refuses,
    stack(bucket(), block({ [name]: false })),
    [`${RULE} block: ${name} is false: write true`],
    correct,
  );
  test(
    `${name} waits if it is not known yet`,
    refuses,
    stack(bucket(), block({ [name]: UNKNOWN })),
    [`later block: ${name} is not known yet`],
    correct,
  );
}

const acl = (type: string, inputs: Value): Program => stack(bucket(), block(), aws(type, inputs, { name: "acl" }));
for (const type of ["aws:s3/bucketAcl:BucketAcl", "aws:s3/bucketAclV2:BucketAclV2"]) {
  for (const name of ["public-read", "public-read-write", "authenticated-read"]) {
    test(
      `${type} ${name} is refused`,
      refuses,
      acl(type, { bucket: "data", acl: name }),
      [`${RULE} acl: acl is "${name}": leave it out`],
      acl(type, { bucket: "data", acl: "private" }),
    );
  }
  for (const group of ["AllUsers", "AuthenticatedUsers"]) {
    const grant = (uri: Value) =>
      acl(type, { accessControlPolicy: { grants: [{ permission: "READ", grantee: { type: "Group", uri } }] } });
    const uri = `http://acs.amazonaws.com/groups/global/${group}`;
    test(
      `${type} with a grant to ${group} is refused`,
      refuses,
      grant(uri),
      [`${RULE} acl: accessControlPolicy.grants[0].grantee.uri is ${uri}: remove the grant`],
      grant("http://acs.amazonaws.com/groups/s3/LogDelivery"),
    );
  }
}
test(
  "an ACL of the bucket itself is judged",
  refuses,
  stack(bucket({ bucket: "data", acl: "public-read" }), block()),
  [`${RULE} bucket: acl is "public-read": leave it out`],
  stack(bucket({ bucket: "data", acl: "aws-exec-read" }), block()),
);
test(
  "an ACL that is not known yet waits",
  refuses,
  stack(bucket({ bucket: "data", acl: UNKNOWN }), block()),
  ["later bucket: acl is not known yet"],
  correct,
);
test(
  "an ACL that is no name is refused",
  refuses,
  stack(bucket({ bucket: "data", acl: 1 }), block()),
  [`${RULE} bucket: acl is 1: leave it out`],
  correct,
);
const grants = (...all: readonly Value[]): Program => stack(bucket({ bucket: "data", grants: all }), block());
test(
  "a grant of the bucket itself is judged",
  refuses,
  grants({ id: "1" }, { uri: "http://acs.amazonaws.com/groups/global/AllUsers" }),
  [`${RULE} bucket: grants[1].uri is http://acs.amazonaws.com/groups/global/AllUsers: remove the grant`],
  grants({ id: "1" }, { uri: "http://acs.amazonaws.com/groups/global/AllUsers/others" }),
);
test(
  "a grant that is not known yet waits",
  refuses,
  grants({ uri: UNKNOWN }),
  ["later bucket: grants[0].uri is not known yet"],
  correct,
);
test("a property of another resource with the name of an ACL is not judged", accepts, {
  resources: [
    aws("aws:memorydb/cluster:Cluster", {
      acl: "public-read",
      grants: [{ uri: "http://acs.amazonaws.com/groups/global/AllUsers" }],
    }),
  ],
});
