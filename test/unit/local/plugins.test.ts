import { spawn } from "node:child_process";
import { once } from "node:events";

import test from "ava";

import { endPlugins } from "../../../local/plugins.js";

/** A process that waits, working on this state. */
function plugin(backend: string) {
  return spawn("sleep", ["60"], { env: { ...process.env, PULUMI_BACKEND_URL: backend }, stdio: "ignore" });
}

test("the plugins that worked on a state are ended, and no other's", async (t) => {
  const orphan = plugin("file:///platform/pulumi/state");
  const other = plugin("file:///platform/pulumi/state-of-another");
  await Promise.all([once(orphan, "spawn"), once(other, "spawn")]);
  const ended = once(orphan, "exit");
  endPlugins("file:///platform/pulumi/state");
  t.deepEqual(await ended, [null, "SIGKILL"]);
  t.is(other.exitCode ?? other.signalCode, null);
  other.kill();
});
