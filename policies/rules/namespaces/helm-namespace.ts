import { HELM_TYPES } from "../../model/helm";
import type { Resource } from "../../model/resource";
import { UNKNOWN, at, isRecord } from "../../model/values";
import { type Finding, type Rule, violation } from "../rule";

export const helmNamespace: Rule = {
  name: "helm-namespace",
  level: "mandatory",
  description: "Every Helm release and chart names the namespace that it is installed into, and it is not `default`.",
  why: "Without it a chart's objects land in whatever namespace the provider or kubeconfig happens to name, and no preview of a release shows them.",
  fix: "Write `namespace` at the top level of the release or chart, beside `chart`.",
  judge: (resource) => (HELM_TYPES.includes(resource.type) && !isHidden(resource) ? findings(resource) : []),
};

/** The engine shows nothing of a component's inputs in some previews: opaque-manifest-storage says so. */
function isHidden({ type, inputs }: Resource): boolean {
  return type.endsWith(":Chart") && isRecord(inputs) && Object.keys(inputs).length === 0;
}

function findings(resource: Resource): readonly Finding[] {
  const namespace = at(resource.inputs, "namespace");
  // An unknown namespace is there; whether it is a declared one is for k8s-namespace-exists.
  if (namespace === UNKNOWN) return [];
  if (namespace === "default")
    return [violation(resource, 'namespace is "default", or missing: the provider may show both as "default"')];
  return typeof namespace === "string" && namespace !== "" ? [] : [violation(resource, "namespace is missing")];
}
