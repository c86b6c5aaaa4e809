import test from "ava";

import type { Value } from "../../../../policies/model/values.js";
import {
  DRIVER,
  RBAC,
  acceptsEverywhere,
  clusterBinding,
  object,
  refusesEverywhere,
  waits,
} from "../../namespaces-objects.js";
import { UNKNOWN, resource, team } from "../../objects.js";

const RULE = "rbac-no-cluster-admin";

function bound(role: Value, subjects: Value = [DRIVER], kind = "ClusterRole") {
  const fields: Readonly<Record<string, Value>> = {
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind, name: role },
    subjects,
  };
  return object(RBAC, "RoleBinding", { name: "readers", namespace: "team" }, fields);
}

for (const role of ["cluster-admin", "admin", "edit"]) {
  test(
    `a ClusterRoleBinding to ${role} is refused`,
    refusesEverywhere,
    { resources: [team(), clusterBinding([DRIVER], role)] },
    [`${RULE} readers: roleRef.name is "${role}", for all namespaces`],
    { resources: [team(), clusterBinding([DRIVER], "view")] },
  );
}
test(
  "a RoleBinding to cluster-admin is refused, to admin or edit of its namespace not",
  refusesEverywhere,
  { resources: [team(), bound("cluster-admin")] },
  [`${RULE} readers: roleRef.name is "cluster-admin"`],
  { resources: [team(), bound("admin")] },
);
test("edit of one namespace is for people who work in it", acceptsEverywhere, { resources: [team(), bound("edit")] });
test("a Role that is called cluster-admin is just a Role", acceptsEverywhere, {
  resources: [team(), bound("cluster-admin", [DRIVER], "Role")],
});
test(
  "a patch of a binding is judged by what it writes",
  refusesEverywhere,
  { resources: [patch({ roleRef: { kind: "ClusterRole", name: "cluster-admin" } })] },
  [`${RULE} readers: roleRef.name is "cluster-admin", for all namespaces`],
  { resources: [patch({})] },
);

for (const [kind, name] of [
  ["Group", "system:masters"],
  ["Group", "system:authenticated"],
  ["Group", "system:unauthenticated"],
  ["Group", "system:serviceaccounts"],
  ["User", "system:anonymous"],
] as const) {
  test(
    `a binding for ${name} is refused`,
    refusesEverywhere,
    { resources: [team(), bound("view", [DRIVER, { kind, name }])] },
    [`${RULE} readers: subjects[1].name is "${name}"`],
    { resources: [team(), bound("view", [DRIVER, { kind, name: `${name}:team` }])] },
  );
}
test("somebody else's binding is none of ours", acceptsEverywhere, {
  resources: [
    team(),
    object(
      "example.org/v1",
      "RoleBinding",
      { name: "it", namespace: "team" },
      { roleRef: { name: "cluster-admin" }, subjects: [{ kind: "Group", name: "system:masters" }] },
    ),
  ],
});

const reader = object(RBAC, "ClusterRole", { name: "reader" }, { rules: [] });

test(
  "a role that is the output of a role in the stack is judged there, another output is not",
  waits,
  { resources: [team(), reader, bound(UNKNOWN)], dependencies: { "readers.roleRef": ["team"] } },
  RULE,
  "readers: roleRef.name is not known yet",
  { resources: [team(), reader, bound(UNKNOWN)], dependencies: { "readers.roleRef": ["reader"] } },
);
test("a Role may have any name", acceptsEverywhere, { resources: [team(), bound(UNKNOWN, [DRIVER], "Role")] });
test(
  "a group that is not known yet decides",
  waits,
  { resources: [team(), bound("view", [{ kind: "Group", name: UNKNOWN }])] },
  RULE,
  "readers: subjects[0].name is not known yet",
  { resources: [team(), bound("view", [{ kind: "Group", name: "analysts" }])] },
);
test("an account that is not known yet is none of them", acceptsEverywhere, {
  resources: [team(), bound("view", [{ kind: "ServiceAccount", name: UNKNOWN, namespace: "team" }])],
  dependencies: { "readers.subjects": ["team-spark-driver"] },
});

function patch(fields: Readonly<Record<string, Value>>) {
  return resource(`kubernetes:${RBAC}:ClusterRoleBindingPatch`, { metadata: { name: "readers" }, ...fields });
}
