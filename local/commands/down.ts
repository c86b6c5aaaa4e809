/** `npm run down`: removes everything that `npm run up` made. Caches stay, so that the next `up` builds nothing. */
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";

import { stopCluster } from "../cluster/index.js";
import { Kubectl, type KubeTarget } from "../kubectl.js";
import { cacheHome } from "../paths.js";
import { endPlugins } from "../plugins.js";
import { awaitIdleStack, backendOf, Stack, stackExists } from "../stack.js";
import { step } from "../steps.js";
import { findTarget, type Target, type TargetOptions } from "../target.js";
import { ensureToolchain, platformPrograms } from "../toolchain.js";

export async function down(options: TargetOptions): Promise<void> {
  const target = findTarget(options);
  if (!existsSync(target.stateDir)) {
    process.stdout.write("Nothing to remove: there is no platform of this checkout.\n");
    return;
  }
  await step("Wait for commands under way", () => awaitIdleStack(target.stateDir));
  endPlugins(backendOf(target));
  // The stack's state dies with its own cluster; on somebody else's cluster its resources have to go one by one.
  if (target.kind === "built-in") await step("Stop the built-in cluster", (report) => stopCluster(target.name, report));
  else if (stackExists(target)) await destroyStack(target, target.kube);
  rmSync(target.stateDir, { recursive: true, force: true });
}

async function destroyStack(target: Target, kube: KubeTarget): Promise<void> {
  const toolchain = await step("Find or build the toolchain", (report) =>
    ensureToolchain(platformPrograms(target.kind), report),
  );
  await requireAnswer(new Kubectl(toolchain.path("kubectl"), kube), target);
  const logs = join(cacheHome(), "logs");
  mkdirSync(logs, { recursive: true });
  const stack = new Stack(target, toolchain);
  await step("Run pulumi destroy", (report) => stack.change("destroy", join(logs, "pulumi-destroy.log"), report));
}

/** @throws Error with the way out when the cluster is gone */
async function requireAnswer(kubectl: Kubectl, { name, stateDir }: Target): Promise<void> {
  try {
    await kubectl.text(["get", "--raw", "/version", "--request-timeout=10s"]);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `Cluster ${name} does not answer: ${reason}\nIf it is gone for good, remove what is known of it: rm -r ${stateDir}`,
    );
  }
}
