/** `npm run down` removes whatever `npm run up` brought to the machine. */
import test from "ava";

import { readIdentity } from "../../local/cluster/identity.js";
import { readmeCommand } from "../readme.js";
import { product, TEST_PLATFORM } from "../runner/platform.js";
import { tracesOf } from "../runner/traces.js";

test("down leaves no process, control group, interface, mount, firewall rule or state", async (t) => {
  const cluster = readIdentity(TEST_PLATFORM);
  if (!cluster) return t.fail("the platform is not up");
  const before = await tracesOf(cluster);
  for (const kind of ["processes", "cgroups", "links", "stateDirectories"] as const) {
    t.true(before[kind].length > 0, `no ${kind} before, so their absence afterwards would prove nothing`);
  }

  const { exitCode, output } = await product(...readmeCommand("npm run down"), "--name", TEST_PLATFORM);
  t.is(exitCode, 0, output);
  t.deepEqual(await tracesOf(cluster), {
    processes: [],
    cgroups: [],
    links: [],
    mounts: [],
    firewallRules: [],
    stateDirectories: [],
  });
});

test("down says so when there is nothing to remove", async (t) => {
  const { exitCode, stdout } = await product("down", "--name", "never-started");
  t.is(exitCode, 0);
  t.is(stdout, "Nothing to remove: there is no platform of this checkout.");
});
