/** Runs test files with ava and counts what its TAP output says. */
import { createWriteStream } from "node:fs";
import { createInterface } from "node:readline";

import { execa } from "execa";

import { REPOSITORY } from "../../local/paths.js";
import type { Result } from "./result.js";

/** Prints a line for every failed test with its details; the whole output goes to the log. */
export async function runAva(files: readonly string[], log: string, options: readonly string[] = []): Promise<Result> {
  const file = createWriteStream(log);
  const child = execa("npx", ["ava", "--tap", ...options, ...files], {
    cwd: REPOSITORY,
    reject: false,
    all: true,
    buffer: false,
  });
  const counts = { passed: 0, failed: 0, skipped: 0 };
  let failing = false;
  for await (const line of createInterface({ input: child.all })) {
    file.write(`${line}\n`);
    if (/^ok /.test(line)) {
      failing = false;
      if (/ # (SKIP|TODO)/i.test(line)) counts.skipped += 1;
      else counts.passed += 1;
    } else if (/^not ok /.test(line)) {
      failing = true;
      counts.failed += 1;
    }
    if (failing && !line.startsWith("# ")) console.log(line);
  }
  const { exitCode } = await child;
  file.end();
  if (exitCode !== 0 && counts.failed === 0) {
    console.log(`ava ended with ${exitCode} though no test failed: see ${log}`);
    counts.failed = 1;
  }
  return counts;
}
