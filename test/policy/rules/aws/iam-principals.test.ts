import test from "ava";

import type { Value } from "../../../../policies/model/values.js";
import { aws, policyDocument } from "../../aws-objects.js";
import { UNKNOWN } from "../../objects.js";
import { type Program, refuses } from "../../verdict.js";

const RULE = "iam-no-wildcard";
const READ = { Effect: "Allow", Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::data/*"] };

const only = (type: string, inputs: Value): Program => ({ resources: [aws(type, inputs, { name: "it" })] });

const ANYBODY = 'allows anybody: the principal is "*", without a condition';
const TRUST = { Effect: "Allow", Action: "sts:AssumeRole" };
const trust = (fields: Readonly<Record<string, Value>>): Program =>
  only("aws:iam/role:Role", { assumeRolePolicy: JSON.stringify(policyDocument({ ...TRUST, ...fields })) });
const podIdentity = trust({
  Principal: { Service: "pods.eks.amazonaws.com" },
  Action: ["sts:AssumeRole", "sts:TagSession"],
});

for (const principal of ["*", { AWS: "*" }, { AWS: ["arn:aws:iam::111122223333:root", "*"] }] as const) {
  test(
    `a role that trusts ${JSON.stringify(principal)} needs a condition`,
    refuses,
    trust({ Principal: principal }),
    [`${RULE} it: assumeRolePolicy Statement[0] ${ANYBODY}`],
    trust({ Principal: principal, Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } } }),
  );
}
test(
  "an empty condition is none",
  refuses,
  trust({ Principal: "*", Condition: {} }),
  [`${RULE} it: assumeRolePolicy Statement[0] ${ANYBODY}`],
  podIdentity,
);
test(
  "a role trusts whom it lists, not all others",
  refuses,
  trust({ NotPrincipal: { AWS: "arn:aws:iam::111122223333:root" } }),
  [`${RULE} it: assumeRolePolicy Statement[0] allows all but what NotPrincipal lists`],
  trust({ Effect: "Deny", NotPrincipal: { AWS: "arn:aws:iam::111122223333:root" } }),
);
for (const [what, fields, place] of [
  ["principal", { Principal: UNKNOWN }, "Principal"],
  ["account", { Principal: { AWS: [UNKNOWN] } }, "Principal"],
  ["condition", { Principal: "*", Condition: UNKNOWN }, "Condition"],
] as const) {
  test(
    `a ${what} that is not known yet waits`,
    refuses,
    only("aws:iam/role:Role", { assumeRolePolicy: policyDocument({ ...TRUST, ...fields }) }),
    [`later it: assumeRolePolicy Statement[0] ${place} is not known yet`],
    podIdentity,
  );
}

for (const type of [
  "aws:ecr/repositoryPolicy:RepositoryPolicy",
  "aws:efs/fileSystemPolicy:FileSystemPolicy",
  "aws:kms/key:Key",
  "aws:kms/keyPolicy:KeyPolicy",
  "aws:s3/bucketPolicy:BucketPolicy",
  "aws:secretsmanager/secret:Secret",
  "aws:secretsmanager/secretPolicy:SecretPolicy",
  "aws:sns/topicPolicy:TopicPolicy",
  "aws:sqs/queuePolicy:QueuePolicy",
]) {
  const owner = { Effect: "Allow", Principal: { AWS: "arn:aws:iam::111122223333:root" }, Action: "*", Resource: "*" };
  test(
    `${type} lets nobody in without a name, but its owner do everything`,
    refuses,
    only(type, { policy: policyDocument({ ...owner, Principal: "*" }) }),
    [`${RULE} it: policy Statement[0] ${ANYBODY}`],
    only(type, { policy: policyDocument(owner) }),
  );
}
for (const type of ["aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"]) {
  const bucket = (principal: Value): Program => ({
    resources: [
      aws(type, { bucket: "data", policy: policyDocument({ ...READ, Principal: principal }) }, { name: "it" }),
      aws("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", {
        bucket: "data",
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      }),
    ],
  });
  test(
    `the policy in ${type} is judged`,
    refuses,
    bucket("*"),
    [`${RULE} it: policy Statement[0] ${ANYBODY}`],
    bucket({ AWS: "arn:aws:iam::111122223333:root" }),
  );
}
