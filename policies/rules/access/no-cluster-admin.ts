import { isBinding, isRole, subjects } from "../../model/bindings";
import type { Resource, Stack } from "../../model/resource";
import { UNKNOWN, at, stringAt } from "../../model/values";
import { type Finding, type Rule, unknown, violation } from "../rule";

export const noClusterAdmin: Rule = {
  name: "rbac-no-cluster-admin",
  level: "mandatory",
  description:
    "No binding gives `cluster-admin`, nor `admin` or `edit` of the whole cluster, and none is for everybody or for the group that stands above all rights.",
  why: "Who may edit all namespaces reads every Secret and starts pods under any account, which is as much as cluster-admin; and what everybody may, any pod that is broken into may.",
  fix: "Bind a Role of what the workload uses to its own service account; people get `admin` or `edit` by a RoleBinding in their namespace.",
  judge: (resource) => (isBinding(resource) ? [...toRole(resource), ...forEverybody(resource)] : []),
  conclude: (stack) => [...stack.resources.values()].filter(isBinding).flatMap((binding) => toUnknown(binding, stack)),
};

function toRole(resource: Resource): readonly Finding[] {
  const { object, inputs } = resource;
  const everywhere = object?.kind === "ClusterRoleBinding";
  const tooMuch = everywhere ? ["cluster-admin", "admin", "edit"] : ["cluster-admin"];
  const name = stringAt(inputs, "roleRef", "name") ?? "";
  if (at(inputs, "roleRef", "kind") === "Role" || !tooMuch.includes(name)) return [];
  return [violation(resource, `roleRef.name is "${name}"${everywhere ? ", for all namespaces" : ""}`)];
}

/** A role of the stack itself is judged by what it allows, whatever its name will be. */
function toUnknown(resource: Resource, stack: Stack): readonly Finding[] {
  const { inputs } = resource;
  if (at(inputs, "roleRef", "kind") === "Role" || at(inputs, "roleRef", "name") !== UNKNOWN) return [];
  return stack.dependencies(resource, "roleRef").some(isRole) ? [] : [unknown(resource, "roleRef.name")];
}

/** Groups and users that Kubernetes itself knows. The first group skips every check of rights. */
const EVERYBODY: readonly string[] = [
  "system:masters",
  "system:authenticated",
  "system:unauthenticated",
  "system:serviceaccounts",
  "system:anonymous",
];

function forEverybody(resource: Resource): readonly Finding[] {
  return subjects(resource).flatMap(({ path, value }) => {
    if (at(value, "kind") === "ServiceAccount") return [];
    if (at(value, "name") === UNKNOWN) return [unknown(resource, `${path}.name`)];
    const name = stringAt(value, "name") ?? "";
    return EVERYBODY.includes(name) ? [violation(resource, `${path}.name is "${name}"`)] : [];
  });
}
