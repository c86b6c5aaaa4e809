/**
 * What is well with this machine, the cluster and the platform in it, and what is not. Changes nothing and builds nothing, so it can be asked at any time:
 * before the first `up`, of a platform that is half there, after a restart of the machine, and of a cluster that somebody else runs.
 */
import { join } from "node:path";

import { COMMITTED_SETTINGS } from "../settings-file.js";
import type { Target } from "../target.js";
import { accessCheck, findAccess } from "./access.js";
import { airflowCheck } from "./airflow.js";
import { type Check, type Line, lookSideBySide } from "./check.js";
import { databaseCheck } from "./database.js";
import { dnsCheck } from "./dns.js";
import { jobCheck } from "./jobs.js";
import { machineChecks } from "./machine.js";
import { nodeCheck } from "./nodes.js";
import { platformCheck, readPlatform } from "./platform.js";
import { imageCheck, podCheck } from "./pods.js";
import { portCheck } from "./port.js";
import { quotaCheck } from "./quota.js";
import { rightsCheck } from "./rights.js";
import { roleCheck } from "./roles.js";
import { settingsCheck } from "./settings.js";
import { builtInOf, commandsFor, type Way, type World } from "./world.js";

export { describeLine } from "./lines.js";

/**
 * Every line in its order, as soon as it is known. What needs the cluster is only asked where that answers.
 *
 * @param settings file that the next `up` would be given. Default: that of the platform that is up, else the committed one
 */
export async function* examine(target: Target, settings?: string): AsyncGenerator<Line> {
  const access = findAccess(target);
  const machine = machineChecks(target, builtInOf(target) !== undefined);
  yield* lookSideBySide([...machine, settingsCheck(target, settings), accessCheck(access, target)]);
  const found = await access;
  if (found.kind === "answers") yield* examineCluster(target, found.way, settings ?? COMMITTED_SETTINGS);
}

async function* examineCluster(target: Target, way: Way, settings: string): AsyncGenerator<Line> {
  const reading = readPlatform(way);
  const kubeletLog = target.kind === "built-in" ? join(target.stateDir, "logs", "kubelet.log") : undefined;
  yield* lookSideBySide([
    ...(target.kind === "context" ? [rightsCheck(way)] : []),
    nodeCheck(way, kubeletLog),
    platformCheck(reading, target, way, settings),
  ]);
  const platform = await reading.catch(() => undefined);
  if (platform === undefined || platform.items.length === 0) return;
  const world = { ...way, ...commandsFor(target), platform, cluster: builtInOf(target) };
  yield* lookSideBySide(platformChecks(world));
}

function platformChecks(world: World): Check[] {
  return [
    quotaCheck(world),
    imageCheck(world),
    podCheck(world),
    dnsCheck(world),
    roleCheck(world),
    databaseCheck(world),
    airflowCheck(world),
    portCheck(world),
    jobCheck(world),
  ];
}
