import { podFiles } from "../../model/pods";
import { type Resource, namespaceOf } from "../../model/resource";
import { UNKNOWN, at, stringAt } from "../../model/values";
import { type Finding, type Rule, unknown, violation } from "../rule";
import { whereScoped } from "./by-scope";

const namespaced = whereScoped("namespace", inMetadata);

export const explicitNamespace: Rule = {
  name: "k8s-explicit-namespace",
  level: "mandatory",
  description: "Every object that lives in a namespace names it, and it is not `default`.",
  why: "An object without a namespace lands in whatever namespace the provider or kubeconfig happens to name, where no quota, network policy or role of this platform applies.",
  fix: "Write the namespace as a literal in `metadata.namespace`.",
  judge: (resource, registered) => [
    ...namespaced.judge(resource, registered),
    ...defaultNamespace(resource),
    ...inFiles(resource),
  ],
  conclude: namespaced.conclude,
};

/** With a known kubeconfig the provider writes `default` where the program left the namespace out, and also over one that is not known yet. */
const DEFAULT_FILLED_IN =
  'metadata.namespace is "default", or missing, or not known yet: the provider shows all three as "default"';

function inMetadata(resource: Resource): readonly Finding[] {
  if (at(resource.inputs, "metadata") === UNKNOWN) return [unknown(resource, "metadata")];
  const namespace = namespaceOf(resource);
  // An unknown namespace is explicit; whether it is a declared one is for k8s-namespace-exists.
  if (namespace === UNKNOWN) return [];
  if (namespace === "default") return [violation(resource, DEFAULT_FILLED_IN)];
  return typeof namespace === "string" && namespace !== ""
    ? []
    : [violation(resource, "metadata.namespace is missing")];
}

/** Pods that are started from files: nothing but the file says where. */
function inFiles(resource: Resource): readonly Finding[] {
  return podFiles(resource).flatMap(({ file, namespace, partial }) => {
    const place = `${file} metadata.namespace`;
    if (namespace === "default") return [violation(resource, `${place} is "default"`)];
    const missing = typeof namespace !== "string" || namespace === "";
    return missing && !partial ? [violation(resource, `${place} is missing`)] : [];
  });
}

/** Also a patch of it: whoever changes it uses it. */
function defaultNamespace(resource: Resource): readonly Finding[] {
  const { object, inputs } = resource;
  const isDefault =
    object?.kind === "Namespace" && object.group === "" && stringAt(inputs, "metadata", "name") === "default";
  return isDefault ? [violation(resource, 'metadata.name is "default", which belongs to Kubernetes')] : [];
}
