/** How many pods a workload keeps running. */
import { home } from "./namespaces";
import type { Resource, Stack } from "./resource";
import { UNKNOWN, type Value, at } from "./values";

const REPLICATED = ["Deployment", "ReplicaSet", "ReplicationController", "Rollout", "StatefulSet"];

/** Whether a resource keeps a number of equal pods running. */
export function isReplicated({ object }: Resource): boolean {
  return object !== undefined && REPLICATED.includes(object.kind) && !object.patch;
}

/** The least number of pods while the workload is not switched off: its replicas, or the lower bound of its autoscaler. */
export function leastPods(workload: Resource, stack: Stack): number | typeof UNKNOWN {
  const scaler = [...stack.resources.values()].find((resource) => scales(resource, workload, stack));
  if (scaler === undefined) return counted(at(workload.inputs, "spec", "replicas"));
  const least = counted(at(scaler.inputs, "spec", LOWER_BOUNDS[scaler.object?.kind ?? ""] ?? ""));
  return least === UNKNOWN ? UNKNOWN : Math.max(1, least);
}

/** Fields with the lower bound of an autoscaler, by its kind. */
const LOWER_BOUNDS: Readonly<Record<string, string>> = {
  HorizontalPodAutoscaler: "minReplicas",
  ScaledObject: "minReplicaCount",
};

function scales(scaler: Resource, workload: Resource, stack: Stack): boolean {
  if (scaler.object === undefined || !(scaler.object.kind in LOWER_BOUNDS)) return false;
  const target = at(scaler.inputs, "spec", "scaleTargetRef");
  const name = at(target, "name");
  return (
    name !== undefined &&
    name === at(workload.inputs, "metadata", "name") &&
    (at(target, "kind") ?? "Deployment") === workload.object?.kind &&
    scaler.provider === workload.provider &&
    home(scaler, stack) === home(workload, stack)
  );
}

/** A missing number is 1 for Kubernetes. */
function counted(value: Value | undefined): number | typeof UNKNOWN {
  if (value === undefined) return 1;
  return typeof value === "number" ? value : UNKNOWN;
}
