import { type Container, containers, podTemplates } from "../../model/pods";
import type { Resource } from "../../model/resource";
import { UNKNOWN, at } from "../../model/values";
import { type Finding, type Rule, unknown, violation } from "../rule";

/** Ephemeral containers cannot have resources, so they are not asked for them. */
export const containerResources: Rule = {
  name: "k8s-resources",
  level: "mandatory",
  description: "Every container and init container requests cpu and memory and limits both.",
  why: "Without a request a pod is placed where there is no room and is the first to be evicted; without a limit one executor starves Airflow on the same node.",
  fix: "Set `resources.requests` and `resources.limits` to more than zero, each with `cpu` and `memory`.",
  judge: (resource) =>
    podTemplates(resource)
      .filter(({ partial }) => !partial)
      .flatMap(containers)
      .filter(({ list }) => list !== "ephemeralContainers")
      .flatMap((container) => inContainer(resource, container)),
};

const QUANTITIES = ["requests", "limits"].flatMap((list) => ["cpu", "memory"].map((name) => [list, name] as const));

function inContainer(resource: Resource, { path, value }: Container): readonly Finding[] {
  if (at(value, "resources") === UNKNOWN) return [unknown(resource, `${path}: resources`)];
  return QUANTITIES.flatMap(([list, name]) => {
    const quantity = at(value, "resources", list, name);
    const place = `${path}: resources.${list}.${name}`;
    if (quantity === UNKNOWN) return [unknown(resource, place)];
    if (quantity === undefined || quantity === "") return [violation(resource, `${place} is missing`)];
    return isZero(quantity) ? [violation(resource, `${place} is zero`)] : [];
  });
}

/** Zero in any notation of a Kubernetes quantity: `0`, `0m`, `0.0Gi`. */
function isZero(quantity: unknown): boolean {
  return /^[+-]?(0+\.?0*|\.0+)(e[+-]?\d+|[a-z]*)$/i.test(String(quantity));
}
