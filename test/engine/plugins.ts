/** The programs that a Pulumi command starts. They outlive a command that is killed. */
import { execa } from "execa";

/** Process ids of all that a process started, and of what these started. */
export async function pluginsOf(pid: number | undefined): Promise<number[]> {
  const { stdout } = await execa("ps", ["-eo", "pid=,ppid="]);
  const processes = stdout.split("\n").map((line) => line.trim().split(/ +/).map(Number) as [number, number]);
  const below = (parent: number): number[] =>
    processes.filter(([, ppid]) => ppid === parent).flatMap(([child]) => [child, ...below(child)]);
  return pid === undefined ? [] : below(pid);
}

export function endPlugins(pids: readonly number[]): void {
  for (const pid of pids) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It ended by itself.
    }
  }
}
