/** The linters' command lines. Both come from one Python environment and look nothing up in a network. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { execa } from "execa";

import { ensureVenv } from "../../runner/venv.js";

const REQUIREMENTS = "test/aws/outside/requirements.txt";

/** What a linter prints about files, by name. It exits with 1 when it finds something, and with anything else when it could not look. */
export async function lint(
  linter: "checkov" | "parliament",
  files: Readonly<Record<string, object>>,
  args: (directory: string) => readonly string[],
): Promise<string> {
  const python = await ensureVenv(REQUIREMENTS);
  const directory = mkdtempSync(join(tmpdir(), `spark-platform-${linter}-`));
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(directory, name), JSON.stringify(content));
    const { stdout, stderr, exitCode } = await execa(join(dirname(python), linter), args(directory), { reject: false });
    if (exitCode !== 0 && exitCode !== 1) throw new Error(`${linter} ended with ${exitCode}\n${stdout}\n${stderr}`);
    return stdout;
  } finally {
    rmSync(directory, { recursive: true });
  }
}
