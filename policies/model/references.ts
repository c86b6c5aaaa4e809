/** What one resource says of a namespace or a service account in it. */
import { type Resource, namespaceOf } from "./resource";
import type { Value } from "./values";

/** A namespace as it is written somewhere in a resource. */
export interface NamespaceReference {
  /** Where, for messages. Without what stands beside it, which may be a secret. */
  readonly place: string;
  readonly namespace: Value;
  /** Property of the resource that holds it, whose sources tell where an unknown one comes from. */
  readonly property: string;
}

/** A service account with its namespace. */
export interface AccountReference extends NamespaceReference {
  readonly account: { readonly place: string; readonly name: Value; readonly property: string };
}

/** The namespace that an object says it is in. */
export function ownNamespace(object: Resource): NamespaceReference {
  return { place: "metadata.namespace", namespace: namespaceOf(object) ?? null, property: "metadata" };
}
