/** Karpenter's NodePool for a pool of nodes in EKS Auto Mode. Pure. */
import { LABELS, type NodeWorkload } from "../../vocabulary";

export interface AutoModePool {
  /** What its nodes are for; those of drivers and executors take nothing else. */
  readonly workload: NodeWorkload;
  /** Types of EC2 instances, of one architecture. */
  readonly instanceTypes: readonly string[];
  readonly architecture: "amd64" | "arm64";
  readonly capacity: "onDemand" | "spot";
  /** Availability zones of its nodes. */
  readonly zones: readonly string[];
  /** Size of the encrypted disk of each node. */
  readonly diskGiB: number;
  /** Sums over all of its nodes that it never exceeds. */
  readonly limits: { readonly vcpu: number; readonly memoryMiB: number };
}

const CAPACITY_TYPES = { onDemand: "on-demand", spot: "spot" } as const;

/** How the nodes of a pool end, and what that means for their pods. */
interface Lifetime {
  readonly disruption: {
    readonly consolidationPolicy: "WhenEmpty" | "WhenEmptyOrUnderutilized";
    readonly consolidateAfter: string;
    readonly budgets: readonly { readonly nodes: string; readonly reasons?: readonly string[] }[];
  };
  /** Age at which a node takes no more pods. */
  readonly expireAfter: string;
  /** Time that pods then have to end by themselves; also those that must not be disrupted are stopped after it. */
  readonly terminationGracePeriod: string;
}

/**
 * Driver and executors are one running job: their nodes go when they are empty, minutes after the last job, and are never taken away for a newer image or a
 * cheaper type. A node that never empties takes no more pods after two weeks and has another one for those that it runs: the three weeks for which Auto Mode
 * lets a node live at all. Left out, the grace period is a day, after which Auto Mode stops running drivers. Sources: EKS user guide, "Create a Node Pool for
 * EKS Auto Mode"; Karpenter, "Disruption".
 */
const RUNS: Lifetime = {
  disruption: {
    consolidationPolicy: "WhenEmpty",
    consolidateAfter: "5m",
    budgets: [
      { nodes: "100%", reasons: ["Empty"] },
      { nodes: "0", reasons: ["Drifted", "Underutilized"] },
    ],
  },
  expireAfter: "336h",
  terminationGracePeriod: "168h",
};

/**
 * Airflow and Postgres live through a move to another node, in minutes and without the loss of a run: a node of theirs is replaced when there is a newer image,
 * one at a time, a day after it was told.
 */
const SERVICES: Lifetime = {
  disruption: {
    consolidationPolicy: "WhenEmptyOrUnderutilized",
    consolidateAfter: "10m",
    budgets: [{ nodes: "1" }],
  },
  expireAfter: "336h",
  terminationGracePeriod: "24h",
};

/** The `spec` of the NodePool whose nodes are described by the NodeClass of the given name. */
export function nodePoolSpec(nodeClass: string, pool: AutoModePool) {
  const { workload, limits } = pool;
  const { disruption, expireAfter, terminationGracePeriod } = workload === "platform" ? SERVICES : RUNS;
  return {
    template: {
      metadata: { labels: { [LABELS.nodes]: workload } },
      spec: {
        nodeClassRef: { group: "eks.amazonaws.com", kind: "NodeClass", name: nodeClass },
        requirements: requirements(pool),
        // Nodes of the platform also take pods that tolerate nothing.
        taints: workload === "platform" ? [] : [{ key: LABELS.nodes, value: workload, effect: "NoSchedule" }],
        expireAfter,
        terminationGracePeriod,
      },
    },
    limits: { cpu: String(limits.vcpu), memory: `${limits.memoryMiB}Mi` },
    disruption,
  };
}

function requirements({ instanceTypes, architecture, capacity, zones }: AutoModePool) {
  return Object.entries({
    "node.kubernetes.io/instance-type": instanceTypes,
    "kubernetes.io/arch": [architecture],
    "karpenter.sh/capacity-type": [CAPACITY_TYPES[capacity]],
    "topology.kubernetes.io/zone": zones,
  }).map(([key, values]) => ({ key, operator: "In", values: [...values] }));
}
