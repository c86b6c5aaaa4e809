import test from "ava";

import {
  ANOTHER,
  DRIVER,
  RBAC,
  acceptsEverywhere,
  account,
  binding,
  clusterBinding,
  namespace,
  object,
  refusesEverywhere,
  subject,
} from "../../namespaces-objects.js";
import { resource, team } from "../../objects.js";
import { verdict } from "../../verdict.js";

const RULE = "rbac-subject-namespace";
const correct = { resources: [team(), binding([DRIVER])] };

for (const [kind, bind] of [
  ["RoleBinding", binding],
  ["ClusterRoleBinding", clusterBinding],
] as const) {
  const neighbour = { resources: [team(), bind([DRIVER])] };
  for (const missing of [undefined, "", 5]) {
    test(
      `a service account with namespace ${JSON.stringify(missing)} in a ${kind} is refused`,
      refusesEverywhere,
      { resources: [team(), bind([subject("spark-driver", missing)])] },
      [`${RULE} readers: subjects[0].namespace is missing`],
      neighbour,
    );
  }
  test(
    `one of the namespace default in a ${kind} is refused`,
    refusesEverywhere,
    { resources: [team(), bind([DRIVER, subject("spark-driver", "default")])] },
    [`${RULE} readers: subjects[1].namespace is "default"`],
    neighbour,
  );
  test(
    `one of a namespace that is not declared in a ${kind} is refused once`,
    refusesEverywhere,
    { resources: [team(), bind([subject("spark-driver", "taem")])] },
    [`${RULE} readers: subjects[0].namespace is "taem", which this stack does not declare`],
    neighbour,
  );
  test(
    `one that is not declared in a ${kind} is refused`,
    refusesEverywhere,
    { resources: [team(), bind([subject("spark-drivre", "team")])] },
    [`${RULE} readers: subjects[0].name is the service account "team/spark-drivre", which this stack does not declare`],
    neighbour,
  );
}

test(
  "a service account without a name is refused",
  refusesEverywhere,
  { resources: [team(), binding([{ kind: "ServiceAccount", namespace: "team" }])] },
  [`${RULE} readers: subjects[0].name is missing`],
  correct,
);
test("users and groups have no namespace", acceptsEverywhere, {
  resources: [team(), binding(["User", "Group"].map((kind) => ({ kind, name: "analysts" })))],
});
test("kinds of others that are called like a binding are not judged", acceptsEverywhere, {
  resources: [
    team(),
    object("example.org/v1", "RoleBinding", { name: "it", namespace: "team" }, { subjects: [subject("x", "y")] }),
  ],
});
test("a binding without subjects gives nobody anything", acceptsEverywhere, { resources: [team(), binding([])] });
test(
  "a patch of a binding is judged by what it writes",
  refusesEverywhere,
  { resources: [team(), patch({ subjects: [subject("spark-drivre", "team")] })] },
  [`${RULE} readers: subjects[0].name is the service account "team/spark-drivre", which this stack does not declare`],
  { resources: [team(), patch({})] },
);
test(
  "an account from elsewhere has to be listed with its namespace",
  refusesEverywhere,
  {
    resources: [team(), binding([subject("guest", "team")])],
    parameters: { externalServiceAccounts: ["guest", "lab/guest"] },
  },
  [`${RULE} readers: subjects[0].name is the service account "team/guest", which this stack does not declare`],
  { resources: [team(), binding([subject("guest", "team")])], parameters: { externalServiceAccounts: ["team/guest"] } },
);
test("an account that is listed says that its namespace exists", acceptsEverywhere, {
  resources: [clusterBinding([subject("aws-node", "kube-system"), subject("guest", "lab")])],
  parameters: { externalServiceAccounts: ["kube-system/aws-node", "lab/guest"] },
});
test(
  "each namespace is born with an account `default`, and a namespace that does not exist is not",
  refusesEverywhere,
  { resources: [team(), binding([subject("default", "taem")])] },
  [`${RULE} readers: subjects[0].namespace is "taem", which this stack does not declare`],
  { resources: [team(), binding([subject("default", "team")])] },
);
test(
  "the account is one of the same cluster",
  refusesEverywhere,
  {
    resources: [
      team(),
      account("guest", "team", { provider: ANOTHER }),
      namespace("team", { provider: ANOTHER, name: "other" }),
      binding([subject("guest", "team")]),
    ],
  },
  [`${RULE} readers: subjects[0].name is the service account "team/guest", which this stack does not declare`],
  { resources: [team(), account("guest"), binding([subject("guest", "team")])] },
);
test(
  "a patch of an account does not declare it",
  refusesEverywhere,
  {
    resources: [
      team(),
      resource("kubernetes:core/v1:ServiceAccountPatch", { metadata: { name: "guest", namespace: "team" } }),
      binding([subject("guest", "team")]),
    ],
  },
  [`${RULE} readers: subjects[0].name is the service account "team/guest", which this stack does not declare`],
  { resources: [team(), account("guest"), binding([subject("guest", "team")])] },
);
test("an account whose own namespace is missing is refused there, and its binding too", (t) => {
  const lost = object("v1", "ServiceAccount", { name: "guest" });
  t.deepEqual(verdict({ resources: [team(), lost, binding([subject("guest", "team")])] }), [
    "k8s-explicit-namespace guest: metadata.namespace is missing",
    `${RULE} readers: subjects[0].name is the service account "team/guest", which this stack does not declare`,
  ]);
});

test("the account of a binding passes", acceptsEverywhere, correct);

function patch(fields: Parameters<typeof object>[3]) {
  return resource(`kubernetes:${RBAC}:RoleBindingPatch`, {
    metadata: { name: "readers", namespace: "team" },
    ...fields,
  });
}
