/**
 * Settings of the platform: the stack's configuration, checked as a whole and with every default filled in.
 */

import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import { type Problem, describeProblems } from "../components/problem";
import { HIDDEN, isSecretName, isSecretValue } from "../components/spark/secrecy";
import { PROJECT } from "../vocabulary";
import { crossProblems } from "./settings/checks";
import { readParts } from "./settings/reader";
import { settingsSchema } from "./settings/schema";

type Immutable<Value> = Value extends object ? { readonly [Key in keyof Value]: Immutable<Value[Key]> } : Value;

/** Settings as the program uses them. Deeply frozen; what each key means stands in `settings/schema.ts`. */
export type Settings = Immutable<z.output<typeof settingsSchema>>;

/** Settings of a cluster that is already there. */
export type ExistingSettings = Extract<Settings["cluster"], { readonly kind: "existing" }>;

/** Settings of a cluster that the stack makes, on AWS. */
export type EksSettings = Extract<Settings["cluster"], { readonly kind: "eks" }>;

/**
 * Reads the settings of the current stack.
 *
 * @throws pulumi.RunError that lists everything that is wrong with them: shown to the user without a stack trace.
 */
export function readSettings(): Settings {
  return parseSettings(rawSettings(), secretSettings());
}

/**
 * Checks raw configuration values.
 *
 * @param raw values by key, without the project's prefix.
 * @param secrets keys whose values the configuration keeps secret. None may be: all settings end up readable in the cluster.
 * @throws pulumi.RunError that lists everything that is wrong.
 */
export function parseSettings(raw: Readonly<Record<string, unknown>>, secrets: readonly string[] = []): Settings {
  const problems: Problem[] = [];
  const parts = readParts(raw, problems);
  problems.push(...crossProblems(parts), ...secrets.map(secretProblem));
  if (problems.length > 0) throw new pulumi.RunError(explain(problems.map((problem) => hideSecret(problem, secrets))));
  return deepFreeze(settingsSchema.parse(raw));
}

function rawSettings(): Record<string, unknown> {
  const prefix = `${PROJECT}:`;
  const entries = Object.entries(pulumi.runtime.allConfig()).filter(([key]) => key.startsWith(prefix));
  return Object.fromEntries(entries.map(([key, value]) => [key.slice(prefix.length), parseValue(value)]));
}

/** The engine hands over groups and lists as JSON, everything else as text. */
function parseValue(value: string): unknown {
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}

/** The language host's list of keys with a secret anywhere below them; the SDK reads the same variable but keeps its function internal. */
function secretSettings(): string[] {
  const keys = JSON.parse(process.env["PULUMI_CONFIG_SECRET_KEYS"] ?? "[]") as string[];
  const prefix = `${PROJECT}:`;
  return keys.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
}

function secretProblem(key: string): Problem {
  return {
    path: key,
    value: HIDDEN,
    rule: "must not hold a secret, since settings are readable in the cluster",
    fix: "remove the secret; passwords are generated, and a job reads its own from a Kubernetes Secret",
  };
}

/** Hides what the configuration keeps secret, and what looks like a secret that somebody put where none belongs. */
function hideSecret(problem: Problem, secrets: readonly string[]): Problem {
  const { path, value } = problem;
  const kept = secrets.some((key) => path === key || [".", "["].some((next) => path.startsWith(key + next)));
  const looksSecret = isSecretName(path.split(".").at(-1) ?? "") || (typeof value === "string" && isSecretValue(value));
  return value !== undefined && (kept || looksSecret) ? { ...problem, value: HIDDEN } : problem;
}

function explain(problems: readonly Problem[]): string {
  const count = problems.length === 1 ? "One setting is" : `${problems.length} settings are`;
  return `${count} wrong under ${PROJECT}: (stacks/README.md describes every key)\n${describeProblems(problems)}`;
}

function deepFreeze<Value>(value: Value): Immutable<Value> {
  if (typeof value === "object" && value !== null) {
    Object.values(value).forEach(deepFreeze);
    Object.freeze(value);
  }
  return value as Immutable<Value>;
}
