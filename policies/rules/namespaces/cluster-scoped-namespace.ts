import { type Resource, namespaceOf } from "../../model/resource";
import { UNKNOWN } from "../../model/values";
import { type Finding, type Rule, unknown, violation } from "../rule";
import { whereScoped } from "./by-scope";

const { judge, conclude } = whereScoped("cluster", findings);

export const noNamespaceOnClusterScoped: Rule = {
  name: "k8s-cluster-scoped-namespace",
  level: "advisory",
  description: "Objects that live in no namespace, such as a ClusterRole, name none.",
  why: "Kubernetes ignores it: whoever wrote it believes in a limit that is not there.",
  fix: "Remove `metadata.namespace`, or use the kind that lives in a namespace, for example Role.",
  judge,
  conclude,
};

/** `default` is what the provider itself fills in where it cannot tell that the kind has no namespace. */
function findings(resource: Resource): readonly Finding[] {
  const namespace = namespaceOf(resource);
  if (namespace === UNKNOWN) return [unknown(resource, "metadata.namespace")];
  if (typeof namespace !== "string" || ["", "default"].includes(namespace)) return [];
  return [
    violation(resource, `metadata.namespace is "${namespace}", but a ${resource.object?.kind ?? ""} lives in none`),
  ];
}
