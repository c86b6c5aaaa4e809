/** The part of Karpenter that Auto Mode's NodePools need: nodes come when pods wait for them. */
import type { Api, KubernetesObject } from "./api.js";
import { customPath } from "./custom-resources.js";
import type { PoolNode, Taint } from "./nodes.js";

interface NodePool extends KubernetesObject {
  readonly spec: {
    readonly template: {
      readonly metadata?: { readonly labels?: Readonly<Record<string, string>> };
      readonly spec: {
        readonly nodeClassRef: { readonly name: string };
        readonly taints?: readonly Taint[];
        readonly requirements: readonly { readonly key: string; readonly values?: readonly string[] }[];
      };
    };
  };
}

interface Toleration {
  readonly key?: string;
  readonly operator?: "Equal" | "Exists";
  readonly value?: string;
  readonly effect?: string;
}

interface PendingPod extends KubernetesObject {
  readonly spec: {
    readonly nodeSelector?: Readonly<Record<string, string>>;
    readonly tolerations?: readonly Toleration[];
  };
  readonly status: { readonly conditions?: readonly { readonly type: string; readonly reason?: string }[] };
}

/** A pod that waits may get room on the node that was just started for another one. */
const PATIENCE_MS = 2000;

/** Nodes are never taken away for being empty, only with their pool. Limits are not kept: a test would see a pool without an end. */
export class NodePools {
  /** By pool. */
  private readonly counts = new Map<string, number>();
  private lastStarted = 0;

  constructor(private readonly api: Api) {}

  async nodes(): Promise<PoolNode[]> {
    const pools = await this.usablePools();
    const names = new Set(pools.map(({ metadata }) => metadata.name));
    for (const name of this.counts.keys()) if (!names.has(name)) this.counts.delete(name);
    if (pools.length > 0 && Date.now() - this.lastStarted > PATIENCE_MS) await this.startNodes(pools);
    return pools.flatMap((pool) =>
      Array.from({ length: this.counts.get(pool.metadata.name) ?? 0 }, (_, index) => poolNode(pool, index)),
    );
  }

  /** Those whose NodeClass exists: without one, Karpenter starts nothing. */
  private async usablePools(): Promise<NodePool[]> {
    const [pools, classes] = await Promise.all([
      this.api.list<NodePool>(customPath("karpenter.sh")),
      this.api.list<KubernetesObject>(customPath("eks.amazonaws.com")),
    ]);
    const names = new Set(classes.map(({ metadata }) => metadata.name));
    return pools.filter(({ spec }) => names.has(spec.template.spec.nodeClassRef.name));
  }

  /** One for each pool that could take one of the waiting pods; each pod counts for the first such pool. */
  private async startNodes(pools: readonly NodePool[]): Promise<void> {
    const pods = await this.api.list<PendingPod>("/api/v1/pods?fieldSelector=status.phase=Pending");
    const asked = pods.filter(isUnschedulable).map((pod) => pools.find((pool) => fits(pod, poolNode(pool, 0))));
    for (const pool of new Set(asked)) {
      if (pool === undefined) continue;
      const { name } = pool.metadata;
      this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
      this.lastStarted = Date.now();
    }
  }
}

/** Of what a requirement allows, the first. */
function poolNode({ metadata, spec }: NodePool, index: number): PoolNode {
  const { requirements, taints = [] } = spec.template.spec;
  const chosen = requirements.map(({ key, values }) => [key, values?.[0] ?? ""] as const);
  return {
    pool: metadata.name,
    index,
    taints,
    labels: {
      ...Object.fromEntries(chosen),
      ...spec.template.metadata?.labels,
      "karpenter.sh/nodepool": metadata.name,
      "eks.amazonaws.com/compute-type": "auto",
    },
  };
}

function isUnschedulable({ status }: PendingPod): boolean {
  return status.conditions?.some(({ type, reason }) => type === "PodScheduled" && reason === "Unschedulable") ?? false;
}

function fits({ spec: { nodeSelector = {}, tolerations = [] } }: PendingPod, { labels, taints }: PoolNode): boolean {
  const selected = Object.entries(nodeSelector).every(([key, value]) => labels[key] === value);
  return selected && taints.every((taint) => tolerations.some((toleration) => tolerates(toleration, taint)));
}

function tolerates({ key, operator, value, effect }: Toleration, taint: Taint): boolean {
  const sameKey = key === undefined || key === taint.key;
  const sameEffect = effect === undefined || effect === taint.effect;
  return sameKey && sameEffect && (operator === "Exists" || value === taint.value);
}
