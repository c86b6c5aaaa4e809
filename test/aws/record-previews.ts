/**
 * Records previews of the real engine for the tests of `report/`: `node --import=tsx test/aws/record-previews.ts`, some five minutes on two cores. Stack
 * prod on simulated AWS, whose objects land in a real Kubernetes API, and the program of test/engine that breaks every rule.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { clusterNowhere } from "../engine/kubeconfig.js";
import { Workspace } from "../engine/workspace.js";
import { recordingPath } from "../unit/report/recordings.js";
import { LivingStack, unprotected } from "./living-stack.js";
import { type StackSettings, usePoliciesOf } from "./stack-on-aws.js";

/** Lines that no report reads, most of the log: what the engine does inside, and that the providers here are not AWS' own. */
const NOISE = /"severity":"debug"|"resOutputsEvent"|"policy\w+SummaryEvent"|from \$PATH at/;

/** The CLI only takes `--event-log` with it. */
process.env["PULUMI_DEBUG_COMMANDS"] = "true";

/** @param secrets texts that must not be in the log */
async function record(name: string, workspace: Workspace, secrets: readonly string[] = []): Promise<void> {
  const log = join(workspace.directory, `${name}.jsonl`);
  const { exitCode } = await workspace.preview("--event-log", log);
  const lines = readFileSync(log, "utf8")
    .split("\n")
    .filter((line) => !NOISE.test(line));
  const leaked = secrets.filter((secret) => lines.some((line) => line.includes(secret)));
  if (leaked.length > 0) throw new Error(`${name}: the engine wrote ${leaked.length} secrets into its event log`);
  writeFileSync(recordingPath(name), gzipSync(lines.join("\n"), { level: 9 }));
  console.log(`${name}: exit code ${exitCode ?? NaN}, ${lines.length} lines, without any of ${secrets.length} secrets`);
}

/** Every secret in the state of a stack. */
async function secretsOf(workspace: Workspace): Promise<string[]> {
  const { output } = await workspace.command("stack", "export", "--show-secrets");
  const found = [...output.matchAll(/"plaintext": ("(?:[^"\\]|\\.)*")/g)].map(
    ([, text = '""']) => JSON.parse(text) as string,
  );
  return [...new Set(found.flatMap(textsIn))].filter((text) => text.length >= 8);
}

/** A secret is kept as JSON. */
function textsIn(plaintext: string): string[] {
  const value = JSON.parse(plaintext) as unknown;
  return typeof value === "string" ? [value] : Object.values(value as Record<string, string>);
}

async function recordCareless(): Promise<void> {
  const careless = await Workspace.create("careless");
  try {
    careless.writeSettings({ ...clusterNowhere(careless), clusterIsNew: false });
    await record("careless", careless);
  } finally {
    careless.remove();
  }
}

async function recordProd(): Promise<void> {
  const life = await LivingStack.start("prod");
  const { settings, workspace, world } = life;
  try {
    await record("prod-first", workspace);
    await life.change("up");
    const secrets = await secretsOf(workspace);
    if (secrets.length < 6)
      throw new Error(`only ${secrets.length} secrets in the state: the recordings would prove nothing`);
    const recordWith = async (name: string, changed: StackSettings): Promise<void> => {
      workspace.writeSettings(changed);
      await record(name, workspace, secrets);
    };
    await recordWith("prod-unchanged", settings);
    await recordWith("prod-jobs", otherJobs(settings));
    await recordWith("prod-protected", otherDatabase(settings));
    await recordWith("prod-wrong-settings", wrong(settings));
    // They ask for no protection.
    usePoliciesOf("dev", world);
    await life.change("up", unprotected(settings));
    usePoliciesOf("prod", world);
    await recordWith("prod-data", unprotected(otherBucket(otherDatabase(settings))));
  } finally {
    await life.end();
  }
}

/** One job larger and at another time, one without a schedule, one new, one gone; new code for all. */
function otherJobs(settings: StackSettings): StackSettings {
  const { flights = {}, pi = {}, "flights-by-month": byMonth = {} } = settings.jobs;
  const spark = "444455556666.dkr.ecr.us-east-1.amazonaws.com/spark-platform/spark:0.2.0";
  const size = (instances: number, memory: string) => ({ kind: "client", executor: { memory, instances } });
  const orders = { application: "/opt/jobs/orders.py", schedule: "0 2 * * *", environment: { SALES_REGION: "emea" } };
  return {
    ...settings,
    images: { ...(settings["images"] as object), spark },
    jobs: {
      flights: { ...flights, mode: size(6, "4g"), schedule: "30 4 * * 1-5", timeZone: "Europe/Berlin" },
      "flights-by-month": { ...byMonth, schedule: undefined },
      orders: { ...pi, ...orders, mode: size(4, "2g") },
    },
  };
}

/** A pod in place of RDS. */
function otherDatabase(settings: StackSettings): StackSettings {
  const storage = { kind: "class", className: "encrypted-gp3", size: "20Gi" };
  return { ...settings, postgres: { kind: "pod", storage } };
}

function otherBucket(settings: StackSettings): StackSettings {
  const data = { kind: "new" as const, name: "example-corp-spark-prod-lake" };
  return { ...settings, buckets: { ...settings.buckets, data } };
}

function wrong(settings: StackSettings): StackSettings {
  const { pi = {} } = settings.jobs;
  return { ...settings, jobs: { ...settings.jobs, pi: { ...pi, schedule: "99 2 * * *", team: "nobody" } } };
}

await recordCareless();
await recordProd();
