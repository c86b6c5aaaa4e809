/** Locks between processes, also of other checkouts. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { cacheHome } from "./paths.js";
import type { Report } from "./steps.js";

/** After this long without the lock the user is told that another process has it. */
const PATIENCE_MS = 500;

/**
 * Does `work` while no other process of this user is inside a lock of the same name. The kernel holds the lock for a small child process whose
 * input is a pipe from here: however this process ends, the pipe closes, the child ends and the lock is free. So there are no stale locks.
 */
export async function withLock<T>(name: string, report: Report, work: () => Promise<T>): Promise<T> {
  const release = await acquire(name, report);
  try {
    return await work();
  } finally {
    await release();
  }
}

async function acquire(name: string, report: Report): Promise<() => Promise<void>> {
  const directory = join(cacheHome(), "locks");
  mkdirSync(directory, { recursive: true });
  // macOS has the BSD tool of the same purpose.
  const [program, flags]: [string, string[]] = process.platform === "darwin" ? ["lockf", ["-k"]] : ["flock", []];
  const holding = [join(directory, `${name}.lock`), "sh", "-c", "echo held; exec cat"];
  // Detached, so that Ctrl-C at the terminal does not free the lock before this process has ended.
  const holder = spawn(program, [...flags, ...holding], { stdio: ["pipe", "pipe", "inherit"], detached: true });
  const ended = once(holder, "exit");
  const waiting = setTimeout(() => report(`waiting for another process that holds the lock ${name}`), PATIENCE_MS);
  try {
    const [first] = (await Promise.race([once(holder.stdout, "data"), ended])) as [unknown];
    if (!Buffer.isBuffer(first)) throw new Error(`${program} could not lock ${name} in ${directory}.`);
  } finally {
    clearTimeout(waiting);
  }
  return async () => {
    holder.stdin.end();
    await ended;
  };
}
