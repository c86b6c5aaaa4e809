/** Nodes without a machine. kwok keeps them alive and plays their pods. */
import { createHash } from "node:crypto";

import { allocatable, instanceSize } from "../../../components/aws/instance-types.js";
import type { Api, KubernetesObject } from "./api.js";

export interface Taint {
  readonly key: string;
  readonly value?: string;
  readonly effect: string;
}

/** A node as its pool wants it. */
export interface PoolNode {
  readonly pool: string;
  /** Which of the pool's nodes, from 0. */
  readonly index: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
}

/** Label keys that Kubernetes and AWS agreed on. */
export const NODE_LABELS = {
  zone: "topology.kubernetes.io/zone",
  instanceType: "node.kubernetes.io/instance-type",
} as const;

interface Pod extends KubernetesObject {
  readonly spec: { readonly nodeName?: string };
}

/** What marks the simulated nodes. */
const POOL_LABEL = "simulated/pool";

/**
 * Makes the nodes of the cluster those that the pools want. A changed pool gets new nodes before its old ones go, since the name tells what the node is like.
 * Pods of a node that goes are deleted, whatever they are: nothing here gives them time, and no disruption budget is asked.
 */
export async function reconcileNodes(api: Api, wanted: readonly PoolNode[]): Promise<void> {
  const nodes = new Map(wanted.map((node) => [nodeName(node), node]));
  const existing = await api.list<KubernetesObject>(`/api/v1/nodes?labelSelector=${encodeURIComponent(POOL_LABEL)}`);
  const names = new Set(existing.map(({ metadata }) => metadata.name));
  for (const [name, node] of nodes) if (!names.has(name)) await api.create("/api/v1/nodes", manifest(name, node));
  for (const name of names) if (!nodes.has(name)) await removeNode(api, name);
}

function nodeName(node: PoolNode): string {
  const hash = createHash("sha256").update(JSON.stringify(node)).digest("hex").slice(0, 6);
  return `${node.pool}-${node.index}-${hash}`.toLowerCase();
}

function manifest(name: string, { pool, labels, taints }: PoolNode): object {
  const resources = capacity(labels[NODE_LABELS.instanceType] ?? "");
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name,
      labels: { ...labels, [POOL_LABEL]: pool, "kubernetes.io/hostname": name, "kubernetes.io/os": "linux" },
    },
    spec: { taints },
    status: { capacity: resources, allocatable: resources },
  };
}

/** What the product's own table says of the type, so that pods meet the room that the settings were checked against. */
function capacity(instanceType: string): object {
  const size = instanceSize(instanceType);
  if (size === undefined) throw new Error(`Nothing is known of the instance type "${instanceType}".`);
  const { milliCpu, memoryMiB } = allocatable(size);
  return { cpu: `${milliCpu}m`, memory: `${memoryMiB}Mi`, "ephemeral-storage": "80Gi", pods: "110" };
}

async function removeNode(api: Api, name: string): Promise<void> {
  const pods = await api.list<Pod>(`/api/v1/pods?fieldSelector=spec.nodeName=${name}`);
  await api.remove(`/api/v1/nodes/${name}`);
  await Promise.all(
    pods.map(({ metadata }) => api.remove(`/api/v1/namespaces/${metadata.namespace}/pods/${metadata.name}`)),
  );
}
