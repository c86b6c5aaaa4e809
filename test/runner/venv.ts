/** Python environments of the tests, cached by what is in them. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { execa } from "execa";

import { withLock } from "../../local/lock.js";
import { cacheHome, REPOSITORY } from "../../local/paths.js";

/** As in images/. */
const UV = "uv==0.13.9";

/** Answers with the environment's `python`. Installs what the requirements file (a path in the repository) names, once per content and interpreter. */
export async function ensureVenv(requirements: string): Promise<string> {
  const file = join(REPOSITORY, requirements);
  const { stdout: interpreter } = await execa("python3", ["-VV"]);
  const key = createHash("sha256").update(interpreter).update(readFileSync(file)).digest("hex").slice(0, 12);
  const venv = join(cacheHome(), "venvs", key);
  await withLock("venvs", console.log, async () => {
    if (existsSync(join(venv, "complete"))) return;
    console.log(`Installing ${requirements} (once) …`);
    await install(file, venv);
  });
  return join(venv, "bin", "python");
}

async function install(requirements: string, venv: string): Promise<void> {
  const python = join(venv, "bin", "python");
  rmSync(venv, { recursive: true, force: true });
  mkdirSync(dirname(venv), { recursive: true });
  await execa("python3", ["-m", "venv", venv]);
  await execa(python, ["-m", "pip", "install", "--quiet", UV]);
  await execa(join(venv, "bin", "uv"), ["pip", "install", "--quiet", "--python", python, "-r", requirements]);
  // Written last, so that an interrupted install is done again.
  writeFileSync(join(venv, "complete"), "");
}
