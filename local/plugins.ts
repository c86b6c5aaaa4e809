/** Pulumi's plugins (providers, language host, policy pack): they go on when their Pulumi is killed. */
import { existsSync, readdirSync, readFileSync } from "node:fs";

/** Ends the plugins that a killed Pulumi left behind. Their environment, inherited from Pulumi, tells whose state they worked on. */
export function endPlugins(backend: string): void {
  // Only Linux tells other processes' environments; elsewhere the plugins stay until the machine is restarted.
  if (!existsSync("/proc/self/environ")) return;
  for (const pid of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
    try {
      const environment = readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
      if (environment.includes(`PULUMI_BACKEND_URL=${backend}`)) process.kill(Number(pid), "SIGKILL");
    } catch {
      // It ended meanwhile, or is not ours to look at.
    }
  }
}
