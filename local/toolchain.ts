/**
 * The programs that the platform runs on. What is installed and recent enough is used as it is; the official download of the Pulumi provider is
 * tried; only what is still missing is built from Go modules, once for all checkouts.
 */
import { existsSync } from "node:fs";

import { withLock } from "./lock.js";
import type { Report } from "./steps.js";
import { buildProgram, cachedProgram } from "./toolchain/build.js";
import { installedPrograms } from "./toolchain/path.js";
import { type Program, PROGRAMS } from "./toolchain/programs.js";
import {
  assembledPulumi,
  assemblePulumi,
  downloadKubernetesProvider,
  hasKubernetesProvider,
  pulumiEnvironment,
  registerKubernetesProvider,
  turnOffLogs,
} from "./toolchain/pulumi.js";

export { platformPrograms, type Program } from "./toolchain/programs.js";

/** Handed to Pulumi as a plugin, never run by us. */
const PROVIDER = "pulumi-resource-kubernetes" satisfies Program;

type Paths = Partial<Record<Program, string>>;

export interface Toolchain {
  /** Absolute path of a program that {@link ensureToolchain} was asked for; any other is an error of the caller. */
  readonly path: (program: Program) => string;
  /** Additions to the environment in which `pulumi` is started; empty when Pulumi was not asked for. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Finds, downloads or builds `programs`. From cold and with nothing installed this takes about half an hour on two cores; afterwards a second.
 *
 * @throws Error that names the log of a build that failed
 */
export async function ensureToolchain(programs: readonly Program[], report: Report): Promise<Toolchain> {
  const missing = await missingPrograms(programs);
  if (missing.length > 0) await withLock("toolchain", report, () => makePrograms(programs, report));
  if (programs.includes("pulumi")) turnOffLogs();
  return describe(await availablePrograms());
}

/** Those of `programs` that are neither installed nor in the cache. */
export async function missingPrograms(programs: readonly Program[]): Promise<Program[]> {
  const available = await availablePrograms();
  return programs.filter((program) => (program === PROVIDER ? !hasKubernetesProvider() : !(program in available)));
}

async function availablePrograms(): Promise<Paths> {
  return { ...cachedPrograms(), ...(await installedPrograms()) };
}

/** A Pulumi that was built counts once its CLI and its language host lie side by side. */
function cachedPrograms(): Paths {
  const paths: Paths = {};
  for (const program of Object.keys(PROGRAMS) as Program[]) {
    const path = cachedProgram(program);
    if (path !== undefined) paths[program] = path;
  }
  const { pulumi: cli, "pulumi-language-nodejs": languageHost, ...others } = paths;
  if (cli === undefined || languageHost === undefined) return others;
  const pulumi = assembledPulumi(cli, languageHost);
  return existsSync(pulumi) ? { ...others, pulumi, "pulumi-language-nodejs": languageHost } : others;
}

/** Makes what is missing. The caller holds the lock; whoever held it before may have made something, so it is asked again what is missing. */
async function makePrograms(programs: readonly Program[], report: Report): Promise<void> {
  const missing = await missingPrograms(programs);
  const build = (program: Program): Promise<string> => {
    report(`building ${program} from Go modules (${missing.indexOf(program) + 1} of ${missing.length})`);
    return buildProgram(program);
  };
  const built: Paths = {};
  for (const program of missing.filter((one) => one !== PROVIDER)) built[program] = await build(program);
  if (built.pulumi !== undefined && built["pulumi-language-nodejs"] !== undefined) {
    assemblePulumi(built.pulumi, built["pulumi-language-nodejs"]);
  }
  if (missing.includes(PROVIDER)) await makeProvider(() => build(PROVIDER), report);
}

async function makeProvider(build: () => Promise<string>, report: Report): Promise<void> {
  const { pulumi } = await availablePrograms();
  if (pulumi === undefined) throw new Error(`${PROVIDER} is registered by pulumi: ask for pulumi as well.`);
  report("downloading Pulumi's Kubernetes provider");
  if (await downloadKubernetesProvider(pulumi)) return;
  await registerKubernetesProvider(pulumi, await build());
}

function describe(paths: Paths): Toolchain {
  return {
    path(program) {
      const path = paths[program];
      if (path === undefined) throw new Error(`${program} was not asked of the toolchain.`);
      return path;
    },
    env: paths.pulumi === undefined ? {} : pulumiEnvironment(paths.pulumi),
  };
}
