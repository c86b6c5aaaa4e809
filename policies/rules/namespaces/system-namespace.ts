import { HELM_TYPES } from "../../model/helm";
import { SYSTEM_NAMESPACES } from "../../model/namespaces";
import { podFiles } from "../../model/pods";
import { type Registered, type Resource, describe, namespaceOf } from "../../model/resource";
import { type Value, at, stringAt } from "../../model/values";
import { type Finding, type Rule, violation } from "../rule";
import { whereScoped } from "./by-scope";

const namespaced = whereScoped("namespace", inMetadata);

export const noSystemNamespace: Rule = {
  name: "k8s-no-system-namespace",
  level: "mandatory",
  description:
    "Nothing is put into or changed in `kube-system`, `kube-public` and `kube-node-lease` but what is listed.",
  why: "What runs in there belongs to the cluster: priority, admission and quota treat it as such, and an upgrade of the cluster may undo a change or break on it.",
  fix: "Use a namespace of your own. For what has to be there, such as settings of an add-on, list the object in `systemNamespaceObjects`, for example as `ConfigMap kube-system/aws-auth`.",
  judge: (resource, registered) =>
    [
      ...namespaced.judge(resource, registered),
      ...theNamespace(resource),
      ...inChart(resource),
      ...inFiles(resource),
    ].filter((finding) => !isListed(finding.resource, registered)),
  conclude: (stack) => namespaced.conclude(stack).filter((finding) => !isListed(finding.resource, stack)),
};

function inMetadata(resource: Resource): readonly Finding[] {
  return isSystem(resource, "metadata.namespace", namespaceOf(resource));
}

function theNamespace(resource: Resource): readonly Finding[] {
  const { object, inputs } = resource;
  const isNamespace = object?.kind === "Namespace" && object.group === "";
  return isNamespace ? isSystem(resource, "metadata.name", at(inputs, "metadata", "name")) : [];
}

function inChart(resource: Resource): readonly Finding[] {
  return HELM_TYPES.includes(resource.type) ? isSystem(resource, "namespace", at(resource.inputs, "namespace")) : [];
}

function inFiles(resource: Resource): readonly Finding[] {
  return podFiles(resource).flatMap(({ file, namespace }) =>
    isSystem(resource, `${file} metadata.namespace`, namespace),
  );
}

function isSystem(resource: Resource, place: string, namespace: Value | undefined): readonly Finding[] {
  if (typeof namespace !== "string" || !SYSTEM_NAMESPACES.includes(namespace)) return [];
  return [violation(resource, `${place} is "${namespace}", which belongs to Kubernetes`)];
}

function isListed(resource: Resource, { parameters }: Pick<Registered, "parameters">): boolean {
  return parameters.systemNamespaceObjects.includes(listName(resource));
}

/** How the parameter names it: charts by `Release` or `Chart` and the name of the release. */
function listName(resource: Resource): string {
  const { type, inputs, name } = resource;
  if (!HELM_TYPES.includes(type)) return describe(resource);
  const kind = type.slice(type.lastIndexOf(":") + 1);
  return `${kind} ${stringAt(inputs, "namespace") ?? ""}/${stringAt(inputs, "name") ?? name}`;
}
