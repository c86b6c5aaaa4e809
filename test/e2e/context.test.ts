/** `--context`: the platform on a cluster that somebody else made, with images from a registry. A second built-in cluster plays that cluster. */
import { type ChildProcess, spawn } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import test from "ava";
import { execa } from "execa";

import { startCluster, stopCluster } from "../../local/cluster/index.js";
import { COMMITTED_SETTINGS } from "../../local/settings-file.js";
import { ensureToolchain, platformPrograms } from "../../local/toolchain.js";
import { readmeCommand } from "../readme.js";
import { FOREIGN_CLUSTER, product, withEnvironment } from "../runner/platform.js";

const directory = mkdtempSync(join(tmpdir(), "spark-platform-context-"));
const settings = join(directory, "Pulumi.foreign.yaml");
let registry: ChildProcess | undefined;

// An interrupted run may have left the cluster.
test.before(() => stopCluster(FOREIGN_CLUSTER, () => undefined));

test.after.always(async () => {
  registry?.kill();
  await stopCluster(FOREIGN_CLUSTER, () => undefined);
  rmSync(directory, { recursive: true, force: true });
});

/** Debian's container registry, on this machine's address as the cluster sees it. */
function startRegistry(address: string): string {
  const config = join(directory, "registry.yml");
  const storage = { filesystem: { rootdirectory: join(directory, "registry") } };
  writeFileSync(config, JSON.stringify({ version: 0.1, storage, http: { addr: `${address}:5000` } }));
  registry = spawn("docker-registry", ["serve", config], { stdio: "ignore" });
  return `${address}:5000`;
}

/** Tells the node's containerd that this registry speaks plain HTTP. */
function allowPlainHttp(stateDir: string, host: string): void {
  const hosts = join(stateDir, "certs.d", host);
  mkdirSync(hosts, { recursive: true });
  writeFileSync(join(hosts, "hosts.toml"), `[host."http://${host}"]\n  capabilities = ["pull", "resolve"]\n`);
}

test("the platform comes up on an existing cluster with images from a registry, and goes again", async (t) => {
  const toolchain = await ensureToolchain(platformPrograms("built-in"), () => undefined);
  const cluster = await startCluster({ name: FOREIGN_CLUSTER }, toolchain, () => undefined);
  const host = startRegistry(cluster.gatewayAddress);
  allowPlainHttp(cluster.stateDir, host);
  copyFileSync(COMMITTED_SETTINGS, settings);
  const run = withEnvironment({ KUBECONFIG: cluster.kubeconfig, XDG_STATE_HOME: directory });

  const push = readmeCommand("npm run images -- --push REGISTRY --settings FILE", { REGISTRY: host, FILE: settings });
  const images = await product(...push, "--plain-http");
  t.is(images.exitCode, 0, images.output);
  const written = readFileSync(settings, "utf8");
  for (const image of ["airflow", "spark", "postgres"]) {
    t.regex(written, new RegExp(`${image}: ${host}/spark-platform/${image}@sha256:[0-9a-f]{64}`));
  }
  t.true(written.includes("# Who may talk to whom"), "the file's comments are gone");

  const values = { NAME: cluster.context, FILE: settings };
  const up = await run(...readmeCommand("npm run up -- --context NAME --settings FILE", values));
  t.is(up.exitCode, 0, up.output);
  t.regex(up.output, /^Pi is roughly 3\.1/m);
  t.regex(up.output, new RegExp(`port-forward service/airflow 8080$`, "m"));

  const down = await run(...readmeCommand("npm run down -- --context NAME", values));
  t.is(down.exitCode, 0, down.output);
  const kubectl = ["--kubeconfig", cluster.kubeconfig, "get", "namespaces", "-o", "name"];
  const { stdout } = await execa(toolchain.path("kubectl"), kubectl);
  t.deepEqual(stdout.split("\n").sort(), [
    "namespace/default",
    "namespace/kube-node-lease",
    "namespace/kube-public",
    "namespace/kube-system",
  ]);
});

test("a context that does not exist is refused at once, with the file that was searched and the contexts it has", async (t) => {
  const kubeconfig = join(directory, "kubeconfig");
  writeFileSync(kubeconfig, JSON.stringify({ contexts: [{ name: "minikube" }, { name: "kind-dev" }] }));
  const { exitCode, output } = await withEnvironment({ KUBECONFIG: kubeconfig })("up", "--context", "nowhere");
  t.is(exitCode, 1);
  t.is(output.trim(), `--context nowhere: no such context in ${kubeconfig}; it has: minikube, kind-dev.`);
});

test("a context is refused where there is no kubeconfig", async (t) => {
  const { exitCode, output } = await withEnvironment({ KUBECONFIG: "/nonexistent" })("up", "--context", "nowhere");
  t.is(exitCode, 1);
  t.is(output.trim(), "--context nowhere: there is no kubeconfig; set KUBECONFIG to the file that has this context.");
});
