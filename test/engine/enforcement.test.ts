/** What the policy pack refuses is not created, also by an `up` that skips the preview, and a live cluster changes no verdict. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import test from "ava";

import { type ClusterHandle, startCluster, stopCluster } from "../../local/cluster/index.js";
import { Kubectl } from "../../local/kubectl.js";
import { COMMITTED_SETTINGS, readSettings } from "../../local/settings-file.js";
import { ensureToolchain, platformPrograms } from "../../local/toolchain.js";
import { complaints } from "./complaints.js";
import { Workspace } from "./workspace.js";

const CLUSTER = "engine-test";

let cluster: ClusterHandle;
let kubectl: Kubectl;
let workspace: Workspace;

test.before(async () => {
  const toolchain = await ensureToolchain(platformPrograms("built-in"), () => undefined);
  workspace = await Workspace.create("sharers");
  cluster = await startCluster({ name: CLUSTER }, toolchain, () => undefined);
  kubectl = new Kubectl(toolchain.path("kubectl"), cluster);
  const { kubeconfig, context } = cluster;
  workspace.writeSettings({ cluster: { kind: "existing", kubeconfig, context } });
});

test.after.always(async () => {
  workspace.remove();
  await stopCluster(CLUSTER, () => undefined);
});

const deployments = () =>
  kubectl.text(["get", "deployments", "-n", "sharers", "-o", "jsonpath={.items[*].metadata.name}"]);

test.serial("the platform itself violates nothing on a live cluster", async (t) => {
  const platform = await Workspace.create();
  t.teardown(() => platform.remove());
  const { kubeconfig, context } = cluster;
  platform.writeSettings({
    ...readSettings(COMMITTED_SETTINGS),
    cluster: { kind: "existing", kubeconfig, context },
  });
  const { exitCode, output } = await platform.preview();
  t.is(exitCode, 0, output);
  t.regex(output, /Policies: \d+ resources judged by \d+ rules, 0 findings excepted, nothing left unjudged$/m);
  t.notRegex(output, /\[mandatory\]|\[advisory\]|warning|error/i);
});

test.serial("the second Deployment on a claim is refused before it is created", async (t) => {
  const { exitCode, output } = await workspace.change("up");
  t.not(exitCode, 0);
  t.deepEqual(complaints(output, "mandatory"), ["ebs-claim-single-consumer second"], output);
  t.is(await deployments(), "first");
});

test.serial("to leave the first Deployment out of the update does not hide it", async (t) => {
  const { exitCode, output } = await workspace.change("up", "--target", "**::second");
  t.not(exitCode, 0);
  t.deepEqual(complaints(output, "mandatory"), ["ebs-claim-single-consumer second"], output);
  t.is(await deployments(), "first");
});

test.serial("the preview of the same program on the live cluster says the same", async (t) => {
  const { exitCode, output } = await workspace.preview();
  t.not(exitCode, 0);
  t.deepEqual(complaints(output, "mandatory"), ["ebs-claim-single-consumer second"], output);
});

test.serial("with the rule switched off the same program is created", async (t) => {
  const config = join(workspace.directory, "policies.json");
  writeFileSync(config, JSON.stringify({ "ebs-claim-single-consumer": "disabled" }));
  const { exitCode, output } = await workspace.change("up", "--policy-pack-config", config);
  t.is(exitCode, 0, output);
  t.deepEqual(complaints(output, "mandatory"), []);
  t.is(await deployments(), "first second");
});

test.serial("a state that exists is judged without its program", async (t) => {
  const state = join(workspace.directory, "state.json");
  await workspace.command("stack", "export", "--file", state);
  const { exitCode, output } = await workspace.command("policy", "analyze", "--file", state);
  t.not(exitCode, 0);
  // Not the line about what was judged: this command of Pulumi's sometimes ends before it has printed what a pack said last.
  t.deepEqual(complaints(output, "mandatory"), ["ebs-claim-single-consumer second"], output);
});
