// First steps of every npm script. Plain JavaScript: in a fresh clone there is no node_modules yet, so nothing but Node itself can be used here.
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/** npm writes the hidden lock file last, so an interrupted install is seen as none. */
function packagesAreInstalled() {
  const installed = join(root, "node_modules", ".package-lock.json");
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(join(root, "package-lock.json")).mtimeMs;
}

function installPackages() {
  console.log("Installing npm packages …");
  // Provider packages would download a plugin in their install script; the toolchain step finds or builds it.
  const npm = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: "inherit",
  });
  if (npm.status !== 0) {
    console.error("npm ci failed: see its lines above, then run the same command again.");
    process.exit(npm.status ?? 1);
  }
}

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Node ${process.versions.node} is too old: install Node 20.19 or newer.`);
  process.exit(1);
}
if (!packagesAreInstalled()) installPackages();

process.chdir(root);
const { register } = await import("tsx/esm/api");
register();
const [command, ...args] = process.argv.slice(2);
const { main } = await import(command === "test" ? "../test/run.ts" : "./main.ts");
process.exitCode = await main(command === "test" ? args : [command, ...args]);
