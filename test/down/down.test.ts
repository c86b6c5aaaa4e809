/** `npm run down` leaves the machine as it was before `npm run up`. */
import { existsSync, readFileSync } from "node:fs";

import test from "ava";

import { stateHome } from "../../local/paths.js";
import { type HostState, hostState, processesOf } from "../runner/host-state.js";
import { HOST_BEFORE, product, TEST_PLATFORM } from "../runner/platform.js";

test("down leaves no process, mount, interface, network namespace, firewall rule, control group or state", async (t) => {
  t.true((await processesOf(TEST_PLATFORM)).length > 5, "the platform was not up, so its end proves nothing");
  const { exitCode, output } = await product("down", "--name", TEST_PLATFORM);
  t.is(exitCode, 0, output);
  t.deepEqual(await processesOf(TEST_PLATFORM), []);
  t.false(existsSync(stateHome(TEST_PLATFORM)));
  t.deepEqual(await hostState(), JSON.parse(readFileSync(HOST_BEFORE, "utf8")) as HostState);
});

test("down says so when there is nothing to remove", async (t) => {
  const { exitCode, output } = await product("down", "--name", "never-started");
  t.is(exitCode, 0);
  t.is(output, "Nothing to remove: there is no platform of this checkout.");
});
