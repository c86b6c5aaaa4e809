/** Whether two pods can hold one EBS claim at once, found by writing down every pod. Shares no code with the model. */
import { type ClaimPlan, type Count, type Plan, type WorkloadPlan, keyOf } from "./plan.js";

/** Enough to stand for any number above one. */
const MANY = 9;

/** Workloads that use an EBS claim of which two pods can be there at once. */
export function sharers({ claims, workloads }: Plan): readonly string[] {
  const shared = claims
    .filter(isOnEbs)
    .map(keyOf)
    .filter((key) => holders(key, workloads).length > 1);
  return workloads
    .filter((it) => it.claims.some((name) => shared.includes(keyOf({ ...it, name }))))
    .map(({ name }) => name);
}

/** One entry for each pod that mounts the claim while all pods that can run do run. */
function holders(key: string, workloads: readonly WorkloadPlan[]): readonly string[] {
  const pods: string[] = [];
  for (const workload of workloads) {
    const mounts = workload.claims.some((name) => keyOf({ ...workload, name }) === key);
    for (let pod = 0; mounts && pod < podsOf(workload); pod += 1) pods.push(`${workload.name}-${pod}`);
  }
  return pods;
}

/** How many pods of a workload there can be at once. */
function podsOf({ kind, strategy, concurrencyPolicy, ...workload }: WorkloadPlan): number {
  const replicas = countOf(workload.autoscaled ?? workload.replicas);
  const parallelism = countOf(workload.parallelism);
  switch (kind) {
    case "Pod":
      return 1;
    case "Job":
      return parallelism;
    case "CronJob":
      if (concurrencyPolicy === "Forbid") return parallelism;
      return concurrencyPolicy === "Replace" ? 1 : MANY;
    case "DaemonSet":
    case "ScaledJob":
      return MANY;
    case "ReplicaSet":
    case "ReplicationController":
    case "StatefulSet":
      return replicas;
    case "Deployment":
      return strategy === "Recreate" ? replicas : duringUpdate(replicas);
    case "Rollout":
      return duringUpdate(replicas);
  }
}

/** What is not known can be any number. */
function countOf(count: Count = 1): number {
  return count === "unknown" ? MANY : count;
}

/** An update starts a pod before the old one is gone. */
function duringUpdate(replicas: number): number {
  return replicas === 0 ? 0 : replicas + 1;
}

/** A StorageClass is of one cluster: what is declared in the first says nothing about the second, and what nobody knows counts as EBS. */
function isOnEbs({ className, cluster }: ClaimPlan): boolean {
  return !(className === "listed-efs" || (className === "own-efs" && cluster === "first"));
}
