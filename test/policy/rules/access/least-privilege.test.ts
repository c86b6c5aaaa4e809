import test from "ava";

import type { Value } from "../../../../policies/model/values.js";
import { RBAC, acceptsEverywhere, object, refusesEverywhere, waits } from "../../namespaces-objects.js";
import { UNKNOWN, change, resource, team } from "../../objects.js";
import { verdict } from "../../verdict.js";

const RULE = "rbac-least-privilege";
const RULES: Value = [
  { apiGroups: [""], resources: ["configmaps"], verbs: ["get", "list"] },
  { apiGroups: ["batch"], resources: ["jobs", "jobs/status"], verbs: ["create", "delete"] },
];

function role(rules: Value) {
  return { resources: [team(), object(RBAC, "Role", { name: "it", namespace: "team" }, { rules })] };
}
function clusterRole(rules: Value, more: Readonly<Record<string, Value>> = {}) {
  return { resources: [object(RBAC, "ClusterRole", { name: "it" }, { rules, ...more })] };
}

for (const [path, place, value] of [
  ["0.verbs", "rules[0].verbs[0]", "*"],
  ["0.verbs", "rules[0].verbs[0]", "escalate"],
  ["1.verbs", "rules[1].verbs[0]", "bind"],
  ["1.verbs", "rules[1].verbs[0]", "impersonate"],
  ["0.resources", "rules[0].resources[0]", "*"],
  ["0.resources", "rules[0].resources[0]", "pods/*"],
  ["1.resources", "rules[1].resources[0]", "*/scale"],
  ["0.apiGroups", "rules[0].apiGroups[0]", "*"],
  ["0.nonResourceURLs", "rules[0].nonResourceURLs[0]", "*"],
  ["0.nonResourceURLs", "rules[0].nonResourceURLs[0]", "/*"],
] as const) {
  for (const make of [role, clusterRole]) {
    test(
      `${make === role ? "a Role" : "a ClusterRole"} with ${value} at ${place} is refused`,
      refusesEverywhere,
      make(change(RULES, path, [value])),
      [`${RULE} it: ${place} is "${value}"`],
      make(RULES),
    );
  }
}
test(
  "each one is told",
  refusesEverywhere,
  role([{ apiGroups: ["", "*"], resources: ["pods"], verbs: ["get", "bind", "*"] }]),
  [
    `${RULE} it: rules[0].apiGroups[1] is "*"`,
    `${RULE} it: rules[0].verbs[1] is "bind"`,
    `${RULE} it: rules[0].verbs[2] is "*"`,
  ],
  role(RULES),
);
test("paths below a given one, and resources called like a verb, are a list", acceptsEverywhere, {
  ...clusterRole([
    { nonResourceURLs: ["/metrics/*", "/*/healthz"], verbs: ["get"] },
    { apiGroups: ["example.org"], resources: ["bind", "escalate"], verbs: ["get"] },
  ]),
});
test(
  "an aggregated ClusterRole has the rules of others, which are judged themselves",
  refusesEverywhere,
  clusterRole([{ apiGroups: ["*"], resources: ["pods"], verbs: ["get"] }], {
    metadata: { name: "it", labels: { "example.org/aggregate": "true" } },
  }),
  [`${RULE} it: rules[0].apiGroups[0] is "*"`],
  clusterRole([], {
    aggregationRule: { clusterRoleSelectors: [{ matchLabels: { "example.org/aggregate": "true" } }] },
  }),
);
test(
  "a patch is judged by what it writes",
  refusesEverywhere,
  { resources: [patch({ rules: [{ verbs: ["*"] }] })] },
  [`${RULE} it: rules[0].verbs[0] is "*"`],
  { resources: [patch({})] },
);
test(
  "a role written as a custom resource is recognised, somebody else's Role is not",
  refusesEverywhere,
  { resources: [team(), custom("rbac.authorization.k8s.io/v1beta1")] },
  [`${RULE} it: rules[0].verbs[0] is "*"`],
  { resources: [team(), custom("iam.example.org/v1")] },
);
test(
  "a verb that is not known yet decides",
  waits,
  role([{ apiGroups: [""], resources: ["pods"], verbs: ["get", UNKNOWN] }]),
  RULE,
  "it: rules[0].verbs[1] is not known yet",
  role(RULES),
);
test("rules that are not known yet are told of in all that they decide", (t) => {
  t.deepEqual(
    verdict(role(UNKNOWN)),
    ["apiGroups", "nonResourceURLs", "resources", "verbs"].map(
      (list) => `${RULE} it: rules[0].${list}[0] is not known yet`,
    ),
  );
});

function patch(fields: Readonly<Record<string, Value>>) {
  return resource(`kubernetes:${RBAC}:ClusterRolePatch`, { metadata: { name: "it" }, ...fields });
}
function custom(apiVersion: string) {
  const metadata = { name: "it", namespace: "team" };
  return resource(`kubernetes:${apiVersion}:Role`, { apiVersion, kind: "Role", metadata, rules: [{ verbs: ["*"] }] });
}
