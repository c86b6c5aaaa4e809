/** The life of a stack on a real API server: made, left alone, changed, interrupted, removed. The tests follow one another. */
import { readdirSync, readFileSync, watch } from "node:fs";
import { createInterface } from "node:readline";
import { join } from "node:path";

import test from "ava";

import type { SparkJob } from "../../components/spark/job.js";
import { type ClusterHandle, startCluster, stopCluster } from "../../local/cluster/index.js";
import { Kubectl } from "../../local/kubectl.js";
import { endPlugins } from "../../local/plugins.js";
import { ensureToolchain, platformPrograms } from "../../local/toolchain.js";
import { LABELS, PROJECT } from "../../vocabulary.js";
import { Workspace } from "./workspace.js";

const CLUSTER = "engine-test";
const NAMESPACE = "spark-engine";

/** Every kind that the program makes. */
const KINDS = [
  ...["namespaces", "resourcequotas", "limitranges", "networkpolicies", "serviceaccounts", "roles", "rolebindings"],
  ...["configmaps", "secrets", "cronjobs"],
];

const OBJECTS = [
  "ConfigMap spark-executor-template",
  "CronJob orders",
  "LimitRange container-defaults",
  "Namespace spark-engine",
  "NetworkPolicy deny-all",
  "ResourceQuota quota",
  "Role spark-driver",
  "RoleBinding spark-driver",
  "Secret warehouse",
  "ServiceAccount spark-driver",
  "ServiceAccount spark-executor",
];

const JOB: SparkJob = {
  name: "orders",
  team: "engine",
  application: "/opt/jobs/orders.py",
  arguments: [],
  image: "example/spark:1",
  mode: { kind: "client", executor: { cores: 1, memory: "1g", instances: 2 } },
  driver: { cores: 1, memory: "1g" },
  conf: {},
  overrides: {},
  environment: {},
  secrets: {},
  warehouse: true,
  // Once a year: no run starts while the tests look.
  schedule: "0 0 1 1 *",
  timeZone: "UTC",
  deadlines: { startSeconds: 300, runSeconds: 3600 },
  retries: 1,
};

let cluster: ClusterHandle;
let kubectl: Kubectl;
let workspace: Workspace;

/** Every file that was ever written to in the directory of the state; a file that took another's place was written under another name. */
const rewritten = new Set<string>();

test.before(async () => {
  const toolchain = await ensureToolchain(platformPrograms("built-in"), () => undefined);
  workspace = await Workspace.create("workloads");
  const watcher = watch(workspace.checkpoints, (event, file) => {
    if (event === "change" && file !== null) rewritten.add(file);
  });
  watcher.unref();
  cluster = await startCluster({ name: CLUSTER }, toolchain, () => undefined);
  kubectl = new Kubectl(toolchain.path("kubectl"), cluster);
});

test.after.always(async () => {
  workspace.remove();
  await stopCluster(CLUSTER, () => undefined);
});

function configure(job: SparkJob, generation: number): void {
  const { kubeconfig, context } = cluster;
  workspace.writeSettings({ cluster: { kind: "existing", kubeconfig, context }, job, generation });
}

interface KubernetesObject {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly uid: string; readonly resourceVersion: string };
}

/** Everything of the platform in the cluster: identity and version by kind and name. */
async function objects(): Promise<Record<string, { uid: string; resourceVersion: string }>> {
  const selector = `${LABELS.partOf}=${PROJECT}`;
  const { items } = await kubectl.json<{ items: KubernetesObject[] }>(["get", KINDS.join(), "-A", "-l", selector]);
  const entries = items.map(({ kind, metadata }) => {
    const { name, uid, resourceVersion } = metadata;
    return [`${kind} ${name}`, { uid, resourceVersion }] as const;
  });
  return Object.fromEntries(entries.sort());
}

type Objects = Awaited<ReturnType<typeof objects>>;

/** Names of what differs. */
function changed(before: Objects, after: Objects, key: "uid" | "resourceVersion"): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => before[name]?.[key] !== after[name]?.[key]);
}

/** Every generated value that was ever seen. */
const values = new Set<string>();

/** The generated values as a job reads them. */
async function generated(): Promise<{ user: string; password: string }> {
  const { data } = await kubectl.json<{ data: Record<string, string> }>([
    "get",
    "secret",
    "warehouse",
    "-n",
    NAMESPACE,
  ]);
  const plain = (key: string): string => Buffer.from(data[key] ?? "", "base64").toString();
  const found = { user: plain("user"), password: plain("password") };
  for (const value of Object.values(found)) values.add(value);
  return found;
}

/** Lines of Pulumi's summary, for example `~ 1 updated`. */
function summary(output: string): string[] {
  const [, lines = ""] = /^Resources:\n((?: +.*\n)+)/m.exec(output) ?? [];
  return lines.trim().split(/\n */);
}

test.serial("an up that was killed in the middle is finished by the next", async (t) => {
  configure(JOB, 1);
  const up = workspace.start("up", "--yes", "--skip-preview");
  for await (const line of createInterface({ input: up.all })) {
    if (/ kubernetes:core\/v1:Namespace \S+ created/.test(line)) break;
  }
  // Not before the next up: it has to do with plugins that are still there.
  t.teardown(() => endPlugins(workspace.backendUrl));
  process.kill(-(up.pid ?? NaN), "SIGKILL");
  t.is((await up).signal, "SIGKILL");
  t.false("CronJob orders" in (await objects()), "the up had made everything before it could be killed");

  const { exitCode, output } = await workspace.change("up");
  t.is(exitCode, 0, output);
  t.deepEqual(Object.keys(await objects()), OBJECTS);
});

test.serial("a second up changes nothing, and what was generated stays as it was", async (t) => {
  const before = { objects: await objects(), generated: await generated() };
  const { exitCode, output } = await workspace.change("up");
  t.is(exitCode, 0, output);
  t.deepEqual(summary(output), ["19 unchanged"]);
  t.deepEqual({ objects: await objects(), generated: await generated() }, before);
});

test.serial("a changed job updates its CronJob in place and nothing else", async (t) => {
  const before = await objects();
  configure({ ...JOB, timeZone: "Europe/Berlin" }, 1);
  const { exitCode, output } = await workspace.change("up");
  t.is(exitCode, 0, output);
  t.deepEqual(summary(output), ["~ 1 updated", "18 unchanged"]);
  const after = await objects();
  t.deepEqual(changed(before, after, "resourceVersion"), ["CronJob orders"]);
  t.deepEqual(changed(before, after, "uid"), []);
});

test.serial("a new generation gives one secret a new value and leaves the others alone", async (t) => {
  const before = { objects: await objects(), generated: await generated() };
  configure({ ...JOB, timeZone: "Europe/Berlin" }, 2);
  const { exitCode, output } = await workspace.change("up");
  t.is(exitCode, 0, output);
  const after = { objects: await objects(), generated: await generated() };
  t.is(after.generated.user, before.generated.user);
  t.not(after.generated.password, before.generated.password);
  t.deepEqual(changed(before.objects, after.objects, "resourceVersion"), ["Secret warehouse"]);
  t.deepEqual(summary(output), ["~ 1 updated", "+-1 replaced", "2 changes. 17 unchanged"]);
});

test.serial("the backend keeps no generated value in plain text, not in its history either", (t) => {
  const files = readdirSync(workspace.backend, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const telling = files.filter(({ parentPath, name }) => {
    const text = readFileSync(join(parentPath, name), "utf8");
    return [...values].some((value) => text.includes(value));
  });
  t.deepEqual(
    telling.map(({ name }) => name),
    [],
  );
  // Proof that there was something to find: a user, a password and its successor, and the state.
  t.is(values.size, 3);
  t.true(files.some(({ name }) => name === "local.json"));
});

test.serial("no file of the state was written in place: an up can be killed at any moment", (t) => {
  const isNew = (file: string): boolean => file.endsWith(".tmp");
  t.deepEqual(
    [...rewritten].filter((file) => !isNew(file)),
    [],
  );
  // Proof that writing was seen: new files, before they took the places of the old.
  t.true([...rewritten].some(isNew));
});

test.serial("destroy leaves nothing of it in the cluster", async (t) => {
  const { exitCode, output } = await workspace.change("destroy");
  t.is(exitCode, 0, output);
  t.deepEqual(await objects(), {});
  t.is(await kubectl.text(["get", "namespace", NAMESPACE, "--ignore-not-found"]), "");
  t.deepEqual(workspace.resources(), []);
});
