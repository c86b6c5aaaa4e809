/** Builds programs from Go modules into the cache. What went in is part of a program's directory name, so nothing is ever built twice. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

import { execa } from "execa";

import { cacheHome } from "../paths.js";
import { installedGo, isRecent, parseVersion } from "./path.js";
import { type GoProgram, OLDEST, type Program, PROGRAMS } from "./programs.js";

const MODULES = import.meta.dirname;

const ARCHITECTURES: Partial<Record<NodeJS.Architecture, string>> = { x64: "amd64" };

/** This machine's architecture as Go and container images call it. */
export const ARCHITECTURE = ARCHITECTURES[process.arch] ?? process.arch;

/** Hash of all that a module is built from: the locked versions and, if it has one, its own main.go. */
export function moduleHash(module: string): string {
  const hash = createHash("sha256");
  for (const file of ["go.mod", "go.sum", "main.go"]) {
    const path = join(MODULES, module, file);
    if (existsSync(path)) hash.update(`${file}\n`).update(readFileSync(path));
  }
  return hash.digest("hex");
}

function buildArguments({ ldflags, tags, package: goPackage }: GoProgram, output: string): string[] {
  const tagged = tags === undefined ? [] : ["-tags", tags];
  return ["build", "-trimpath", "-buildvcs=false", ...tagged, "-ldflags", ldflags, "-o", output, goPackage];
}

/** Directory of a built program: `<cache>/toolchain/<program>-<hash of sources, flags and platform>`. Any recent compiler will do. */
function programDirectory(program: Program): string {
  const recipe: GoProgram = PROGRAMS[program];
  const inputs = [moduleHash(recipe.module), ...buildArguments(recipe, ""), process.platform, process.arch];
  const hash = createHash("sha256").update(JSON.stringify(inputs)).digest("hex").slice(0, 12);
  return join(cacheHome(), "toolchain", `${program}-${hash}`);
}

/** Path of a program that was built before; undefined if it is not in the cache. */
export function cachedProgram(program: Program): string | undefined {
  const path = join(programDirectory(program), program);
  return existsSync(path) ? path : undefined;
}

/**
 * Builds one program, unless it is in the cache, and answers with its path. The caller holds the toolchain lock. An interrupted build leaves nothing that would be taken for
 * a program, and Go's own cache keeps what was compiled.
 *
 * @throws Error that names the log when Go is missing or too old, or the build fails
 */
export async function buildProgram(program: Program): Promise<string> {
  const directory = programDirectory(program);
  if (existsSync(directory)) return join(directory, program);
  const go = await installedGo();
  const version = go && parseVersion(go.version);
  if (!version || !isRecent(version, OLDEST.go)) {
    throw new Error(
      `${program} has to be built and that takes Go ${OLDEST.go.join(".")} or newer; found: ${go?.version ?? "none"}. Install Go and run the same command again.`,
    );
  }
  const unfinished = `${directory}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  await compile(program, go.path, join(unfinished, program));
  renameSync(unfinished, directory);
  return join(directory, program);
}

async function compile(program: Program, go: string, output: string): Promise<void> {
  const recipe: GoProgram = PROGRAMS[program];
  const log = buildLog(program);
  const { failed } = await execa(go, buildArguments(recipe, output), {
    cwd: join(MODULES, recipe.module),
    env: {
      CGO_ENABLED: "0",
      // Whatever is downloaded must match a line of go.sum.
      GOFLAGS: "-mod=readonly",
      // No compiler or workspace other than the one asked for.
      GOTOOLCHAIN: "local",
      GOWORK: "off",
      // The user may have set these for work of their own.
      GOOS: process.platform,
      GOARCH: ARCHITECTURE,
      GOEXPERIMENT: "",
    },
    stdin: "ignore",
    stderr: { file: log },
    reject: false,
  });
  if (failed) {
    const last = readFileSync(log, "utf8").trim().split("\n").slice(-5).join("\n");
    throw new Error(`Building ${program} ${recipe.version} failed. The whole log is ${log}; its end:\n${last}`);
  }
}

function buildLog(program: Program): string {
  const directory = join(cacheHome(), "toolchain", "logs");
  mkdirSync(directory, { recursive: true });
  return join(directory, `${program}.log`);
}
