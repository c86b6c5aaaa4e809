/** Asks cyclonus, a simulator of NetworkPolicies, which traffic gets through. It reads files and needs no cluster. */
import { execa } from "execa";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { ensureToolchain } from "../../local/toolchain.js";

/** One end of a connection: a pod, or an address outside the cluster. */
export interface Endpoint {
  readonly name: string;
  readonly address: string;
  readonly pod?: { readonly namespace: string; readonly labels: Readonly<Record<string, string>> };
}

export interface Connection {
  readonly from: Endpoint;
  readonly to: Endpoint;
  readonly port: number;
  readonly protocol: "TCP" | "UDP";
}

/** Those of `connections` that both their ends allow under `policies` (manifests of kind NetworkPolicy). */
export async function allowedConnections(
  policies: readonly object[],
  connections: readonly Connection[],
): Promise<Connection[]> {
  const directory = mkdtempSync(join(tmpdir(), "spark-platform-network-"));
  try {
    const list = { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicyList", items: policies };
    const policyPath = write(directory, "policies.json", list);
    const trafficPath = write(directory, "traffic.json", connections.map(traffic));
    const verdicts = await query(policyPath, trafficPath);
    if (verdicts.length !== connections.length) {
      throw new Error(`cyclonus judged ${verdicts.length} of ${connections.length} connections`);
    }
    return connections.filter((_, index) => verdicts[index]);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

async function query(policyPath: string, trafficPath: string): Promise<boolean[]> {
  const toolchain = await ensureToolchain(["cyclonus"], () => undefined);
  const { stdout } = await execa(toolchain.path("cyclonus"), [
    "analyze",
    "--mode=query-traffic",
    `--policy-path=${policyPath}`,
    `--traffic-path=${trafficPath}`,
  ]);
  return [...stdout.matchAll(/IS ALLOWED\? \| +(TRUE|FALSE)/g)].map(([, verdict]) => verdict === "TRUE");
}

function traffic({ from, to, port, protocol }: Connection): object {
  return { Source: peer(from), Destination: peer(to), ResolvedPort: port, Protocol: protocol };
}

function peer({ address, pod }: Endpoint): object {
  if (pod === undefined) return { IP: address };
  const NamespaceLabels = { "kubernetes.io/metadata.name": pod.namespace };
  return { IP: address, Internal: { Namespace: pod.namespace, NamespaceLabels, PodLabels: pod.labels } };
}

function write(directory: string, file: string, content: object): string {
  const path = join(directory, file);
  writeFileSync(path, JSON.stringify(content));
  return path;
}
