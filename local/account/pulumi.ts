/** Pulumi for stacks in AWS: the user's own backend, credentials and plugins, and this repository's way to run it. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { execa } from "execa";
import { stringify } from "yaml";

import { REPOSITORY } from "../paths.js";
import { PULUMI_SWITCHES } from "../pulumi-switches.js";
import { diagnostics } from "../stack.js";
import type { Report } from "../steps.js";
import { ensureToolchain, type Toolchain } from "../toolchain.js";

export type Environment = Readonly<Record<string, string>>;

/** Pulumi's CLI with its language host; what else a stack needs Pulumi downloads itself. */
export function awsToolchain(report: Report): Promise<Toolchain> {
  return ensureToolchain(["pulumi", "pulumi-language-nodejs"], report);
}

/** Additions to the environment in which Pulumi works on a stack: the policy pack is on, with the stack's own configuration where it has one. */
export function awsEnvironment(stack: string, toolchain: Toolchain): Environment {
  // Of the toolchain's own environment only where its programs are: a home of its own would hide the user's login and plugins.
  const { PATH = "" } = toolchain.env;
  const configuration = join(REPOSITORY, "stacks", `policies.${stack}.json`);
  return {
    PATH,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    ...PULUMI_SWITCHES,
    ...(existsSync(configuration) && { PULUMI_OPTION_POLICY_PACK_CONFIG: configuration }),
  };
}

/**
 * Runs Pulumi to its end and answers with what it wrote to standard output.
 *
 * @throws Error with what Pulumi said when it fails
 */
export async function runPulumi(
  toolchain: Toolchain,
  args: readonly string[],
  { cwd, env, report }: { readonly cwd: string; readonly env: Environment; readonly report?: Report },
): Promise<string> {
  const child = execa(toolchain.path("pulumi"), [...args, "--non-interactive", "--color=never"], {
    cwd,
    env,
    all: true,
    reject: false,
    stdin: "ignore",
  });
  if (report) for await (const line of child.iterable({ from: "all" })) if (line.trim()) report(line.trim());
  const { exitCode, stdout, all } = await child;
  if (exitCode === 0) return stdout;
  throw new Error(`pulumi ${args.slice(0, 2).join(" ")} failed:\n${diagnostics(all)}`);
}

/**
 * Does `work` in a directory that Pulumi takes for the project: commands that make a stack rewrite the stack's file, which is the user's, with comments
 * and empty lines of their own.
 *
 * @param files further files, by name
 */
export async function inProject<T>(
  project: string,
  files: Readonly<Record<string, object>>,
  work: (directory: string) => Promise<T>,
): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), `${project}-`));
  try {
    const all = { "Pulumi.yaml": { name: project, runtime: "nodejs" }, ...files };
    for (const [name, content] of Object.entries(all)) writeFileSync(join(directory, name), stringify(content));
    return await work(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}
