/** What a built-in cluster leaves visible on the host, found by the names and addresses that are its alone. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { execa } from "execa";

import type { Identity } from "../../local/cluster/identity.js";

const CGROUPS = "/sys/fs/cgroup";

export interface Traces {
  /** Command lines. Of the node and its pods by their control groups, of Pulumi's plugins by their environment. */
  readonly processes: readonly string[];
  /** Directories, in whichever hierarchies there are: one with cgroup v2, several with v1. */
  readonly cgroups: readonly string[];
  readonly links: readonly string[];
  readonly mounts: readonly string[];
  readonly firewallRules: readonly string[];
  readonly stateDirectories: readonly string[];
}

export async function tracesOf(cluster: Identity): Promise<Traces> {
  const { stateDir, cgroup, link, gatewayAddress, nodeAddress } = cluster;
  const naming = (lines: string, ...words: string[]): string[] =>
    lines.split("\n").filter((line) => words.some((word) => line.includes(word)));
  return {
    processes: processes((cgroups, texts) => cgroups.includes(cgroup) || texts.includes(stateDir)),
    cgroups: [CGROUPS, ...readdirSync(CGROUPS).map((entry) => join(CGROUPS, entry))]
      .map((hierarchy) => join(hierarchy, cgroup))
      .filter(existsSync),
    links: readdirSync("/sys/class/net").filter((name) => name === link),
    mounts: naming(readFileSync("/proc/mounts", "utf8"), stateDir),
    firewallRules: naming((await execa("iptables-save")).stdout, link, ` ${gatewayAddress}`, ` ${nodeAddress}`),
    stateDirectories: [stateDir].filter(existsSync),
  };
}

function processes(belongs: (cgroups: string, texts: string) => boolean): string[] {
  return readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .filter((pid) => belongs(read(`/proc/${pid}/cgroup`), read(`/proc/${pid}/cmdline`) + read(`/proc/${pid}/environ`)))
    .map((pid) => read(`/proc/${pid}/cmdline`).replaceAll("\0", " "));
}

/** A process may end while it is looked at. */
function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
