/** The life of each stack by the real engine: made through an interruption, changed, removed. The tests of a stack follow one another. */
import { createInterface } from "node:readline";

import test from "ava";
import { parse } from "yaml";

import { EXECUTOR_TEMPLATE, LABELS, type NodeWorkload } from "../../vocabulary.js";
import { LivingStack, unprotected } from "./living-stack.js";
import { CLUSTER, NODE_GROUP } from "./providers/kinds/eks.js";
import { type StackName, type StackSettings, usePoliciesOf } from "./stack-on-aws.js";

const NAMESPACE = "spark-analytics";

interface Pod {
  readonly metadata: { readonly namespace: string };
  readonly spec: { readonly nodeName?: string; readonly containers: readonly object[] };
}

interface Items<T> {
  readonly items: readonly T[];
}

/** Labels of the node of the only pod that a selector finds, once it has one. */
async function nodeOf({ kubectl }: LivingStack, namespace: string, selector: string): Promise<Record<string, string>> {
  const pod = ["pod", "-n", namespace, "-l", selector];
  await kubectl.text(["wait", ...pod, "--for=condition=PodScheduled", "--timeout=60s"]);
  const { items } = await kubectl.json<Items<Pod>>(["get", ...pod]);
  const node = await kubectl.json<{ metadata: { labels: Record<string, string> } }>([
    "get",
    "node",
    items[0]?.spec.nodeName ?? "",
  ]);
  return node.metadata.labels;
}

/** What AWS and Karpenter call it on their nodes. */
function isSpot(labels: Readonly<Record<string, string>>): boolean {
  return labels["eks.amazonaws.com/capacityType"] === "SPOT" || labels["karpenter.sh/capacity-type"] === "spot";
}

/** As Spark does when a driver asks for one. */
async function startExecutor({ kubectl }: LivingStack): Promise<void> {
  const template = ["configmap", EXECUTOR_TEMPLATE.configMap, "-n", NAMESPACE];
  const { data } = await kubectl.json<{ data: Record<string, string> }>(["get", ...template]);
  const pod = parse(data[EXECUTOR_TEMPLATE.file] ?? "") as Pod;
  const [container] = pod.spec.containers;
  const executor = {
    ...pod,
    metadata: { ...pod.metadata, name: "executor-1", labels: { [LABELS.sparkRole]: "executor" } },
    spec: { ...pod.spec, containers: [{ ...container, image: "nowhere.invalid/spark:1" }] },
  };
  await kubectl.text(["apply", "-f", "-"], JSON.stringify(executor));
}

/** The pool of a workload under another name, and one more job. */
function changed(settings: StackSettings, workload: NodeWorkload): StackSettings {
  const { pools } = settings.cluster.compute;
  const { [workload]: pool = {}, ...others } = pools;
  const compute = { ...settings.cluster.compute, pools: { ...others, [`${workload}-b`]: pool } };
  const { pi = {} } = settings.jobs;
  return { ...settings, cluster: { ...settings.cluster, compute }, jobs: { ...settings.jobs, tau: pi } };
}

/** Names of the resources that an operation ended on, in order. */
function done(output: string, type: string, operation: "created" | "deleted"): string[] {
  const lines = output.matchAll(new RegExp(`^ [+-] +\\S*${type} (\\S+) ${operation} `, "gm"));
  return [...lines].map(([, name = ""]) => name);
}

const lives: Partial<Record<StackName, LivingStack>> = {};

function living(stack: StackName): LivingStack {
  const life = lives[stack];
  if (life === undefined) throw new Error(`stack ${stack} was not started`);
  return life;
}

test.after.always(async () => {
  for (const life of Object.values(lives)) await life.end();
});

for (const stack of ["dev", "staging"] as const) {
  test.serial(`stack ${stack}: a first up that was interrupted is finished by the next`, async (t) => {
    const life = (lives[stack] = await LivingStack.start(stack));
    const { workspace, world, settings } = life;
    workspace.writeSettings({ ...settings, cluster: { ...settings.cluster, version: "1.35" } });
    // Long enough to be interrupted in; AWS itself takes ten minutes.
    world.configure({ delays: { [CLUSTER]: 5000 } });
    const up = workspace.start("up", "--yes", "--skip-preview");
    for await (const line of createInterface({ input: up.all })) if (/ aws:eks:Cluster \S+ creating/.test(line)) break;
    process.kill(-(up.pid ?? NaN), "SIGINT");
    t.not((await up).exitCode, 0);
    world.configure({ delays: {} });
    t.is(world.things(NODE_GROUP).length, 0, "the up had made everything before it could be interrupted");

    const { output } = await life.change("up");
    t.notRegex(output, /\[mandatory\]|\[advisory\]/);
    t.is(world.things(CLUSTER).length, 1);
  });

  test.serial(`stack ${stack}: Airflow, a driver and an executor run each on a node of its own pool`, async (t) => {
    const life = living(stack);
    await life.kubectl.text(["create", "job", "flights-1", "-n", NAMESPACE, "--from=cronjob/flights"]);
    await startExecutor(life);
    const found = {
      platform: await nodeOf(life, "airflow", `${LABELS.name}=airflow`),
      drivers: await nodeOf(life, NAMESPACE, "batch.kubernetes.io/job-name=flights-1"),
      executors: await nodeOf(life, NAMESPACE, `${LABELS.sparkRole}=executor`),
    };
    for (const [workload, labels] of Object.entries(found)) {
      t.is(labels[LABELS.nodes], workload);
      t.is(isSpot(labels), workload === "executors");
    }
    await life.kubectl.text(["wait", "job/flights-1", "-n", NAMESPACE, "--for=condition=Complete", "--timeout=60s"]);
  });

  test.serial(`stack ${stack}: a second up changes nothing`, async (t) => {
    const { output, summary } = await living(stack).change("up");
    t.regex(summary.join(), /^\d+ unchanged$/, output);
  });

  test.serial(`stack ${stack}: a newer Kubernetes version is an upgrade in place`, async (t) => {
    const life = living(stack);
    const { output, summary } = await life.change("up", life.settings);
    t.false(
      summary.some((line) => /created|deleted|replaced/.test(line)),
      output,
    );
    const versions = [CLUSTER, NODE_GROUP].flatMap((type) =>
      life.world.things(type).map(({ outputs }) => outputs["version"]),
    );
    t.deepEqual([...new Set(versions)], ["1.36"]);
  });

  test.serial(`stack ${stack}: a pool under a new name comes before the old one goes, beside a new job`, async (t) => {
    const life = living(stack);
    const { output } = await life.change("up", changed(life.settings, "executors"));
    const type = life.settings.cluster.compute.kind === "auto" ? "NodePool" : "NodeGroup";
    const [made = ""] = done(output, type, "created");
    const [gone = ""] = done(output, type, "deleted");
    t.regex(made, /-executors-b$/);
    t.regex(gone, /-executors$/);
    t.true(output.indexOf(`${made} created`) < output.indexOf(`${gone} deleting`));
    t.deepEqual(done(output, "CronJob", "created"), ["tau"]);
    t.deepEqual(done(output, "CronJob", "deleted"), []);
  });

  test.serial(`stack ${stack}: destroy leaves nothing in AWS and nothing in the cluster`, async (t) => {
    const life = living(stack);
    await life.change("destroy");
    t.deepEqual(life.world.leftovers(), []);
    t.deepEqual(await life.objects(), []);
    t.deepEqual(life.workspace.resources(), []);
  });
}

test.serial("stack prod: what holds data is not destroyed unless the settings say so before", async (t) => {
  const life = (lives.prod = await LivingStack.start("prod"));
  const { output } = await life.change("up");
  t.notRegex(output, /\[mandatory\]|\[advisory\]/);
  const before = life.world.leftovers().length;
  // With its preview, as anybody would run it: without one, Pulumi deletes what comes before the first thing that is protected.
  const refused = await life.workspace.start("destroy", "--yes");
  t.not(refused.exitCode, 0);
  t.regex(refused.all, /aws:rds\/instance:Instance::postgres" cannot be deleted\n +because it is protected/);
  t.is(life.world.leftovers().length, before);

  // They ask for no protection.
  usePoliciesOf("dev", life.world);
  await life.change("up", unprotected(life.settings));
  await life.change("destroy");
  t.deepEqual(life.world.leftovers(), []);
  t.deepEqual(await life.objects(), []);
});
