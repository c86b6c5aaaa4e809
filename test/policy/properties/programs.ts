/** The programs of random stacks. */
import type { Resource } from "../../../policies/model/resource.js";
import type { Value } from "../../../policies/model/values.js";
import {
  type Fields,
  type Place as Where,
  autoscaler,
  cronJob,
  daemonSet,
  deployment,
  job,
  object,
  pod,
  podWith,
  present,
  statefulSet,
  uses,
} from "../cases/builders.js";
import type { Program } from "../cases/levels.js";
import { EBS, EFS, claim, claimTemplate, ownClaim, storageClass } from "../cases/storage.js";
import { PROVIDER, UNKNOWN, resource } from "../objects.js";
import { type ClaimPlan, type Count, type Place, type Plan, type WorkloadPlan, keyOf } from "./plan.js";

const PROVIDERS = { first: PROVIDER, second: `${PROVIDER}-2` };

/** The program in some order: `order` holds a number for each resource, by which they are sorted. */
export function programOf({ claims, workloads }: Plan, order: readonly number[] = []): Program {
  const resources = [
    ...(["first", "second"] as const).flatMap((cluster) => [namespace(cluster, "team"), namespace(cluster, "lab")]),
    storageClass("own-ebs", EBS, {}, { provider: PROVIDERS.first }),
    storageClass("own-efs", EFS, {}, { provider: PROVIDERS.first }),
    ...claims.map(claimOf),
    ...workloads.flatMap((it) => [workloadOf(it), ...autoscalerOf(it)]),
  ];
  return { resources: sorted(resources, order), parameters: { nonEbsStorageClasses: ["listed-efs"] } };
}

function sorted(resources: readonly Resource[], order: readonly number[]): readonly Resource[] {
  const place = new Map(resources.map(({ urn }, index) => [urn, order[index] ?? index]));
  return [...resources].sort((a, b) => (place.get(a.urn) ?? 0) - (place.get(b.urn) ?? 0));
}

function namespace(cluster: Place["cluster"], name: string): Resource {
  const inputs = { apiVersion: "v1", kind: "Namespace", metadata: { name } };
  return resource("kubernetes:core/v1:Namespace", inputs, { name: `${cluster}/${name}`, provider: PROVIDERS[cluster] });
}

function claimOf(plan: ClaimPlan): Resource {
  const { name, className, mode } = plan;
  return claim(name, { storageClassName: className, accessModes: [mode] }, whereOf(plan));
}

/** Pulumi names are unique in all clusters. */
function whereOf(plan: Place & { readonly name: string }): Where {
  return { namespace: plan.namespace, provider: PROVIDERS[plan.cluster], name: keyOf(plan) };
}

function workloadOf(plan: WorkloadPlan): Resource {
  const { kind, name, concurrencyPolicy } = plan;
  const where = whereOf(plan);
  const volumes = volumesOf(plan);
  const replicas = countOf(plan.replicas);
  const parallelism = countOf(plan.parallelism);
  const replicated = { spec: present({ replicas, template: templateOf(volumes) }) };
  switch (kind) {
    case "Deployment":
      return deployment(name, volumes, { replicas, strategy: strategyOf(plan) }, where);
    case "StatefulSet":
      return statefulSet(name, volumes, { replicas, ...ownClaimsOf(plan) }, where);
    case "DaemonSet":
      return daemonSet(name, volumes, {}, where);
    case "Pod":
      return pod(name, volumes, where);
    case "Job":
      return job(name, volumes, { parallelism }, where);
    case "CronJob":
      return cronJob(name, volumes, concurrencyPolicy, { ...where, ...(parallelism !== undefined && { parallelism }) });
    case "ScaledJob":
      return object(
        "keda.sh/v1alpha1",
        kind,
        name,
        { spec: { jobTargetRef: { template: templateOf(volumes) } } },
        where,
      );
    case "ReplicaSet":
      return object("apps/v1", kind, name, replicated, where);
    case "ReplicationController":
      return object("v1", kind, name, replicated, where);
    case "Rollout":
      return object("argoproj.io/v1alpha1", kind, name, replicated, where);
  }
}

function countOf(count: Count): Value | undefined {
  return count === "unknown" ? UNKNOWN : count;
}

function volumesOf({ claims, kind, ownClaims }: WorkloadPlan): readonly Value[] {
  const shared = claims.map((name): Value => uses(name, name));
  return ownClaims && kind !== "StatefulSet" ? [...shared, ownClaim()] : shared;
}

function ownClaimsOf({ ownClaims }: WorkloadPlan): Fields {
  return ownClaims ? { volumeClaimTemplates: [claimTemplate()] } : {};
}

function templateOf(volumes: readonly Value[]): Value {
  return { metadata: { labels: { app: "it" } }, spec: podWith(volumes) };
}

function strategyOf({ strategy }: WorkloadPlan): Fields[string] {
  if (strategy !== "zero surge") return strategy && { type: strategy };
  return { type: "RollingUpdate", rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } };
}

function autoscalerOf(plan: WorkloadPlan): readonly Resource[] {
  const maximum = countOf(plan.autoscaled);
  if (maximum === undefined) return [];
  const where = whereOf({ ...plan, name: `${plan.name}-scaler` });
  return [autoscaler(plan.name, maximum, plan.kind, where)];
}
