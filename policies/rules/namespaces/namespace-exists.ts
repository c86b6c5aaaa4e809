import { HELM_TYPES } from "../../model/helm";
import { podFiles } from "../../model/pods";
import { type NamespaceReference, ownNamespace } from "../../model/references";
import type { Resource } from "../../model/resource";
import { isNamespaced } from "../../model/scope";
import { at } from "../../model/values";
import type { Rule } from "../rule";
import { lookup } from "./declared";

export const namespaceExists: Rule = {
  name: "k8s-namespace-exists",
  level: "mandatory",
  description:
    "Every namespace that an object names is declared in the stack, for the same provider, or listed as external.",
  why: "A misspelt or foreign namespace fails in the middle of an update, or quietly joins a namespace that somebody else owns.",
  fix: "Declare the Namespace in this stack with the same provider, correct the spelling, or list it in `externalNamespaces`.",
  conclude: (stack) => {
    const declared = lookup(stack);
    return [...stack.resources.values()].flatMap((resource) =>
      namespacesOf(resource)
        .flatMap((reference) => declared.namespace(resource, reference))
        // Asked last: to find the definition of a custom kind means to look at all resources.
        .filter(() => resource.object === undefined || isNamespaced(resource, stack)),
    );
  },
};

/** The resource's own namespace, that of what a chart makes, and those of pods that are started from files in it. A missing one is for k8s-explicit-namespace. */
function namespacesOf(resource: Resource): readonly NamespaceReference[] {
  const { type, inputs } = resource;
  if (HELM_TYPES.includes(type)) {
    const namespace = at(inputs, "namespace") ?? null;
    return at(inputs, "createNamespace") === true ? [] : [{ place: "namespace", namespace, property: "namespace" }];
  }
  if (resource.object === undefined) return [];
  const files = podFiles(resource).map(({ file, namespace }): NamespaceReference => ({
    place: `${file} metadata.namespace`,
    namespace: namespace ?? null,
    property: "data",
  }));
  return [ownNamespace(resource), ...files];
}
