import { POD_SECURITY } from "../../../vocabulary";
import { Names } from "../../model/names";
import { home, isNamespace } from "../../model/namespaces";
import { podHomes } from "../../model/pod-homes";
import type { Resource, Stack } from "../../model/resource";
import { UNKNOWN, type Value, at, hasUnknown, isRecord, listAt, stringAt } from "../../model/values";
import { type Finding, type Rule, unknown, violation } from "../rule";

export const workloadNamespace: Rule = {
  name: "k8s-workload-namespace",
  level: "mandatory",
  description:
    "A namespace with pods in it enforces Pod Security `restricted` and has a ResourceQuota, a LimitRange and a NetworkPolicy that denies all traffic.",
  why: "Pods that Spark and Airflow start at run time pass no preview: without these one job takes the whole cluster, talks to everything, or runs as root.",
  fix: `Label the Namespace \`${POD_SECURITY.enforce}: ${POD_SECURITY.restricted}\` and declare the three objects in it, with the same provider; WorkloadNamespace does it.`,
  conclude: (stack) => {
    const objects = [...stack.resources.values()];
    const withPods = namesOfPodHomes(stack);
    const guards = GUARDS.map((guard) => ({ guard, objects: objects.filter((it) => isOf(guard, it)) }));
    return objects
      .filter((resource) => isNamespace(resource) && withPods.has(resource, ownName(resource)) === true)
      .flatMap((namespace) => [
        ...labelFindings(namespace),
        ...guards.flatMap((it) => guardFindings(namespace, it.guard, it.objects, stack)),
      ]);
  },
};

function namesOfPodHomes(stack: Stack): Names {
  const names = new Names();
  for (const resource of stack.resources.values()) {
    for (const name of podHomes(resource, stack)) names.add(resource, name);
  }
  return names;
}

/** As objects in it are told to be in it: one without a name yet is known by its URN. */
function ownName({ inputs, urn }: Resource): string {
  return stringAt(inputs, "metadata", "name") ?? urn;
}

/** An object that a namespace needs. */
interface Guard {
  readonly group: string;
  readonly kind: string;
  /** Whether the object is certain to be enough. */
  readonly holds: (inputs: Value) => boolean;
  readonly missing: string;
}

const GUARDS: readonly Guard[] = [
  {
    group: "",
    kind: "ResourceQuota",
    holds: (inputs) => ["cpu", "memory"].every((name) => bounds(inputs, name)) && !isScoped(inputs),
    missing: "has no ResourceQuota of all its pods with cpu and memory",
  },
  {
    group: "",
    kind: "LimitRange",
    holds: (inputs) => listAt(inputs, "spec", "limits").some((limit) => at(limit, "type") === "Container"),
    missing: "has no LimitRange with limits of type Container",
  },
  {
    group: "networking.k8s.io",
    kind: "NetworkPolicy",
    holds: deniesAll,
    missing:
      'has no NetworkPolicy with podSelector {} and policyTypes "Ingress" and "Egress" that lets nothing through',
  },
];

function isOf({ group, kind }: Guard, { object }: Resource): boolean {
  return object?.kind === kind && object.group === group && !object.patch;
}

/** Whether a quota bounds a resource: `cpu` is the older name of `requests.cpu`. */
function bounds(inputs: Value, name: string): boolean {
  const hard = at(inputs, "spec", "hard");
  return isRecord(hard) && [name, `requests.${name}`, `limits.${name}`].some((key) => hard[key] !== undefined);
}

/** Whether a quota is for some pods only, such as those of one priority. */
function isScoped(inputs: Value): boolean {
  return listAt(inputs, "spec", "scopes").length > 0 || at(inputs, "spec", "scopeSelector") !== undefined;
}

function deniesAll(inputs: Value): boolean {
  const selector = at(inputs, "spec", "podSelector");
  const types = listAt(inputs, "spec", "policyTypes");
  return (
    isRecord(selector) &&
    Object.keys(selector).length === 0 &&
    ["Ingress", "Egress"].every((type) => types.includes(type)) &&
    ["ingress", "egress"].every((rules) => listAt(inputs, "spec", rules).length === 0)
  );
}

function guardFindings(
  namespace: Resource,
  { kind, holds, missing }: Guard,
  objects: readonly Resource[],
  stack: Stack,
): readonly Finding[] {
  const inCluster = objects.filter(({ provider }) => provider === namespace.provider);
  const inside = inCluster.filter((object) => home(object, stack) === ownName(namespace));
  if (inside.some(({ inputs }) => holds(inputs))) return [];
  const somewhere = inCluster.filter((object) => home(object, stack) === UNKNOWN);
  const unsettled = [...inside.filter(({ inputs }) => hasUnknown(at(inputs, "spec"))), ...somewhere];
  if (unsettled.length === 0) return [violation(namespace, missing)];
  return [{ ...unknown(namespace, `whether a ${kind} here is enough`), involved: unsettled }];
}

function labelFindings(namespace: Resource): readonly Finding[] {
  const level = at(namespace.inputs, "metadata", "labels", POD_SECURITY.enforce);
  const place = `metadata.labels["${POD_SECURITY.enforce}"]`;
  if (level === POD_SECURITY.restricted) return [];
  if (level === UNKNOWN) return [unknown(namespace, place)];
  const found = level === undefined ? "is missing" : `is ${JSON.stringify(level)}`;
  return [violation(namespace, `${place} ${found}: write "${POD_SECURITY.restricted}"`)];
}
