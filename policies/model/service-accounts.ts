/** Service accounts, and whether those that others name exist. */
import { type Name, Names } from "./names";
import { existingNamespaces, home, identified, isSameCluster } from "./namespaces";
import type { Resource, Stack } from "./resource";
import { UNKNOWN, type Value, at } from "./values";

/** A service account as some resource names it. */
export interface AccountName {
  readonly namespace: Value | undefined;
  readonly name: Value | undefined;
  /** Property of the resource that names it, whose sources tell where unknown parts come from. */
  readonly property: string;
}

export function isServiceAccount({ object }: Resource): boolean {
  return object?.kind === "ServiceAccount" && object.group === "" && !object.patch;
}

/** Asks whether a service account exists: declared in the stack, listed as external, or the one that each namespace is born with. */
export function existingAccounts(stack: Stack): (asking: Resource, account: AccountName) => boolean | typeof UNKNOWN {
  const declared = declaredAccounts(stack);
  const namespaceExists = existingNamespaces(stack);
  return (asking, { namespace, name, property }) => {
    const where = identified(namespace, asking, property, stack);
    if (where === undefined || (typeof name !== "string" && name !== UNKNOWN)) return false;
    if (where !== UNKNOWN && name === "default") return namespaceExists(asking, where);
    if (where !== UNKNOWN && listed(stack, where, name)) return true;
    const found = declared.has(asking, where, name);
    return found === UNKNOWN && comesFromAccount(asking, { namespace, name, property }, stack) ? true : found;
  };
}

function listed({ parameters }: Stack, namespace: string, name: Name): boolean {
  return name !== UNKNOWN && parameters.externalServiceAccounts.includes(`${namespace}/${name}`);
}

function declaredAccounts(stack: Stack): Names {
  const accounts = new Names();
  for (const account of [...stack.resources.values()].filter(isServiceAccount)) {
    const name = at(account.inputs, "metadata", "name");
    const namespace = home(account, stack);
    if (namespace === undefined || (typeof name !== "string" && name !== UNKNOWN)) continue;
    accounts.add(account, namespace, name);
  }
  return accounts;
}

/** Whether the unknown parts can be those of a ServiceAccount in the stack that fits the known ones. */
function comesFromAccount(asking: Resource, { namespace, name, property }: AccountName, stack: Stack): boolean {
  const fits = (written: Value | undefined, own: Value | undefined): boolean =>
    written === UNKNOWN || own === UNKNOWN || own === undefined || written === own;
  return stack
    .dependencies(asking, property)
    .filter((source) => isServiceAccount(source) && isSameCluster(asking, source))
    .some((source) => fits(namespace, home(source, stack)) && fits(name, at(source.inputs, "metadata", "name")));
}
