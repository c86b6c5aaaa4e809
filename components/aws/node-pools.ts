/** Pools of nodes as settings describe them. Pure. */
import type { NodeWorkload } from "../../vocabulary";
import { type InstanceSize, instanceSize } from "./instance-types";

export interface NodePool {
  /** What its nodes are for; those of drivers and executors take nothing else. */
  readonly workload: NodeWorkload;
  /** Of one architecture. Several, so that spot has where to turn to. */
  readonly instanceTypes: readonly string[];
  readonly capacity: "onDemand" | "spot";
  /** The only availability zone of its nodes. Default: all of the network. */
  readonly zone?: string | undefined;
  /** Size of the encrypted disk of each node: images, logs, emptyDirs and what Spark spills. */
  readonly diskGiB: number;
}

/** Nodes of a fixed number. */
export interface ManagedPool extends NodePool {
  readonly nodes: number;
}

/** Nodes that come and go with the pods. */
export interface AutoPool extends NodePool {
  /** Upper bound, for nodes of the largest type. */
  readonly maxNodes: number;
}

/**
 * Who runs the nodes. `auto`: EKS Auto Mode starts them as pods ask for them, and runs network, DNS and storage on them itself. `managed`: managed node groups
 * of fixed sizes with add-ons.
 */
export type Compute =
  | { readonly kind: "auto"; readonly pools: Readonly<Record<string, AutoPool>> }
  | { readonly kind: "managed"; readonly pools: Readonly<Record<string, ManagedPool>> };

/** CPU architecture of the pool's nodes, which is that of its first type. */
export function poolArchitecture({ instanceTypes }: NodePool): InstanceSize["architecture"] {
  return sizesOf(instanceTypes)[0]?.architecture ?? "amd64";
}

/** What the pool may have at most: its number of nodes, all of the largest type. */
export function poolLimits({ instanceTypes, maxNodes }: AutoPool): { vcpu: number; memoryMiB: number } {
  const sizes = sizesOf(instanceTypes);
  return {
    vcpu: maxNodes * Math.max(...sizes.map(({ vcpu }) => vcpu)),
    memoryMiB: maxNodes * Math.max(...sizes.map(({ memoryMiB }) => memoryMiB)),
  };
}

function sizesOf(instanceTypes: readonly string[]): InstanceSize[] {
  return instanceTypes.map(instanceSize).filter((size) => size !== undefined);
}
