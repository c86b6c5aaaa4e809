/** `npm run down`: removes everything that `npm run up` made. Caches stay, so that the next `up` builds nothing. */
import { existsSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { stopCluster } from "../cluster/index.js";
import { Stack } from "../stack.js";
import { step } from "../steps.js";
import { findTarget, type Target, type TargetOptions } from "../target.js";
import { ensureToolchain, platformPrograms } from "../toolchain.js";

export async function down(options: TargetOptions): Promise<void> {
  const target = findTarget(options);
  if (!existsSync(target.stateDir)) {
    process.stdout.write("Nothing to remove: there is no platform of this checkout.\n");
    return;
  }
  // The stack's state dies with its own cluster; on somebody else's cluster its resources have to go one by one.
  if (target.kind === "context") await destroyStack(target);
  else await step("Stop the built-in cluster", (report) => stopCluster(target.name, report));
  rmSync(target.stateDir, { recursive: true, force: true });
}

async function destroyStack(target: Target): Promise<void> {
  const toolchain = await step("Find or build the toolchain", (report) =>
    ensureToolchain(platformPrograms(target.kind), report),
  );
  const stack = new Stack(target, toolchain);
  if (!stack.exists()) return;
  const log = join(tmpdir(), `spark-platform-destroy-${process.pid}.log`);
  await step("Run pulumi destroy", (report) => stack.change("destroy", log, report));
}
