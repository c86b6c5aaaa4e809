// First steps of every npm script. Plain JavaScript: in a fresh clone there is no node_modules yet, so nothing but Node itself can be used here.
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** In place of a command: only install the packages. */
const INSTALL = "--install";

/** Commands that live among the tests. The product's own are in main.ts. */
const TESTING = {
  test: "../test/run.ts",
  plan: "../test/aws/show-plan.ts",
  bench: "../test/bench/main.ts",
  picture: "../test/picture/main.ts",
};

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

const lockFile = join(root, "package-lock.json");

/** npm writes the hidden lock file last, so an interrupted install is seen as none; one without development packages has no tsx. */
function packagesAreInstalled() {
  const installed = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(installed) || !existsSync(join(root, "node_modules", "tsx"))) return false;
  return statSync(installed).mtimeMs >= statSync(lockFile).mtimeMs;
}

/** Starts this file once more, below a lock that ends with it: of two first commands at the same time, the second finds the packages. */
function installPackages() {
  console.log("Installing npm packages …");
  const [lock, ...flags] = process.platform === "darwin" ? ["lockf", "-k"] : ["flock"];
  const install = [process.execPath, fileURLToPath(import.meta.url), INSTALL];
  const locked = spawnSync(lock, [...flags, lockFile, ...install], { stdio: "inherit" });
  // Without such a program, one install does as well.
  const { status } = locked.error ? spawnSync(install[0], install.slice(1), { stdio: "inherit" }) : locked;
  if (status === 0) return;
  console.error("npm ci failed: see its lines above, then run the same command again.");
  process.exit(status ?? 1);
}

function runNpm() {
  // Provider packages would download a plugin in their install script; the toolchain step finds or builds it. NODE_ENV=production leaves out
  // development packages, and everything here runs on some of them.
  const flags = ["--ignore-scripts", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];
  return spawnSync("npm", ["ci", ...flags], { cwd: root, stdio: "inherit" }).status ?? 1;
}

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Node ${process.versions.node} is too old: install Node 20.19 or newer.`);
  process.exit(1);
}
const [command, ...args] = process.argv.slice(2);
if (command === INSTALL) process.exit(packagesAreInstalled() ? 0 : runNpm());
if (!packagesAreInstalled()) installPackages();

process.chdir(root);
// Both: local/ is made of ES modules, the program that it checks settings with is CommonJS.
for (const api of ["tsx/cjs/api", "tsx/esm/api"]) (await import(api)).register();
const { main } = await import(TESTING[command] ?? "./main.ts");
process.exitCode = await main(command in TESTING ? args : [command, ...args]);
