/** What CI may do in an account, from its documents alone. */
import test from "ava";

import { ciPolicies } from "../../../../local/account/ci-policies.js";
import type { Statement } from "../../../../local/account/documents.js";
import type { CheckedAccount } from "../../../../local/account/stack-account.js";

const STACK: CheckedAccount = {
  stack: "dev",
  file: "stacks/Pulumi.dev.yaml",
  account: "111122223333",
  region: "eu-central-1",
  cluster: "data-dev",
  buckets: ["example-lake"],
  partition: "aws",
};

const statementsOf = (stack: CheckedAccount): Statement[] =>
  Object.values(ciPolicies(stack, "up")).flatMap(({ Statement: statements }) => [...statements]);
const words = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === "string" ? [value] : value;

const statements = statementsOf(STACK);
const allowed = statements.filter(({ Effect: effect }) => effect === "Allow");

test("the role that previews changes nothing, and reads no data, but the secrets that the program reads", (t) => {
  const preview = Object.values(ciPolicies(STACK, "preview")).flatMap(({ Statement: own }) => [...own]);
  const looks = preview.filter(({ Effect: effect }) => effect === "Allow");
  const verbs = looks
    .flatMap(({ Action: actions }) => words(actions))
    .map((action) => /:([A-Z][a-z]+)/.exec(action)?.[1]);
  t.deepEqual([...new Set(verbs)].sort(), ["Batch", "Decrypt", "Describe", "Get", "List"]);
  const delicate = ["kms:Decrypt", "s3:GetObject", "secretsmanager:GetSecretValue"];
  const reads = looks.filter(({ Action: actions }) => words(actions).some((action) => delicate.includes(action)));
  t.deepEqual(
    reads.map(({ Sid: sid }) => sid),
    ["ReadBackend", "KeepState", "ReadSecrets", "KeepThePassword", "EncryptThePassword"],
  );
});

test("whatever the role that previews may, the role that applies changes may too", (t) => {
  const up = ciPolicies(STACK, "up");
  for (const [subject, { Statement: own }] of Object.entries(ciPolicies(STACK, "preview"))) {
    for (const { Action: actions, ...rest } of own) {
      const same = up[subject]?.Statement.find(({ Sid: sid }) => sid === rest.Sid);
      t.like(same, rest);
      t.true(words(actions).every((action) => words(same?.Action).includes(action)));
    }
  }
});

test("nothing is allowed by a wildcard but to read", (t) => {
  const wide = allowed.flatMap(({ Action: actions }) => words(actions)).filter((action) => action.includes("*"));
  t.deepEqual(wide.sort(), ["ec2:Describe*", "eks:Describe*", "eks:List*", "rds:Describe*", "s3:GetBucket*"]);
});

test("what cannot be tied to names is tied to the region", (t) => {
  const everywhere = allowed.filter(({ Resource: resources }) => words(resources).includes("*"));
  t.deepEqual(everywhere.map(({ Sid: sid }) => sid).sort(), [
    "ChangeNetwork",
    "ListKeys",
    "LogIn",
    "ReadCatalogues",
    "ReadNetwork",
    "RemoveOwnNetwork",
  ]);
  for (const { Sid: sid, Condition: condition } of everywhere) {
    const tag = sid === "RemoveOwnNetwork" ? { "aws:ResourceTag/spark-platform/cluster": "data-dev" } : {};
    t.deepEqual(condition, { StringEquals: { "aws:RequestedRegion": "eu-central-1", ...tag } });
  }
});

test("everything else is in the account and bears a name of the stack", (t) => {
  const named = allowed.flatMap(({ Resource: resources }) => words(resources)).filter((resource) => resource !== "*");
  const foreign = named.filter((resource) => !/:111122223333:|^arn:aws:s3:::/.test(resource));
  t.deepEqual(foreign, []);
  const nameless = named.filter((resource) => !/data-dev|spark-platform|example-lake/.test(resource));
  t.deepEqual([...new Set(nameless)].sort(), [
    "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-central-1.*",
    "arn:aws:iam::111122223333:role/aws-service-role/*",
    "arn:aws:kms:eu-central-1:111122223333:key/*",
    "arn:aws:rds:eu-central-1:111122223333:pg:postgres-*",
    "arn:aws:rds:eu-central-1:111122223333:subgrp:postgres-*",
    "arn:aws:secretsmanager:eu-central-1:111122223333:secret:rds!db-*",
  ]);
});

test("a statement is named once in its document, as IAM wants names", (t) => {
  for (const { Statement: own } of Object.values(ciPolicies(STACK, "up"))) {
    const names = own.map(({ Sid: sid }) => sid);
    t.deepEqual(names, [...new Set(names)]);
    t.true(names.every((name) => /^[A-Za-z0-9]+$/.test(name)));
  }
});

test("each document fits a managed policy, also with the longest names", (t) => {
  const bucket = "b".repeat(63);
  const long = { ...STACK, stack: "s".repeat(40), cluster: "c".repeat(40), buckets: Array<string>(30).fill(bucket) };
  for (const document of Object.values(ciPolicies(long, "up"))) t.true(JSON.stringify(document).length <= 6144);
});

test("the state of another stack in the same bucket is out of reach", (t) => {
  const keep = statements.find(({ Sid: sid }) => sid === "KeepState");
  t.deepEqual(words(keep?.Resource), [
    "arn:aws:s3:::spark-platform-state-111122223333-eu-central-1/.pulumi/stacks/spark-platform/dev.json*",
    "arn:aws:s3:::spark-platform-state-111122223333-eu-central-1/.pulumi/stacks/spark-platform/dev.pulumi-tags",
    "arn:aws:s3:::spark-platform-state-111122223333-eu-central-1/.pulumi/backups/spark-platform/dev/*",
    "arn:aws:s3:::spark-platform-state-111122223333-eu-central-1/.pulumi/history/spark-platform/dev/*",
    "arn:aws:s3:::spark-platform-state-111122223333-eu-central-1/.pulumi/locks/organization/spark-platform/dev/*",
    ...["stacks", "backups", "history", "locks/organization"].flatMap((kind) => {
      const name = `.pulumi/${kind}/spark-platform-registry/111122223333-eu-central-1`;
      const files = kind === "stacks" ? [`${name}.json*`, `${name}.pulumi-tags`] : [`${name}/*`];
      return files.map((file) => `arn:aws:s3:::spark-platform-state-111122223333-eu-central-1/${file}`);
    }),
  ]);
});

test("the role can change neither itself nor what holds the state, whatever the cluster is called", (t) => {
  const denied = statementsOf({ ...STACK, cluster: "spark-platform" }).filter(
    ({ Effect: effect }) => effect === "Deny",
  );
  t.deepEqual(
    denied.map(({ Sid: sid, Resource: resources }) => [sid, ...words(resources)]),
    [
      [
        "NotItself",
        "arn:aws:iam::111122223333:role/spark-platform-preview-*",
        "arn:aws:iam::111122223333:policy/spark-platform-preview-*",
        "arn:aws:iam::111122223333:role/spark-platform-ci-*",
        "arn:aws:iam::111122223333:policy/spark-platform-ci-*",
        "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com",
      ],
      ["NotTheStateKey", "arn:aws:kms:eu-central-1:111122223333:key/*"],
      ["NotTheStateBucket", "arn:aws:s3:::spark-platform-state-111122223333-eu-central-1"],
    ],
  );
});

test("only AWS' own policies for EKS can be attached, and roles be handed to four services only", (t) => {
  const conditionOf = (name: string) => statements.find(({ Sid: sid }) => sid === name)?.Condition;
  t.deepEqual(conditionOf("AttachPoliciesForEks"), {
    ArnLike: {
      "iam:PolicyARN": [
        "arn:aws:iam::aws:policy/AmazonEKS*",
        "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly",
        "arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy*",
      ],
    },
  });
  t.deepEqual(conditionOf("HandRolesToServices"), {
    StringEquals: {
      "iam:PassedToService": [
        "ec2.amazonaws.com",
        "eks.amazonaws.com",
        "pods.eks.amazonaws.com",
        "vpc-flow-logs.amazonaws.com",
      ],
    },
  });
});

test("in another partition every ARN is of that partition", (t) => {
  const china = statementsOf({ ...STACK, partition: "aws-cn", region: "cn-north-1" });
  const arns = JSON.stringify(china).match(/arn:[^:]+/g);
  t.deepEqual([...new Set(arns)], ["arn:aws-cn"]);
});
