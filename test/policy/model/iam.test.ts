import test from "ava";

import {
  elements,
  hasNoResource,
  isAnybody,
  isBroadManagedPolicy,
  isConditional,
  isEveryAction,
  isEveryResource,
  statements,
} from "../../../policies/model/iam.js";
import { UNKNOWN, type Value } from "../../../policies/model/values.js";

test("statements have a place, and a name if they have one", (t) => {
  const value = [{ Effect: "Allow" }, { Sid: "Read" }];
  const expected = [
    { place: "Statement[0]", value: { Effect: "Allow" } },
    { place: 'Statement[1] "Read"', value: { Sid: "Read" } },
  ];
  t.deepEqual(statements({ Statement: value }), expected);
  t.deepEqual(statements(JSON.stringify({ Statement: value })), expected);
  t.deepEqual(statements({}), []);
  t.is(statements("no JSON"), undefined);
});
test("an element is a value or a list of them", (t) => {
  t.deepEqual(elements({ Action: "s3:GetObject" }, "Action"), ["s3:GetObject"]);
  t.deepEqual(elements({ Action: ["s3:GetObject", UNKNOWN] }, "Action"), ["s3:GetObject", UNKNOWN]);
  t.deepEqual(elements({ Action: UNKNOWN }, "Action"), [UNKNOWN]);
  t.deepEqual(elements({ Principal: { AWS: "*" } }, "Principal"), [{ AWS: "*" }]);
  t.deepEqual(elements({ Action: [] }, "Action"), []);
  t.deepEqual(elements({}, "Action"), []);
});
test("every action is a pattern without a letter after the service", (t) => {
  for (const action of ["*", "**", "s3:*", "s3:**", "*:*", "s3:*?", "s3:?*"]) t.true(isEveryAction(action), action);
  for (const action of ["s3:Get*", "s3:*Object", "s3:GetObject", "s3", "", "s3:", "s3:?", "*:Get*"]) {
    t.false(isEveryAction(action), action);
  }
  t.false(isEveryAction(1));
  t.false(isEveryAction(UNKNOWN));
});
test("every resource is a pattern that names nothing of the service", (t) => {
  for (const arn of [
    "*",
    "**",
    "arn:aws:s3:::*",
    "arn:aws-us-gov:s3:::*",
    "arn:*:*:*:*:*",
    "arn:aws:logs:*:111122223333:*",
  ]) {
    t.true(isEveryResource(arn), arn);
  }
  for (const arn of [
    "arn:aws:s3:::data*",
    "arn:aws:s3:::*/logs",
    "arn:aws:kms:*:*:key/*",
    "data",
    "",
    "x:arn:aws:s3:::*",
    "arn:aws:s3::*",
  ]) {
    t.false(isEveryResource(arn), arn);
  }
  t.false(isEveryResource(UNKNOWN));
});
test("actions that have no resource are known by name, some by their beginning", (t) => {
  for (const action of [
    "ecr:GetAuthorizationToken",
    "ECR:getauthorizationtoken",
    "ec2:DescribeInstances",
    "ec2:Describe*",
  ]) {
    t.true(hasNoResource(action), action);
  }
  for (const action of [
    "ecr:GetAuthorizationTokens",
    "ecr:Get*",
    "ec2:RunInstances",
    "my-ec2:DescribeInstances",
    "*",
  ]) {
    t.false(hasNoResource(action), action);
  }
  t.false(hasNoResource(UNKNOWN));
});
for (const action of [
  "autoscaling:DescribeAutoScalingGroups",
  "cloudwatch:GetMetricData",
  "cloudwatch:ListMetrics",
  "cloudwatch:PutMetricData",
  "ecr-public:GetAuthorizationToken",
  "eks:ListClusters",
  "elasticloadbalancing:DescribeLoadBalancers",
  "kms:ListAliases",
  "kms:ListKeys",
  "pricing:DescribeServices",
  "pricing:GetProducts",
  "s3:ListAllMyBuckets",
  "secretsmanager:GetRandomPassword",
  "secretsmanager:ListSecrets",
  "sts:GetCallerIdentity",
  "sts:GetServiceBearerToken",
  "tag:GetResources",
  "xray:PutTelemetryRecords",
  "xray:PutTraceSegments",
]) {
  test(`${action} has no resource`, (t) => t.true(hasNoResource(action)));
}
test("anybody is a star, alone or among the principals of a kind", (t) => {
  for (const principal of ["*", { AWS: "*" }, { Service: "x", AWS: ["a", "*"] }]) t.true(isAnybody(principal));
  const named: readonly Value[] = ["arn:aws:iam::1:root", { AWS: "arn:aws:iam::1:role/*" }, {}, UNKNOWN, null];
  for (const principal of named) {
    t.false(isAnybody(principal));
  }
});
test("a condition holds something", (t) => {
  t.true(isConditional({ Condition: { Bool: {} } }));
  t.false(isConditional({ Condition: {} }));
  t.false(isConditional({ Condition: "always" }));
  t.false(isConditional({}));
  t.is(isConditional({ Condition: UNKNOWN }), UNKNOWN);
});
test("policies of AWS that allow everything are known in each partition", (t) => {
  for (const arn of [
    "arn:aws:iam::aws:policy/AdministratorAccess",
    "arn:aws-cn:iam::aws:policy/AdministratorAccess",
    "arn:aws-us-gov:iam::aws:policy/PowerUserAccess",
    "arn:aws:iam::aws:policy/AmazonS3FullAccess",
    "arn:aws:iam::aws:policy/job-function/SomethingFullAccess",
  ]) {
    t.true(isBroadManagedPolicy(arn), arn);
  }
  for (const arn of [
    "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy",
    "arn:aws:iam::aws:policy/AdministratorAccess-Amplify",
    "arn:aws:iam::aws:policy/NoAdministratorAccess",
    "arn:aws:iam::111122223333:policy/AdministratorAccess",
    "see arn:aws:iam::aws:policy/AdministratorAccess",
  ]) {
    t.false(isBroadManagedPolicy(arn), arn);
  }
  t.false(isBroadManagedPolicy(UNKNOWN));
});
