import test from "ava";

import type { Value } from "../../../../policies/model/values.js";
import { aws, policyDocument } from "../../aws-objects.js";
import { UNKNOWN } from "../../objects.js";
import { type Program, accepts, refuses } from "../../verdict.js";

const RULE = "iam-no-wildcard";
const BUCKET = "arn:aws:s3:::data";
const READ = { Effect: "Allow", Action: ["s3:GetObject"], Resource: [`${BUCKET}/*`] };

const only = (type: string, inputs: Value): Program => ({ resources: [aws(type, inputs, { name: "it" })] });
/** A permission, changed in some fields. */
const permission = (fields: Readonly<Record<string, Value>> = {}): Program =>
  only("aws:iam/policy:Policy", { policy: policyDocument({ ...READ, ...fields }) });

for (const type of [
  "aws:iam/policy:Policy",
  "aws:iam/rolePolicy:RolePolicy",
  "aws:iam/userPolicy:UserPolicy",
  "aws:iam/groupPolicy:GroupPolicy",
]) {
  test(
    `${type} as JSON text is judged`,
    refuses,
    only(type, { policy: JSON.stringify(policyDocument({ ...READ, Action: "s3:*" })) }),
    [`${RULE} it: policy Statement[0] allows the action "s3:*"`],
    only(type, { policy: JSON.stringify(policyDocument(READ)) }),
  );
}
test(
  "the inline policies of a role are judged",
  refuses,
  only("aws:iam/role:Role", {
    inlinePolicies: [{ name: "a", policy: policyDocument(READ) }, { policy: policyDocument({ ...READ, Action: "*" }) }],
  }),
  [`${RULE} it: inlinePolicies[1].policy Statement[0] allows the action "*"`],
  only("aws:iam/role:Role", { inlinePolicies: [{ policy: policyDocument(READ) }, { name: "empty" }] }),
);
test(
  "an action with a wildcard for its end is named enough",
  refuses,
  permission({ Action: ["s3:Get*", "kms:*"] }),
  [`${RULE} it: policy Statement[0] allows the action "kms:*"`],
  permission({ Action: ["s3:Get*", "s3:List*"] }),
);
test(
  "every resource is too many, unless the action has none",
  refuses,
  permission({ Sid: "Read", Resource: "*" }),
  [`${RULE} it: policy Statement[0] "Read" allows "s3:GetObject" on the resource "*"`],
  permission({ Action: ["ecr:GetAuthorizationToken", "ec2:DescribeInstances"], Resource: "*" }),
);
test(
  "the actions that need no wildcard are named",
  refuses,
  permission({ Action: ["ecr:GetAuthorizationToken", "s3:GetObject", "sqs:SendMessage"], Resource: "*" }),
  [`${RULE} it: policy Statement[0] allows "s3:GetObject", "sqs:SendMessage" on the resource "*"`],
  permission({ Action: ["s3:GetObject", "sqs:SendMessage"] }),
);
test(
  "every bucket is too many, in China too",
  refuses,
  permission({ Resource: [`${BUCKET}/*`, "arn:aws-cn:s3:::*"] }),
  [`${RULE} it: policy Statement[0] allows "s3:GetObject" on the resource "arn:aws-cn:s3:::*"`],
  permission({ Resource: ["arn:aws-cn:s3:::data", "arn:aws-cn:s3:::data/*"] }),
);
test(
  "what is allowed must be listed, not what is not",
  refuses,
  only("aws:iam/policy:Policy", {
    policy: policyDocument({ Effect: "Allow", NotAction: "iam:*", NotResource: BUCKET }),
  }),
  [
    `${RULE} it: policy Statement[0] allows all but what NotAction lists`,
    `${RULE} it: policy Statement[0] allows all but what NotResource lists`,
  ],
  only("aws:iam/policy:Policy", {
    policy: policyDocument({ Effect: "Deny", NotAction: "iam:*", NotResource: BUCKET }),
  }),
);
test(
  "a wildcard may deny",
  refuses,
  permission({ Action: "*", Resource: "*" }),
  [
    `${RULE} it: policy Statement[0] allows the action "*"`,
    `${RULE} it: policy Statement[0] allows "*" on the resource "*"`,
  ],
  permission({ Effect: "Deny", Action: "*", Resource: "*" }),
);
test(
  "each statement is judged, a single one need not be a list",
  refuses,
  only("aws:iam/policy:Policy", { policy: { Statement: [READ, { ...READ, Action: "s3:*" }] } }),
  [`${RULE} it: policy Statement[1] allows the action "s3:*"`],
  only("aws:iam/policy:Policy", { policy: { Statement: READ } }),
);
test(
  "text that is no JSON is refused",
  refuses,
  only("aws:iam/policy:Policy", { policy: "{" }),
  [`${RULE} it: policy is no JSON, so that nobody can judge it`],
  only("aws:iam/policy:Policy", { policy: "{}" }),
);

for (const [what, program, place] of [
  ["document", only("aws:iam/policy:Policy", { policy: UNKNOWN }), "policy"],
  ["statement", only("aws:iam/policy:Policy", { policy: { Statement: [UNKNOWN] } }), "policy Statement[0]"],
  ["effect", permission({ Effect: UNKNOWN }), "policy Statement[0]"],
  ["action", permission({ Action: ["s3:GetObject", UNKNOWN] }), "policy Statement[0] Action"],
  ["resource", permission({ Resource: [UNKNOWN] }), "policy Statement[0] Resource"],
  ["inline policy", only("aws:iam/role:Role", { inlinePolicies: UNKNOWN }), "inlinePolicies[0].policy"],
] as const) {
  test(
    `a ${what} that is not known yet waits`,
    refuses,
    program,
    [`later it: ${place} is not known yet`],
    permission(),
  );
}
test(
  "a resource that is not known yet does not matter to actions that have none",
  accepts,
  permission({ Action: "ecr:GetAuthorizationToken", Resource: UNKNOWN }),
);
test(
  "an action that is not known yet is not hidden by every resource",
  refuses,
  permission({ Action: UNKNOWN, Resource: "*" }),
  [
    `${RULE} it: policy Statement[0] allows an action on the resource "*"`,
    "later it: policy Statement[0] Action is not known yet",
  ],
  permission(),
);
test(
  "documents of other resources are not judged",
  accepts,
  only("aws:ec2/vpcEndpoint:VpcEndpoint", {
    policy: policyDocument({ ...READ, Principal: "*", Action: "*", Resource: "*" }),
    assumeRolePolicy: policyDocument({ ...READ, Principal: "*" }),
  }),
);
