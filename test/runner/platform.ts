/** The platform that the cluster, e2e and down tiers share: brought up as a user would, under a name of its own. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { execa } from "execa";

import { stopCluster } from "../../local/cluster/index.js";
import { REPOSITORY, stateHome } from "../../local/paths.js";
import { killUp, WEAK_MOMENTS } from "./interruption.js";

/** Name of the tests' own built-in cluster. */
export const TEST_PLATFORM = "test";

/** A second built-in cluster, which plays a cluster that somebody else made. */
export const FOREIGN_CLUSTER = "foreign";

/** What the tests write down, outside the platform's own state, which `down` removes. */
export const RECORDS = stateHome("test-records");

/** Output of the `up` that completed the platform. There is no other with the samples' results: a later one does not run them again. */
const FIRST_UP = join(RECORDS, "first-up.txt");
const INTERRUPTIONS = join(RECORDS, "interruptions.json");

interface Answer {
  readonly exitCode: number | undefined;
  /** All it printed. */
  readonly output: string;
  readonly stdout: string;
}

/** Runs a command of the product as npm would. */
export async function product(...args: string[]): Promise<Answer> {
  return withEnvironment({})(...args);
}

export function withEnvironment(env: Record<string, string>): (...args: string[]) => Promise<Answer> {
  return async (...args) => {
    const options = { cwd: REPOSITORY, env, reject: false, all: true, stdin: "ignore" } as const;
    const { exitCode, all, stdout } = await execa("node", ["local/bootstrap.mjs", ...args], options);
    return { exitCode, output: all, stdout };
  };
}

/**
 * Runs a command of the product that has to succeed.
 *
 * @throws Error with all it printed when it fails
 */
export async function succeed(...args: string[]): Promise<Answer> {
  const answer = await product(...args);
  if (answer.exitCode !== 0) throw new Error(`npm run ${args.join(" ")} failed:\n${answer.output}`);
  return answer;
}

/** Whether the tests' platform, or a part of it, is there. */
export function platformExists(): boolean {
  return existsSync(stateHome(TEST_PLATFORM));
}

/** Brings the platform up unless an earlier tier of this run, or a run before, left it up. */
export async function ensurePlatform(): Promise<void> {
  if (platformExists() && existsSync(FIRST_UP)) await succeed("up", "--name", TEST_PLATFORM);
  else await bringUpAnew();
}

/** Kills `up` twice on the way: whatever state that leaves, the next one has to go on from it. */
async function bringUpAnew(): Promise<void> {
  await removePlatform();
  mkdirSync(RECORDS, { recursive: true });
  console.log(`Bringing up the platform "${TEST_PLATFORM}" through two interruptions (output: ${FIRST_UP}) …`);
  const interrupted: string[] = [];
  for (const moment of WEAK_MOMENTS) interrupted.push(await killUp(TEST_PLATFORM, moment));
  writeFileSync(INTERRUPTIONS, JSON.stringify(interrupted));
  const { output } = await succeed("up", "--name", TEST_PLATFORM);
  writeFileSync(FIRST_UP, output);
}

/** What the first complete `up` printed. */
export function upOutput(): string {
  return readFileSync(FIRST_UP, "utf8");
}

/** The steps of `up` during which it was killed before that. */
export function interruptedSteps(): string[] {
  return JSON.parse(readFileSync(INTERRUPTIONS, "utf8")) as string[];
}

/** Takes down whatever the tests brought up, also what an interrupted run left. */
export async function removePlatform(): Promise<void> {
  rmSync(FIRST_UP, { force: true });
  await stopCluster(FOREIGN_CLUSTER, () => undefined);
  if (platformExists()) await succeed("down", "--name", TEST_PLATFORM);
}
