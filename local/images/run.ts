/** Running image tools: what they print goes to a log and, line by line, to the progress display. */
import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { execa } from "execa";

import { cacheHome } from "../paths.js";
import type { Report } from "../steps.js";

/** Lines of the log that an error shows. */
const TAIL = 5;

/**
 * Runs one program to its end and answers with what it wrote to standard output.
 *
 * @throws Error with the command, the log and the log's last lines when the program fails
 */
export type Run = (program: string, args: readonly string[], env?: Record<string, string>) => Promise<string>;

/** A {@link Run} for one image or one action. All its commands write into one new log, `<cache>/images/logs/<name>.log`. */
export function logged(name: string, report: Report): Run {
  const directory = join(cacheHome(), "images", "logs");
  mkdirSync(directory, { recursive: true });
  const log = join(directory, `${name}.log`);
  writeFileSync(log, "");
  return async (program, args, env = {}) => {
    const child = execa(program, args, { env, all: true, reject: false, stdin: "ignore" });
    for await (const line of child.iterable({ from: "all" })) {
      appendFileSync(log, `${line}\n`);
      if (line.trim()) report(`${name}: ${line.trim()}`);
    }
    const { exitCode, stdout, all, shortMessage } = await child;
    if (exitCode === 0) return stdout;
    const tail = all.trim().split("\n").slice(-TAIL).join("\n");
    throw new Error(`Image ${name}: ${shortMessage ?? ""}\nThe whole log is ${log}; its end:\n${tail}`);
  };
}
