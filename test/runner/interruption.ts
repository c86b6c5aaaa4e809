/** Kills `npm run up` in the middle of its work, as a closed laptop or a cancelled CI job does. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

import { REPOSITORY } from "../../local/paths.js";

/** What `up` prints when it is in the middle of a step: a half-started node, and objects in the cluster of which Pulumi's state knows nothing yet. */
export const WEAK_MOMENTS = [/^› waiting for kube-apiserver/, /airflow-migration creating .*Waiting for Job/];

/** Answers with the title of the step during which `up` was killed. */
export async function killUp(platform: string, moment: RegExp): Promise<string> {
  // Detached: a process group of its own, so that everything it started there is killed with it.
  const up = spawn("node", ["local/bootstrap.mjs", "up", "--name", platform], {
    cwd: REPOSITORY,
    detached: true,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(up, "exit");
  const printed: string[] = [];
  for await (const line of createInterface({ input: up.stdout })) {
    printed.push(line);
    if (up.pid === undefined || !moment.test(line)) continue;
    process.kill(-up.pid, "SIGKILL");
    await ended;
    return (
      printed
        .filter((earlier) => earlier.startsWith("❯ "))
        .at(-1)
        ?.slice(2) ?? "no step"
    );
  }
  throw new Error(`npm run up ended before ${moment.source} was seen:\n${printed.join("\n")}`);
}
