/** Programs that the user has installed: looked up on PATH and used when recent enough. */
import { accessSync, constants, existsSync, realpathSync, statSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";

import { execa } from "execa";

import { OLDEST, type Program } from "./programs.js";

type Version = readonly [major: number, minor: number];

/** What Pulumi needs beside its CLI to run this project; official installs have both. */
const BESIDE_PULUMI = ["pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"];

export function onPath(program: string, path = process.env["PATH"] ?? ""): string | undefined {
  return path
    .split(delimiter)
    .filter((directory) => directory !== "")
    .map((directory) => join(directory, program))
    .find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** The first two numbers of a version as programs print it (`v3.259.0`, `go1.26.8`); undefined when there are none. */
export function parseVersion(text: string): Version | undefined {
  const match = /(\d+)\.(\d+)/.exec(text);
  return match ? [Number(match[1]), Number(match[2])] : undefined;
}

export function isRecent([major, minor]: Version, [oldestMajor, oldestMinor]: Version): boolean {
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}

/** Paths of those programs that need not be built, because what is installed will do. */
export async function installedPrograms(): Promise<Partial<Record<Program, string>>> {
  const [kubectl, pulumi] = await Promise.all([recentKubectl(), recentPulumi()]);
  return {
    ...(kubectl === undefined ? {} : { kubectl }),
    ...(pulumi === undefined
      ? {}
      : { pulumi, "pulumi-language-nodejs": join(dirname(pulumi), BESIDE_PULUMI[0] ?? "") }),
  };
}

async function recentKubectl(): Promise<string | undefined> {
  const kubectl = onPath("kubectl");
  if (kubectl === undefined) return undefined;
  const { stdout } = await execa(kubectl, ["version", "--client"], { reject: false });
  const version = parseVersion(stdout);
  return version && isRecent(version, OLDEST.kubectl) ? kubectl : undefined;
}

/** An installed Pulumi counts only as a whole: a newer CLI is not mixed with a language host that was built here. */
async function recentPulumi(): Promise<string | undefined> {
  const link = onPath("pulumi");
  if (link === undefined) return undefined;
  const pulumi = realpathSync(link);
  const { stdout } = await execa(pulumi, ["version"], { reject: false });
  const version = parseVersion(stdout);
  const complete = BESIDE_PULUMI.every((program) => existsSync(join(dirname(pulumi), program)));
  return version && isRecent(version, OLDEST.pulumi) && complete ? pulumi : undefined;
}

/** The Go compiler on PATH and its version, for example `go1.26.8`. */
export async function installedGo(): Promise<{ path: string; version: string } | undefined> {
  const path = onPath("go");
  if (path === undefined) return undefined;
  const { stdout } = await execa(path, ["env", "GOVERSION"], { reject: false, env: { GOTOOLCHAIN: "local" } });
  return { path, version: stdout.trim() };
}
