/** The ends of connections, the connections between them, and the policies that judge them. */
import { type NetworkPolicies } from "../../components/kubernetes/network-rules.js";
import { type Workload, WorkloadNamespace } from "../../components/kubernetes/workload-namespace.js";
import { record } from "../unit/components/kubernetes/recorder.js";
import type { Connection, Endpoint } from "./cyclonus.js";

/** Pods by name, namespace and labels. */
export function pods(
  list: readonly (readonly [name: string, namespace: string, labels: Readonly<Record<string, string>>])[],
): Endpoint[] {
  return list.map(([name, namespace, labels], index) => ({
    name,
    address: `10.244.0.${index + 10}`,
    pod: { namespace, labels },
  }));
}

/** Addresses outside the cluster, by name. */
export function addresses(list: readonly (readonly [name: string, address: string])[]): Endpoint[] {
  return list.map(([name, address]) => ({ name, address }));
}

/** Every connection with at least one end in a guarded namespace. What others do among themselves is not the platform's business. */
export function everyConnection(
  ends: readonly Endpoint[],
  guarded: readonly string[],
  tcpPorts: readonly number[],
): Connection[] {
  const isGuarded = ({ pod }: Endpoint) => pod !== undefined && guarded.includes(pod.namespace);
  const pairs = ends.flatMap((from) => ends.filter((to) => to !== from).map((to) => ({ from, to })));
  return pairs
    .filter(({ from, to }) => isGuarded(from) || isGuarded(to))
    .flatMap((pair) => [
      ...tcpPorts.map((port) => ({ ...pair, port, protocol: "TCP" as const })),
      { ...pair, port: 53, protocol: "UDP" as const },
      { ...pair, port: 7079, protocol: "UDP" as const },
    ]);
}

/** All policies of namespaces that are made with these. */
export async function namespaces(
  all: Readonly<Record<string, readonly [Workload, NetworkPolicies]>>,
): Promise<object[]> {
  const quota = { cpu: "1", memory: "1Gi", pods: 1 };
  const registered = await record((opts) => {
    for (const [namespace, [workload, allow]] of Object.entries(all)) {
      new WorkloadNamespace(namespace, { namespace, workload, quota, allow }, opts);
    }
  });
  return registered
    .filter(({ type }) => type === "kubernetes:networking.k8s.io/v1:NetworkPolicy")
    .map(({ inputs }) => ({ apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy", ...(inputs as object) }));
}

/** Connections as one reads them, sorted. */
export function written(connections: readonly Connection[]): string[] {
  return connections.map(({ from, to, port, protocol }) => `${from.name} → ${to.name}:${port}/${protocol}`).sort();
}
