/** Checks that are one command each, and Python tests. */
import { writeFileSync } from "node:fs";

import { execa } from "execa";

import { REPOSITORY } from "../../local/paths.js";
import { ADDITION, NOTHING, type Result } from "./result.js";

/** Each command counts as one test: passed when it exits with 0. */
export async function runCommands(commands: Readonly<Record<string, readonly string[]>>, log: string): Promise<Result> {
  let result = NOTHING;
  const outputs: string[] = [];
  for (const [what, [program = "", ...args]] of Object.entries(commands)) {
    const { exitCode, all } = await execa(program, args, { cwd: REPOSITORY, reject: false, all: true });
    outputs.push(`$ ${program} ${args.join(" ")}`, all);
    if (exitCode !== 0) console.log(`not ok - ${what}\n${all}`);
    result = ADDITION(result, { ...NOTHING, [exitCode === 0 ? "passed" : "failed"]: 1 });
  }
  writeFileSync(log, outputs.join("\n"));
  return result;
}

/** Runs `unittest` below a folder and counts what it says. */
export async function runUnittest(
  python: string,
  folder: string,
  log: string,
  env: Record<string, string> = {},
): Promise<Result> {
  const { all, exitCode } = await execa(python, ["-m", "unittest", "discover", "-v", "-s", folder], {
    cwd: REPOSITORY,
    reject: false,
    all: true,
    env,
  });
  writeFileSync(log, all);
  const count = (pattern: RegExp): number => Number(pattern.exec(all)?.[1] ?? 0);
  const ran = count(/^Ran (\d+) tests?/m);
  const failed = count(/failures=(\d+)/) + count(/errors=(\d+)/);
  const skipped = count(/skipped=(\d+)/);
  if (exitCode !== 0 || ran === 0) {
    console.log(all);
    return { passed: Math.max(0, ran - failed - skipped), failed: Math.max(1, failed), skipped };
  }
  return { passed: ran - skipped, failed: 0, skipped };
}
