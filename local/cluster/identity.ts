/** What tells one built-in cluster from another: names on the host, and a network of two addresses. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { dirname, join } from "node:path";

import { PROJECT } from "../../vocabulary.js";
import { withLock } from "../lock.js";
import { stateHome } from "../paths.js";
import type { Report } from "../steps.js";

export interface Identity {
  readonly name: string;
  /** Everything that the cluster keeps; removed with it. */
  readonly stateDir: string;
  /** Name of the node and of the kubeconfig's context. */
  readonly nodeName: string;
  /** The host's end of the link to the node, and its address. */
  readonly link: string;
  readonly gatewayAddress: string;
  readonly nodeAddress: string;
  /** Name of the cgroups below which the kubelet keeps the pods. */
  readonly cgroup: string;
}

/** What is not derived from the name but chosen once; cluster.json in the state directory. */
interface ClusterRecord {
  /** Which of the networks of two addresses in 198.18.0.0/15, from 0. */
  readonly network: number;
}

/** 198.18.0.0/15 is set aside for benchmarks of network devices, so no laptop's own network has it. A /30 holds the two ends of a link. */
const NETWORKS = 2 ** (30 - 15);

/**
 * The state directory of a cluster of this checkout.
 *
 * @throws Error when the name cannot be a host name
 */
export function clusterState(name: string): string {
  if (!/^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$/.test(name)) {
    throw new Error(
      `Cluster name "${name}": use at most 32 lower-case letters, digits and inner hyphens, it becomes a host name.`,
    );
  }
  return stateHome(name);
}

/** The identity of a cluster that was started before; undefined if there is none. */
export function readIdentity(name: string): Identity | undefined {
  const stateDir = clusterState(name);
  const record = readRecord(stateDir);
  return record && identity(name, stateDir, record);
}

/** The identity of a cluster; a new one gets a network that nobody on this machine has. */
export async function ensureIdentity(name: string, report: Report): Promise<Identity> {
  return withLock("cluster-networks", report, () => {
    const stateDir = clusterState(name);
    const record = readRecord(stateDir) ?? { network: freeNetwork(takenNetworks(dirname(stateDir))) };
    writeRecord(stateDir, record);
    return Promise.resolve(identity(name, stateDir, record));
  });
}

function identity(name: string, stateDir: string, { network }: ClusterRecord): Identity {
  const id = createHash("sha256").update(stateDir).digest("hex").slice(0, 8);
  return {
    name,
    stateDir,
    nodeName: `${PROJECT}-${name}`,
    link: `spark-${id}`,
    cgroup: `${PROJECT}-${id}`,
    ...linkAddresses(network),
  };
}

/** The two ends of a network: gateway on the host, node on the other side. */
export function linkAddresses(network: number): Pick<Identity, "gatewayAddress" | "nodeAddress"> {
  const address = (host: number): string => {
    const offset = network * 4 + host;
    return `198.${18 + Math.floor(offset / 65536)}.${Math.floor(offset / 256) % 256}.${offset % 256}`;
  };
  return { gatewayAddress: address(1), nodeAddress: address(2) };
}

/** The first network that is not taken. */
export function freeNetwork(taken: ReadonlySet<number>): number {
  for (let network = 0; network < NETWORKS; network++) if (!taken.has(network)) return network;
  throw new Error("All networks of two addresses in 198.18.0.0/15 are taken: stop a cluster.");
}

/** Networks of all clusters with a state beside this one's, and of every interface that is up: another user's clusters are seen by those only. */
function takenNetworks(states: string): Set<number> {
  const recorded = existsSync(states)
    ? readdirSync(states).map((entry) => readRecord(join(states, entry))?.network)
    : [];
  const interfaces = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return new Set([...recorded, ...interfaces.map(({ address }) => networkOf(address))].filter((n) => n !== undefined));
}

/** The network in 198.18.0.0/15 to which an address belongs. */
export function networkOf(address: string): number | undefined {
  const match = /^198\.(18|19)\.(\d+)\.(\d+)$/.exec(address);
  if (!match) return undefined;
  const [second, third, fourth] = match.slice(1).map(Number) as [number, number, number];
  return Math.floor(((second - 18) * 65536 + third * 256 + fourth) / 4);
}

function readRecord(stateDir: string): ClusterRecord | undefined {
  const file = join(stateDir, "cluster.json");
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as ClusterRecord) : undefined;
}

function writeRecord(stateDir: string, record: ClusterRecord): void {
  mkdirSync(stateDir, { recursive: true, mode: 0o700 });
  const file = join(stateDir, "cluster.json");
  writeFileSync(`${file}.new`, JSON.stringify(record));
  renameSync(`${file}.new`, file);
}
