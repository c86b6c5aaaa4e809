import { podFiles } from "../../model/pods";
import { type Resource, type Stack, namespaceOf } from "../../model/resource";
import { isNamespaced } from "../../model/scope";
import { UNKNOWN, type Value, at } from "../../model/values";
import { type Finding, type Rule, unknown, violation } from "../rule";

export const namespaceExists: Rule = {
  name: "k8s-namespace-exists",
  level: "mandatory",
  description:
    "Every namespace that an object names is declared in the stack, for the same provider, or listed as external.",
  why: "A misspelt or foreign namespace fails in the middle of an update, or quietly joins a namespace that somebody else owns.",
  fix: "Declare the Namespace in this stack with the same provider, correct the spelling, or list it in `externalNamespaces`.",
  conclude: (stack) => {
    const declared = declaredNamespaces(stack);
    return [...stack.resources.values()]
      .filter((resource) => isNamespaced(resource, stack))
      .flatMap((resource) => namesIn(resource).flatMap((name) => findings(resource, name, declared, stack)));
  },
};

/** A namespace as it is written somewhere in a resource. */
interface Name {
  readonly place: string;
  readonly namespace: Value | undefined;
}

/** The resource's own namespace, and those of pods that are started from files in it. */
function namesIn(resource: Resource): readonly Name[] {
  const files = podFiles(resource).map(({ file, namespace }): Name => ({
    place: `${file} metadata.namespace`,
    namespace,
  }));
  return [{ place: "metadata.namespace", namespace: namespaceOf(resource) }, ...files];
}

/** The namespaces of one provider's cluster. */
interface Declared {
  readonly names: ReadonlySet<string>;
  /** Whether one more is declared whose name is not known yet. */
  readonly unnamed: boolean;
}

function findings(
  resource: Resource,
  { place, namespace }: Name,
  declared: (provider?: string) => Declared,
  stack: Stack,
): readonly Finding[] {
  if (namespace === UNKNOWN) return comesFromNamespace(resource, stack) ? [] : [unknown(resource, place)];
  // A missing or default namespace is for k8s-explicit-namespace.
  if (typeof namespace !== "string" || namespace === "" || namespace === "default") return [];
  const { names, unnamed } = declared(resource.provider);
  if (names.has(namespace) || stack.parameters.externalNamespaces.includes(namespace)) return [];
  const problem = `${place} is "${namespace}", which this stack does not declare`;
  return [unnamed ? { resource, certain: false, problem } : violation(resource, problem)];
}

function isNamespace({ object }: Resource): boolean {
  return object?.kind === "Namespace" && object.group === "" && !object.patch;
}

/** Whether an unknown namespace can be the name of a Namespace in the stack: one of the same provider went into `metadata`. */
function comesFromNamespace(resource: Resource, stack: Stack): boolean {
  const sources = stack.dependencies(resource, "metadata");
  return sources.some((source) => isNamespace(source) && source.provider === resource.provider);
}

function declaredNamespaces(stack: Stack): (provider?: string) => Declared {
  const byProvider = new Map<string | undefined, { names: Set<string>; unnamed: boolean }>();
  for (const namespace of [...stack.resources.values()].filter(isNamespace)) {
    const declared = byProvider.get(namespace.provider) ?? { names: new Set<string>(), unnamed: false };
    const name = at(namespace.inputs, "metadata", "name");
    if (typeof name === "string") declared.names.add(name);
    else if (name === UNKNOWN) declared.unnamed = true;
    byProvider.set(namespace.provider, declared);
  }
  return (provider) => byProvider.get(provider) ?? { names: new Set(), unnamed: false };
}
