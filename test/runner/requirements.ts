/** What a tier needs from the machine, and why it cannot have it. */
import { execa } from "execa";

import { checkMachine, installPackages, type Packages } from "../../local/preflight.js";
import { missingPrograms, type Program } from "../../local/toolchain.js";
import { installedGo, isRecent, onPath, parseVersion } from "../../local/toolchain/path.js";
import { OLDEST } from "../../local/toolchain/programs.js";
import { TEST_PLATFORM } from "./platform.js";

/**
 * `nothing` beyond npm packages, a `python` that can make virtual environments, `actionlint` or `cyclonus` (found or built), a built-in `cluster` (Linux and root as
 * well), an `account` of AWS (simulated in Python, beside what a cluster needs), or a container `registry` beside a cluster, and versitygw (found or built).
 */
export type Requirement = "nothing" | "python" | "actionlint" | "cyclonus" | "cluster" | "account" | "registry";

const REGISTRY: Packages = { "docker-registry": "docker-registry" };

/** As Airflow and Spark in images/ have it. */
const OLDEST_PYTHON = [3, 11] as const;

const OBSTACLES: Record<Requirement, () => Promise<string | undefined>> = {
  nothing: () => Promise.resolve(undefined),
  python: pythonObstacle,
  actionlint: () => builtObstacle("actionlint"),
  cyclonus: () => builtObstacle("cyclonus"),
  cluster: () => clusterObstacle({}),
  account: async () => (await clusterObstacle({})) ?? pythonObstacle(),
  registry: async () => (await clusterObstacle(REGISTRY)) ?? registryObstacle() ?? builtObstacle("versitygw"),
};

/** Answers with the reason why a tier cannot run here and what mends it, or with nothing when it can. */
export async function obstacle(requirement: Requirement): Promise<string | undefined> {
  return OBSTACLES[requirement]();
}

async function pythonObstacle(): Promise<string | undefined> {
  const { stdout, exitCode } = await execa("python3", ["-c", "import ensurepip, sys, venv; print(sys.version)"], {
    reject: false,
  });
  const version = parseVersion(stdout);
  if (exitCode === 0 && version && isRecent(version, OLDEST_PYTHON)) return undefined;
  return because(
    `There is no Python ${OLDEST_PYTHON.join(".")} or newer with venv on PATH`,
    "apt-get install --yes --no-install-recommends python3 python3-venv",
  );
}

async function builtObstacle(program: Program): Promise<string | undefined> {
  if ((await missingPrograms([program])).length === 0) return undefined;
  const version = parseVersion((await installedGo())?.version ?? "");
  if (version && isRecent(version, OLDEST.go)) return undefined;
  const go = `Go ${OLDEST.go.join(".")} or newer`;
  return because(`${program} has to be built, and there is no ${go} on PATH`, `install ${go}`);
}

/** In CI there is nobody to type the command. */
async function clusterObstacle(more: Packages): Promise<string | undefined> {
  try {
    if (process.env["CI"] === "true") await installPackages(more);
    await checkMachine("built-in", TEST_PLATFORM);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function registryObstacle(): string | undefined {
  if (onPath("docker-registry") !== undefined) return undefined;
  return because(
    "There is no container registry to push to",
    "apt-get install --yes --no-install-recommends docker-registry",
  );
}

function because(what: string, fix: string): string {
  return `${what}.\n  To mend it: ${fix}`;
}
