/** `npm run up`: from a fresh clone to a running platform with the result of a real Spark job. */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { requireImages } from "../foreign-cluster.js";
import { type Ground, prepareGround } from "../ground.js";
import type { Interval } from "../job-manifest.js";
import { runJob } from "../job-run.js";
import { Kubectl } from "../kubectl.js";
import { checkMachine, SAMPLES_DONE } from "../preflight.js";
import { COMMITTED_SETTINGS, readSettings } from "../settings-file.js";
import { type Changes, Stack } from "../stack.js";
import { type Report, step } from "../steps.js";
import { describePlatform } from "../summary.js";
import { findTarget, type Target, type TargetOptions } from "../target.js";
import { missingPrograms, platformPrograms } from "../toolchain.js";

interface Sample {
  readonly job: string;
  readonly interval?: Interval;
  /** Where in the driver's log the result starts; it goes on to the end. */
  readonly result: RegExp;
}

/** What a first `up` shows: the classic, and real input processed over its whole history. */
const SAMPLES: readonly Sample[] = [
  { job: "pi", result: /^Pi is roughly / },
  { job: "flights", interval: { from: "2001-01-01", to: "2001-07-01" }, result: /^flights: \d+ rows written/ },
];

export interface UpOptions extends TargetOptions {
  /** Settings file in the format of a stack file. Default: stacks/Pulumi.local.yaml. */
  readonly settings?: string | undefined;
}

export async function up(options: UpOptions): Promise<void> {
  const target = findTarget(options);
  const settings = resolve(options.settings ?? COMMITTED_SETTINGS);
  const written = readSettings(settings);
  // Before the long work. Loaded here, since the other commands have no use for Pulumi's SDK.
  (await import("../../infra/settings.js")).parseSettings(written);
  if (target.kind === "context") requireImages(written);
  const logs = join(target.stateDir, "logs");

  await step("Check the machine", () => checkMachine(target.kind, target.name));
  await announceBuilding(target);
  const ground = await prepareGround(target, written);
  mkdirSync(logs, { recursive: true });
  const stack = new Stack(target, ground.toolchain);
  await step(
    "Run pulumi up with the policy pack",
    (report) => provision(stack, settings, ground, join(logs, "pulumi-up.log"), report),
    describeChanges,
  );
  const kubectl = new Kubectl(ground.toolchain.path("kubectl"), ground.kube);
  const results = await runSamples(kubectl, logs, join(target.stateDir, SAMPLES_DONE));
  process.stdout.write(`\n${await describePlatform(target, stack, ground, results)}\n`);
}

/** Before the one wait that is long, so that nobody takes it for a hang. */
async function announceBuilding({ kind }: Target): Promise<void> {
  const { length } = await missingPrograms(platformPrograms(kind));
  if (length === 0) return;
  console.log(
    `${length} programs are not on this machine yet and are built from source, once: up to half an hour on two cores.`,
  );
}

async function provision(
  stack: Stack,
  settings: string,
  ground: Ground,
  log: string,
  report: Report,
): Promise<Changes> {
  await stack.ensure();
  stack.useSettings(settings, ground.overrides);
  return stack.change("up", log, report);
}

function describeChanges({ same = 0, ...changes }: Changes): string {
  const counts = Object.entries(changes).map(([operation, count]) => `${operation} ${count}`);
  return counts.length === 0 ? `nothing to change (${same} resources)` : counts.join(", ");
}

/** Runs the samples once in the life of a platform, and answers with the lines that each printed as its result. */
async function runSamples(kubectl: Kubectl, logs: string, done: string): Promise<string[]> {
  if (existsSync(done)) return [];
  const results: string[] = [];
  for (const { job, interval, result } of SAMPLES) {
    const lines = await step(`Run the sample job ${job}`, (report) =>
      runJob(kubectl, { job, interval, logs, onLine: report }),
    );
    results.push(...lines.slice(lines.findIndex((line) => result.test(line))), "");
  }
  writeFileSync(done, "");
  return results;
}
