/** What is wrong with names of namespaces and service accounts that the stack would have to declare. */
import { comesFromNamespace, existingNamespaces } from "../../model/namespaces";
import type { AccountReference, NamespaceReference } from "../../model/references";
import type { Resource, Stack } from "../../model/resource";
import { type AccountName, existingAccounts } from "../../model/service-accounts";
import { UNKNOWN } from "../../model/values";
import { type Finding, unknown, violation } from "../rule";

interface Lookup {
  readonly namespace: (resource: Resource, reference: NamespaceReference) => readonly Finding[];
  /** An account in a namespace that does not exist is found fault with once, for its namespace. */
  readonly account: (resource: Resource, reference: AccountReference) => readonly Finding[];
}

export function lookup(stack: Stack): Lookup {
  const namespaceExists = existingNamespaces(stack);
  const accountExists = existingAccounts(stack);

  const namespace: Lookup["namespace"] = (resource, { place, namespace, property }) => {
    if (namespace === UNKNOWN) return comesFromNamespace(resource, property, stack) ? [] : [unknown(resource, place)];
    if (typeof namespace !== "string" || namespace === "") return [];
    return missing(resource, `${place} is "${namespace}"`, namespaceExists(resource, namespace));
  };

  const account: Lookup["account"] = (resource, reference) => {
    const { name, place, property } = reference.account;
    const named: AccountName = {
      namespace: reference.namespace,
      namespaceProperty: reference.property,
      name,
      property,
    };
    const known = accountExists(resource, named);
    if (known === true) return [];
    const inNamespace = namespace(resource, reference);
    if (inNamespace.length > 0) return inNamespace;
    if (name === UNKNOWN) return [unknown(resource, place)];
    if (typeof name !== "string") return [violation(resource, `${place} is missing`)];
    const full = typeof reference.namespace === "string" ? `${reference.namespace}/${name}` : name;
    return missing(resource, `${place} is the service account "${full}"`, known);
  };

  return { namespace, account };
}

function missing(resource: Resource, what: string, known: boolean | typeof UNKNOWN): readonly Finding[] {
  if (known === true) return [];
  const problem = `${what}, which this stack does not declare`;
  return [known === UNKNOWN ? { resource, certain: false, problem } : violation(resource, problem)];
}
