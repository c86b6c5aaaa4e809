/** Roles, role bindings and who they are for. */
import type { AccountReference } from "./references";
import type { Resource } from "./resource";
import { type Found, select } from "./select";
import { at } from "./values";

const GROUP = "rbac.authorization.k8s.io";

/** Whether it is a Role or ClusterRole, or a patch of one. */
export function isRole({ object }: Resource): boolean {
  return object?.group === GROUP && ["Role", "ClusterRole"].includes(object.kind);
}

/** Whether it is a RoleBinding or ClusterRoleBinding, or a patch of one. */
export function isBinding({ object }: Resource): boolean {
  return object?.group === GROUP && ["RoleBinding", "ClusterRoleBinding"].includes(object.kind);
}

/** Who a binding is for. */
export function subjects(resource: Resource): readonly Found[] {
  return isBinding(resource) ? select(resource.inputs, "subjects[]") : [];
}

/** The service accounts among {@link subjects}. */
export function subjectAccounts(resource: Resource): readonly AccountReference[] {
  const isAccount = ({ value }: Found) => at(value, "kind") === "ServiceAccount";
  const property = "subjects";
  return subjects(resource)
    .filter(isAccount)
    .map(({ path, value }) => ({
      place: `${path}.namespace`,
      property,
      namespace: at(value, "namespace") ?? null,
      account: { place: `${path}.name`, property, name: at(value, "name") ?? null },
    }));
}
