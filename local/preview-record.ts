/** A preview by the real engine, and what its event log says. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { execa } from "execa";

import { failedPreview, type Preview, readEventLog } from "../report/index.js";
import { REPOSITORY } from "./paths.js";
import { pulumiCommand, type PulumiOptions } from "./pulumi-command.js";
import { diagnostics } from "./stack.js";
import type { Report } from "./steps.js";

/** The CLI only takes `--event-log` with it. */
const SWITCHES = { PULUMI_DEBUG_COMMANDS: "true" };

/** Makes a preview. One that fails is an answer too: what Pulumi said is part of it. */
export async function recordPreview(options: PulumiOptions, report: Report): Promise<Preview> {
  // Only its owner can read it: the log has more than a report shows.
  const directory = mkdtempSync(join(tmpdir(), "spark-platform-preview-"));
  try {
    const log = join(directory, "events.jsonl");
    const args = ["preview", "--event-log", log, "--non-interactive", "--color=never", "--suppress-outputs"];
    const { program, words, env } = await pulumiCommand(options, args, report);
    const child = execa(program, words, {
      cwd: REPOSITORY,
      env: { ...env, ...SWITCHES },
      stdin: "ignore",
      all: true,
      reject: false,
    });
    for await (const line of child.iterable({ from: "all" })) if (line.trim()) report(line.trim());
    const { exitCode, all } = await child;
    const preview = readEventLog(existsSync(log) ? readFileSync(log, "utf8") : "");
    return exitCode === 0 ? preview : failedPreview(preview, diagnostics(all));
  } finally {
    rmSync(directory, { recursive: true });
  }
}
