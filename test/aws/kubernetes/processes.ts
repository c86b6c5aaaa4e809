/** Programs that run beside a test and never longer than it. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";

/** A flag without a value has `true`. */
export type Flags = Readonly<Record<string, string>>;

export class Processes {
  private readonly children = new Map<string, ChildProcess>();

  /** @param directory of the logs, `<name>.log` */
  constructor(private readonly directory: string) {}

  /** The kernel kills the program when this process ends, however that comes about. */
  start(name: string, program: string, flags: Flags): void {
    const log = openSync(this.logOf(name), "a");
    const args = Object.entries(flags).map(([flag, value]) => `--${flag}=${value}`);
    const child = spawn("setpriv", ["--pdeathsig=KILL", program, ...args], { stdio: ["ignore", log, log] });
    closeSync(log);
    this.children.set(name, child);
  }

  /** @throws Error that names the log of a program that has ended. */
  mustRun(): void {
    for (const [name, { exitCode, signalCode }] of this.children) {
      const end = exitCode ?? signalCode;
      if (end !== null) throw new Error(`${name} ended with ${end}: see ${this.logOf(name)}.`);
    }
  }

  /** Nothing that they write is needed any more. */
  async stop(): Promise<void> {
    const running = [...this.children.values()].filter(({ exitCode, signalCode }) => (exitCode ?? signalCode) === null);
    await Promise.all(
      running.map(async (child) => {
        const ended = once(child, "exit");
        child.kill("SIGKILL");
        await ended;
      }),
    );
    this.children.clear();
  }

  private logOf(name: string): string {
    return join(this.directory, `${name}.log`);
  }
}

/** A port of the loopback that nobody listened on a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("A TCP server has a port.");
  return address.port;
}
