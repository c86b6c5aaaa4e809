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
  /** The same for its namespace, if that is another one. */
  readonly namespaceProperty?: string;
}

export function isServiceAccount({ object }: Resource): boolean {
  return object?.kind === "ServiceAccount" && object.group === "" && !object.patch;
}

/** Asks whether a service account exists: declared in the stack, listed as external, or the one that each namespace is born with. */
export function existingAccounts(stack: Stack): (asking: Resource, account: AccountName) => boolean | typeof UNKNOWN {
  const declared = declaredAccounts(stack);
  const namespaceExists = existingNamespaces(stack);
  return (asking, account) => {
    const { name } = account;
    const namespace = namespaceIn(asking, account, stack);
    if (namespace === undefined || (typeof name !== "string" && name !== UNKNOWN)) return false;
    if (namespace !== UNKNOWN && name === "default") return namespaceExists(asking, namespace);
    if (namespace !== UNKNOWN && listed(stack, namespace, name)) return true;
    return comesFromAccount(asking, account, stack) || declared.has(asking, namespace, name);
  };
}

function namespaceIn(asking: Resource, account: AccountName, stack: Stack): Name | undefined {
  return identified(account.namespace, asking, account.namespaceProperty ?? account.property, stack);
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

/** Whether parts are unknown that can be those of a ServiceAccount in the stack. */
function comesFromAccount(asking: Resource, account: AccountName, stack: Stack): boolean {
  const isKnown = account.namespace !== UNKNOWN && account.name !== UNKNOWN;
  return !isKnown && sourceAccounts(asking, account, stack).length > 0;
}

/** ServiceAccounts whose outputs went into what names the account, and that fit what is known of it. */
function sourceAccounts(asking: Resource, account: AccountName, stack: Stack): readonly Resource[] {
  const { namespace, name, property, namespaceProperty = property } = account;
  const fits = (written: Value | undefined, own: Value | undefined): boolean =>
    written === UNKNOWN || own === UNKNOWN || own === undefined || written === own;
  return [property, namespaceProperty]
    .flatMap((it) => stack.dependencies(asking, it))
    .filter((source) => isServiceAccount(source) && isSameCluster(asking, source))
    .filter((source) => fits(namespace, home(source, stack)) && fits(name, at(source.inputs, "metadata", "name")));
}

/** The namespace of an account that some resource names: as written, or that of what went into it. {@link UNKNOWN} where it can be any. */
export function accountHome(asking: Resource, account: AccountName, stack: Stack): Name | undefined {
  const sources = account.namespace === UNKNOWN ? sourceAccounts(asking, account, stack) : [];
  const [only, ...others] = new Set(sources.map((source) => home(source, stack)));
  if (others.length > 0) return UNKNOWN;
  return only ?? namespaceIn(asking, account, stack);
}
