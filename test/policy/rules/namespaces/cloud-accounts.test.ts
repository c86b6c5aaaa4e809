/** Namespaces and service accounts in AWS: the rule `namespace-ref-consistent`. */
import test from "ava";

import type { Resource } from "../../../../policies/model/resource.js";
import type { Value } from "../../../../policies/model/values.js";
import {
  ANOTHER,
  AWS,
  UNKNOWN,
  acceptsEverywhere,
  account,
  namespace,
  refusesEverywhere,
} from "../../namespaces-objects.js";
import { resource, team } from "../../objects.js";
import { verdict } from "../../verdict.js";

const RULE = "namespace-ref-consistent";
const undeclared = (name: string, place: string) =>
  `${RULE} ${name}: ${place} is "taem", which this stack does not declare`;

function identity(inputs: Readonly<Record<string, Value>>): Resource {
  const all = { clusterName: "cluster", roleArn: "arn:aws:iam::111122223333:role/spark", ...inputs };
  return resource("aws:eks/podIdentityAssociation:PodIdentityAssociation", all, { name: "identity", provider: AWS });
}
const correctIdentity = { resources: [team(), identity({ namespace: "team", serviceAccount: "spark-driver" })] };

test(
  "rights in AWS for an account of a misspelt namespace are refused once",
  refusesEverywhere,
  { resources: [team(), identity({ namespace: "taem", serviceAccount: "spark-drivre" })] },
  [undeclared("identity", "namespace")],
  correctIdentity,
);
test(
  "rights in AWS for a misspelt account are refused",
  refusesEverywhere,
  { resources: [team(), identity({ namespace: "team", serviceAccount: "spark-drivre" })] },
  [`${RULE} identity: serviceAccount is the service account "team/spark-drivre", which this stack does not declare`],
  correctIdentity,
);
test("the account may be listed, or be of any cluster of the stack", acceptsEverywhere, {
  resources: [
    namespace("lab", { provider: ANOTHER }),
    account("guest", "lab", { provider: ANOTHER }),
    identity({ namespace: "lab", serviceAccount: "guest" }),
    { ...identity({ namespace: "kube-system", serviceAccount: "ebs-csi" }), urn: "ebs", id: "ebs" },
  ],
  parameters: { externalServiceAccounts: ["kube-system/ebs-csi"] },
});
test("parts that are outputs of the stack's own account or Namespace are declared", acceptsEverywhere, {
  resources: [team(), account("guest"), identity({ namespace: UNKNOWN, serviceAccount: UNKNOWN })],
  dependencies: { "identity.namespace": ["team"], "identity.serviceAccount": ["guest"] },
});
test("other outputs are only told of, as with any cloud resource", (t) => {
  const told = (inputs: Readonly<Record<string, Value>>, dependencies = {}) =>
    verdict({ resources: [team(), account("guest"), identity(inputs)], dependencies });
  t.deepEqual(told({ namespace: UNKNOWN, serviceAccount: "guest" }), ["later identity: namespace is not known yet"]);
  t.deepEqual(told({ namespace: "team", serviceAccount: UNKNOWN }), [
    "later identity: serviceAccount is not known yet",
  ]);
  t.deepEqual(told({ namespace: UNKNOWN, serviceAccount: "guest" }, { "identity.namespace": ["guest"] }), []);
});
test("a cloud resource that lacks them is for AWS to refuse", acceptsEverywhere, { resources: [team(), identity({})] });

const fargate = (name: Value) =>
  resource(
    "aws:eks/fargateProfile:FargateProfile",
    { selectors: [{ namespace: "kube-system" }, { namespace: name }] },
    { name: "it", provider: AWS },
  );
test(
  "a Fargate profile for a misspelt namespace is refused",
  refusesEverywhere,
  { resources: [team(), fargate("taem")] },
  [undeclared("it", "selectors[1].namespace")],
  { resources: [team(), fargate("team")] },
);
test("a pattern of namespaces names none", acceptsEverywhere, {
  resources: ["spark-*", "spark-?"].map((name) => ({ ...fargate(name), urn: name, id: name })),
});

const trust = (subject: string, wrap: (document: Value) => Value = (document) => JSON.stringify(document)) =>
  resource(
    "aws:iam/role:Role",
    {
      assumeRolePolicy: wrap({
        Statement: [
          {
            Effect: "Allow",
            Principal: { Federated: "arn:aws:iam::111122223333:oidc-provider/example" },
            Action: "sts:AssumeRoleWithWebIdentity",
            Condition: { StringLike: { "example:sub": [subject, "system:serviceaccount:team:spark-driver"] } },
          },
        ],
      }),
    },
    { name: "role", provider: AWS },
  );
for (const [what, wrap] of [
  ["text", JSON.stringify],
  ["an object", (document: Value) => document],
] as const) {
  test(
    `trust in an account of a misspelt namespace, as ${what}, is refused`,
    refusesEverywhere,
    { resources: [team(), trust("system:serviceaccount:taem:spark-driver", wrap)] },
    [undeclared("role", "assumeRolePolicy")],
    { resources: [team(), trust("system:serviceaccount:team:spark-executor", wrap)] },
  );
}
test(
  "trust in a misspelt account is refused",
  refusesEverywhere,
  { resources: [team(), trust("system:serviceaccount:team:spark-drivre")] },
  [`${RULE} role: assumeRolePolicy is the service account "team/spark-drivre", which this stack does not declare`],
  { resources: [team(), trust("system:serviceaccount:team:default")] },
);
test(
  "trust in a pattern of accounts names a namespace, unless that is a pattern too",
  refusesEverywhere,
  { resources: [team(), trust("system:serviceaccount:taem:*")] },
  [undeclared("role", "assumeRolePolicy")],
  { resources: [team(), trust("system:serviceaccount:t*:spark-*")] },
);
test("trust in a pattern of accounts of a declared namespace passes", acceptsEverywhere, {
  resources: [team(), trust("system:serviceaccount:team:spark-?")],
});
test("a policy that is no role's trust may mention what it likes", acceptsEverywhere, {
  resources: [
    resource("aws:ssm/parameter:Parameter", { assumeRolePolicy: "system:serviceaccount:taem:it" }, { provider: AWS }),
  ],
});
