/** Namespaces: which ones there are, and which one an object is in. */
import { isRelease } from "./helm";
import { type Name, Names } from "./names";
import { type Resource, type Stack, namespaceOf } from "./resource";
import { UNKNOWN, type Value, at, stringAt } from "./values";

/** Namespaces that Kubernetes makes for its own parts. */
export const SYSTEM_NAMESPACES: readonly string[] = ["kube-system", "kube-public", "kube-node-lease"];

/** Whether the resource makes a namespace; a patch only changes one. */
export function isNamespace({ object }: Resource): boolean {
  return object?.kind === "Namespace" && object.group === "" && !object.patch;
}

/** Asks whether a namespace, written or {@link identified}, exists in the cluster of a resource: declared in the stack, listed as external or made by Kubernetes itself. */
export function existingNamespaces(stack: Stack): (asking: Resource, name: string) => boolean | typeof UNKNOWN {
  const declared = new Names();
  for (const resource of stack.resources.values()) {
    const name = declaredName(resource);
    if (name !== undefined) declared.add(resource, name);
    if (isNamespace(resource)) declared.add(resource, identity(resource));
  }
  const always = new Set(["default", ...SYSTEM_NAMESPACES, ...stack.parameters.externalNamespaces]);
  return (asking, name) => always.has(name) || declared.has(asking, name);
}

/** The name of the namespace that the resource makes, if it makes one. One that is left to Pulumi to choose nobody can have written elsewhere. */
function declaredName(resource: Resource): Name | undefined {
  const { inputs } = resource;
  if (isNamespace(resource)) return nameFrom(at(inputs, "metadata", "name"));
  const creates = isRelease(resource) ? at(inputs, "createNamespace") : undefined;
  if (creates === UNKNOWN) return UNKNOWN;
  return creates === true ? nameFrom(at(inputs, "namespace")) : undefined;
}

function nameFrom(value: Value | undefined): Name | undefined {
  return typeof value === "string" || value === UNKNOWN ? value : undefined;
}

/** Namespaces of the same cluster whose outputs went into a property. */
function namespacesIn(resource: Resource, property: string, stack: Stack): readonly Resource[] {
  const sources = stack.dependencies(resource, property);
  return sources.filter((source) => isNamespace(source) && isSameCluster(resource, source));
}

/** Neither a cloud resource nor a component tells which cluster of the stack it means. */
export function isSameCluster(resource: Resource, other: Resource): boolean {
  return !resource.type.startsWith("kubernetes:") || [undefined, other.provider].includes(resource.provider);
}

/** Whether a value that is not known yet can be the name of a Namespace in the stack. */
export function comesFromNamespace(resource: Resource, property: string, stack: Stack): boolean {
  return namespacesIn(resource, property, stack).length > 0;
}

/**
 * Tells namespaces apart also where names are not known yet: the name as written, or that of the one Namespace whose output went into the property. If
 * that has no name yet, its URN. {@link UNKNOWN} where it can be any.
 */
export function identified(
  value: Value | undefined,
  resource: Resource,
  property: string,
  stack: Stack,
): Name | undefined {
  if (value !== UNKNOWN) return nameFrom(value);
  const [source, ...others] = namespacesIn(resource, property, stack);
  if (source === undefined || others.length > 0) return UNKNOWN;
  return identity(source);
}

/** What {@link identified} calls a Namespace. */
export function identity(namespace: Resource): string {
  return stringAt(namespace.inputs, "metadata", "name") ?? namespace.urn;
}

/** The namespace that an object is in, as {@link identified}. */
export function home(resource: Resource, stack: Stack): Name | undefined {
  return identified(namespaceOf(resource), resource, "metadata", stack);
}
