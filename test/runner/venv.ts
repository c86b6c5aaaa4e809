/** Python environments of the tests, cached by what is in them. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { execa } from "execa";

import { cacheHome, REPOSITORY } from "../../local/paths.js";

/** Answers with the environment's `python`. Installs what the requirements file (a path in the repository) names, once per content. */
export async function ensureVenv(requirements: string): Promise<string> {
  const file = join(REPOSITORY, requirements);
  const key = createHash("sha256").update(readFileSync(file)).digest("hex").slice(0, 12);
  const venv = join(cacheHome(), "venvs", key);
  const python = join(venv, "bin", "python");
  if (existsSync(join(venv, "complete"))) return python;
  console.log(`Installing ${requirements} (once) …`);
  rmSync(venv, { recursive: true, force: true });
  mkdirSync(dirname(venv), { recursive: true });
  await execa("python3", ["-m", "venv", venv]);
  await execa(python, ["-m", "pip", "install", "--quiet", "uv"]);
  await execa(join(venv, "bin", "uv"), ["pip", "install", "--quiet", "--python", python, "-r", file]);
  // Written last, so that an interrupted install is done again.
  writeFileSync(join(venv, "complete"), "");
  return python;
}
