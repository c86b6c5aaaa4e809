/** The platform that the cluster, e2e and down tiers share: brought up as a user would, under a name of its own. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { execa } from "execa";

import { REPOSITORY, stateHome } from "../../local/paths.js";
import { hostState } from "./host-state.js";

/** Name of the tests' own built-in cluster. */
export const TEST_PLATFORM = "test";

/** What the tests write down, outside the platform's own state, which `down` removes. */
export const RECORDS = stateHome("test-records");

const record = (name: string): string => join(RECORDS, name);
export const UP_OUTPUT = record("up.txt");
export const HOST_BEFORE = record("host-before.json");

interface Answer {
  readonly exitCode: number | undefined;
  /** All it printed. */
  readonly output: string;
}

/** Runs a command of the product as npm would. */
export async function product(...args: string[]): Promise<Answer> {
  return withEnvironment({})(...args);
}

export function withEnvironment(env: Record<string, string>): (...args: string[]) => Promise<Answer> {
  return async (...args) => {
    const options = { cwd: REPOSITORY, env, reject: false, all: true, stdin: "ignore" } as const;
    const { exitCode, all } = await execa("node", ["local/bootstrap.mjs", ...args], options);
    return { exitCode, output: all };
  };
}

/** Brings the platform up unless an earlier tier of this run, or a run before, left it up. */
export async function ensurePlatform(): Promise<void> {
  mkdirSync(RECORDS, { recursive: true });
  if (!existsSync(stateHome(TEST_PLATFORM))) writeFileSync(HOST_BEFORE, JSON.stringify(await hostState()));
  console.log(`Bringing up the platform "${TEST_PLATFORM}" (its output: ${UP_OUTPUT}) …`);
  const { exitCode, output } = await product("up", "--name", TEST_PLATFORM);
  // A second run of `up` shows no sample results: the first one's output is what the tests read.
  if (exitCode !== 0 || !existsSync(UP_OUTPUT) || output.includes("Run the sample job"))
    writeFileSync(UP_OUTPUT, output);
  if (exitCode !== 0) throw new Error(`npm run up failed:\n${output}`);
}

export function upOutput(): string {
  return readFileSync(UP_OUTPUT, "utf8");
}

/** Takes the platform down after the last tier that needs it. */
export async function removePlatform(): Promise<void> {
  if (existsSync(stateHome(TEST_PLATFORM))) await product("down", "--name", TEST_PLATFORM);
}
