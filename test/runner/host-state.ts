/** What a built-in cluster could leave behind on the host: interfaces, network namespaces, mounts, firewall rules, control groups, processes. */
import { readdirSync, readFileSync } from "node:fs";

import { execa } from "execa";

import { stateHome } from "../../local/paths.js";

export interface HostState {
  readonly interfaces: readonly string[];
  readonly networkNamespaces: readonly string[];
  readonly mounts: readonly string[];
  readonly firewall: readonly string[];
  readonly controlGroups: readonly string[];
}

export async function hostState(): Promise<HostState> {
  return {
    interfaces: readdirSync("/sys/class/net").sort(),
    networkNamespaces: await lines("ip", "netns", "list"),
    mounts: readFileSync("/proc/self/mounts", "utf8").trim().split("\n").sort(),
    // Counters and dates differ from call to call; the rules are what counts.
    firewall: (await lines("iptables-save")).filter((line) => line.startsWith("-A")),
    controlGroups: readdirSync("/sys/fs/cgroup")
      .flatMap((hierarchy) => childGroups(`/sys/fs/cgroup/${hierarchy}`))
      .sort(),
  };
}

async function lines(program: string, ...args: string[]): Promise<string[]> {
  const { stdout } = await execa(program, args, { reject: false });
  return stdout.split("\n").filter(Boolean).sort();
}

function childGroups(directory: string): string[] {
  try {
    return readdirSync(directory, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => `${directory}/${name}`);
  } catch {
    // A file of the unified hierarchy: it has no children.
    return [];
  }
}

/** Processes whose command line names the state directory of a cluster: all of its programs do. */
export async function processesOf(cluster: string): Promise<string[]> {
  const all = await lines("ps", "-eo", "pid,args");
  return all.filter((line) => line.includes(stateHome(cluster)));
}
