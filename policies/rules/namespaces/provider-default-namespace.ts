import { parseDocument } from "yaml";

import type { Resource } from "../../model/resource";
import { UNKNOWN, type Value, at, listAt, snapshot, stringAt } from "../../model/values";
import { type Finding, type Rule, unknown, violation } from "../rule";

export const noProviderDefaultNamespace: Rule = {
  name: "k8s-no-provider-default-namespace",
  level: "mandatory",
  description:
    "Every object has a Kubernetes provider of the program's own, and neither that nor its kubeconfig has a namespace to fill in.",
  why: "The provider writes its namespace into objects that name none before any rule sees them: an omission passes. And the default provider takes whatever cluster the machine happens to point at.",
  fix: "Pass a `kubernetes.Provider` without `namespace` to every object or component, made of a kubeconfig whose context has no namespace.",
  judge: (resource) => [...ofProvider(resource), ...ofObject(resource)],
};

function ofProvider(resource: Resource): readonly Finding[] {
  if (resource.type !== "pulumi:providers:kubernetes") return [];
  const namespace = at(resource.inputs, "namespace");
  if (namespace === UNKNOWN) return [unknown(resource, "namespace")];
  const isSet = namespace !== undefined && namespace !== "";
  return [...(isSet ? [violation(resource, "namespace is set")] : []), ...ofKubeconfig(resource)];
}

/** A kubeconfig that is not known yet is not told of: each stack that makes its cluster has one, and it is judged during the update, before any object. */
function ofKubeconfig(resource: Resource): readonly Finding[] {
  const kubeconfig = parsed(at(resource.inputs, "kubeconfig"));
  const name = stringAt(resource.inputs, "context") ?? stringAt(kubeconfig, "current-context");
  const context = listAt(kubeconfig, "contexts").find((one) => name !== undefined && stringAt(one, "name") === name);
  const namespace = stringAt(context, "context", "namespace") ?? "";
  if (["", "default"].includes(namespace)) return [];
  return [violation(resource, `the context "${name ?? ""}" of its kubeconfig has the namespace "${namespace}"`)];
}

/** YAML, which JSON is too. The path of a file is neither, nor what the provider itself will refuse. */
function parsed(kubeconfig: Value | undefined): Value | undefined {
  if (typeof kubeconfig !== "string") return kubeconfig;
  const document = parseDocument(kubeconfig);
  return document.errors.length === 0 ? snapshot(document.toJS()) : undefined;
}

/** The name that Pulumi gives to providers that no program made. */
const DEFAULT_PROVIDER = /::default(_[^:]*)?$/;

function ofObject(resource: Resource): readonly Finding[] {
  const { id, urn, type, provider = "" } = resource;
  // Objects in a list have the provider of the list.
  if (id !== urn || !type.startsWith("kubernetes:") || !DEFAULT_PROVIDER.test(provider)) return [];
  return [violation(resource, "it uses the default provider, which takes its cluster from the machine")];
}
