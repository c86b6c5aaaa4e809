/**
 * The cgroups below which a cluster's kubelet keeps its pods. Seen running with cgroup v1 only; the steps for v2 follow the kernel's documentation
 * and were not run.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const ROOT = "/sys/fs/cgroup";

/** A process that is being killed leaves its cgroup a moment later. */
const REMOVAL_TIMEOUT_MS = 10_000;

/** The one hierarchy of v2, or each of v1's; some of those go by two names. */
function hierarchies(): string[] {
  if (existsSync(join(ROOT, "cgroup.controllers"))) return [ROOT];
  return [...new Set(readdirSync(ROOT).map((entry) => realpathSync(join(ROOT, entry))))];
}

/** Makes the cgroup in every hierarchy: the kubelet makes what is below it, but not its root. */
export function ensureCgroup(name: string): void {
  for (const hierarchy of hierarchies()) {
    if (hierarchy === ROOT) {
      const controllers = readFileSync(join(ROOT, "cgroup.controllers"), "utf8").trim().split(" ");
      writeFileSync(join(ROOT, "cgroup.subtree_control"), controllers.map((controller) => `+${controller}`).join(" "));
    }
    mkdirSync(join(hierarchy, name), { recursive: true });
    // A cpuset of v1 starts with no CPU and no memory node, and takes no process until it has some.
    for (const setting of ["cpuset.cpus", "cpuset.mems"]) {
      const inherited = join(hierarchy, setting);
      if (existsSync(inherited)) writeFileSync(join(hierarchy, name, setting), readFileSync(inherited));
    }
  }
}

/** Removes the cgroup and what is below it, in every hierarchy. All its processes have been killed already. */
export async function removeCgroup(name: string): Promise<void> {
  const deadline = Date.now() + REMOVAL_TIMEOUT_MS;
  for (const hierarchy of hierarchies()) {
    const directory = join(hierarchy, name);
    while (!isRemoved(directory)) {
      if (Date.now() > deadline) throw new Error(`Cgroup ${directory} still has processes: see its cgroup.procs.`);
      await sleep(100);
    }
  }
}

/** Removes from the leaves up; false if a process is still there. */
function isRemoved(directory: string): boolean {
  if (!existsSync(directory)) return true;
  const children = readdirSync(directory, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  if (!children.every((child) => isRemoved(join(directory, child.name)))) return false;
  try {
    rmdirSync(directory);
    return true;
  } catch {
    return false;
  }
}
