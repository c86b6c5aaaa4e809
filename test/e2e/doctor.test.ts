/** What `npm run doctor` finds: nothing on a healthy platform, and each thing that somebody broke, with the way to mend it. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import test, { type ExecutionContext } from "ava";

import { groundOf } from "../../local/ground.js";
import { type CronJob, manualJob, runName } from "../../local/job-manifest.js";
import type { Kubectl } from "../../local/kubectl.js";
import { stateHome } from "../../local/paths.js";
import { findTarget } from "../../local/target.js";
import { LABELS } from "../../vocabulary.js";
import { readmeCommand } from "../readme.js";
import { eventually, testKubectl } from "../runner/kubectl.js";
import { product, succeed, TEST_PLATFORM, withEnvironment } from "../runner/platform.js";
import { SPARK_NAMESPACE } from "../runner/spark-pods.js";

/** A platform that is never started. */
const NOWHERE = ["--name", "never-started"];

const SPARK = ["-n", SPARK_NAMESPACE];

/** Name of a run that fails. */
const RUN = runName("pi", new Date());

/** Brings back what somebody changed, as the lines say. */
const REPAIR = ["pulumi", "--name", TEST_PLATFORM, "up", "--refresh", "--yes"];

/** A pod that Pod Security admits, with an image that nobody has. */
function pod(name: string, nodeSelector: Record<string, string>): object {
  const container = {
    name: "base",
    image: "registry.invalid/nothing:1",
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
  };
  const securityContext = { runAsNonRoot: true, runAsUser: 185, seccompProfile: { type: "RuntimeDefault" } };
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace: SPARK_NAMESPACE },
    spec: { nodeSelector, securityContext, containers: [container] },
  };
}

/** Breaks what each line of the platform is about. */
async function breakThings(kubectl: Kubectl, node: string): Promise<void> {
  const send = (object: object): Promise<string> => kubectl.text(["create", "-f", "-"], JSON.stringify(object));
  const { spec, ...job } = manualJob(await kubectl.json<CronJob>(["get", "cronjob", "pi", ...SPARK]), {}, RUN);
  await send({ ...job, spec: { ...spec, activeDeadlineSeconds: 1 } });
  await kubectl.text(["scale", "statefulset/postgres", "-n", "postgres", "--replicas=0"]);
  await kubectl.text(["delete", "rolebinding", "spark-driver", ...SPARK]);
  const nobody = { spec: { selector: { [LABELS.name]: "nobody" } } };
  await kubectl.text(["patch", "service", "airflow", "-n", "airflow", "-p", JSON.stringify(nobody)]);
  await kubectl.text(["delete", "endpointslice", "kube-dns", "-n", "kube-system"]);
  await send(pod("no-image", {}));
  await send(pod("no-node", { "nodes.invalid/of": "nobody" }));
  await kubectl.text(["wait", `job/${RUN}`, ...SPARK, "--for=condition=Failed", "--timeout=60s"]);
  await kubectl.text(["wait", "pod/postgres-0", "-n", "postgres", "--for=delete", "--timeout=90s"]);
  const reason = "jsonpath={.status.containerStatuses[0].state.waiting.reason}";
  await eventually("a refused image", 60, async () => {
    return /Image/.test(await kubectl.text(["get", "pod", "no-image", ...SPARK, "-o", reason])) || undefined;
  });
  // Last, since they would keep the pods away.
  await kubectl.text(["patch", "resourcequota", "quota", ...SPARK, "-p", '{"spec":{"hard":{"pods":"3"}}}']);
  await kubectl.text(["cordon", node]);
}

/** Does what the lines say. */
async function mendThings(kubectl: Kubectl, node: string): Promise<void> {
  await kubectl.text(["uncordon", node]);
  await kubectl.text(["delete", "pods/no-image", "pods/no-node", `jobs/${RUN}`, ...SPARK, "--ignore-not-found"]);
  await succeed("up", "--name", TEST_PLATFORM);
  await succeed(...REPAIR);
}

/** Signs of the lines by their titles. */
function signs(output: string): Record<string, string> {
  return Object.fromEntries([...output.matchAll(/^([✔✖–]) (\w+)/gm)].map(([, sign = "", title = ""]) => [title, sign]));
}

function wrongLines(output: string): string[] {
  return Object.entries(signs(output)).flatMap(([title, sign]) => (sign === "✖" ? [title] : []));
}

/** An empty directory. */
function scratch(t: ExecutionContext, parent = tmpdir()): string {
  const directory = mkdtempSync(join(parent, "spark-platform-doctor-"));
  t.teardown(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

// Other tests leave jobs that failed on purpose.
test.before(async () => {
  const kubectl = await testKubectl();
  await kubectl.text(["delete", "jobs", ...SPARK, "--all", "--cascade=foreground"]);
});

test.serial("nothing is wrong with a healthy platform, and every line says so", async (t) => {
  const { exitCode, output } = await product(...readmeCommand("npm run doctor"), "--name", TEST_PLATFORM);
  t.is(exitCode, 0, output);
  const machine = ["System", "Packages", "Directories", "Toolchain", "Disk", "Memory", "Settings"];
  const cluster = ["Cluster", "Nodes", "Platform"];
  const platform = ["Quota", "Images", "Pods", "DNS", "Roles", "Database", "Airflow", "Port", "Jobs"];
  t.deepEqual(signs(output), Object.fromEntries([...machine, ...cluster, ...platform].map((title) => [title, "✔"])));
});

test.serial("each thing that somebody breaks is found, and the commands that the lines name mend it", async (t) => {
  const kubectl = await testKubectl();
  const { context: node } = groundOf(findTarget({ name: TEST_PLATFORM }));
  t.teardown(() => mendThings(kubectl, node));
  await breakThings(kubectl, node);
  const { exitCode, output } = await product("doctor", "--name", TEST_PLATFORM);
  t.is(exitCode, 1);
  const expected = ["Nodes", "Quota", "Images", "Pods", "DNS", "Roles", "Database", "Airflow", "Port", "Jobs"];
  t.deepEqual(wrongLines(output), expected, output);
  t.regex(output, /^✖ Nodes +Every node is cordoned and takes no pod$/m);
  t.regex(
    output,
    /^✖ Quota +Namespace spark-analytics has no room for another run of .*pi.*; what is left: .*pods: 1$/m,
  );
  t.regex(output, /^✖ Images +Pod spark-analytics\/no-image cannot get image registry\.invalid\/nothing:1 /m);
  t.regex(output, /^✖ Pods +No node takes pod spark-analytics\/no-node: /m);
  t.regex(output, /^✖ DNS +A pod cannot resolve kubernetes\.default\.svc: /m);
  t.regex(output, /^✖ Roles +Account spark-analytics\/spark-driver may not get, list, .* pods in spark-analytics;/m);
  t.regex(output, /^✖ Database +The StatefulSet of Postgres is not there, or has no replica$/m);
  t.regex(output, /^✖ Airflow +(metadatabase is unhealthy|.*its API server does not answer: timed out)/m);
  t.regex(output, /^✖ Port +http:\/\/198\.1[89]\.\d+\.\d+:\d+ does not answer: /m);
  t.true(output.includes(`✖ Jobs        The last run of pi failed: ${RUN}`), output);
  t.true(output.includes(`→ npm run pulumi -- ${REPAIR.slice(1).join(" ")}\n`), output);
});

test.serial("after that, nothing is wrong any more", async (t) => {
  await t.notThrowsAsync(
    eventually("a doctor that is content", 240, async () => {
      return (await product("doctor", "--name", TEST_PLATFORM)).exitCode === 0 || undefined;
    }),
  );
});

test.serial(
  "a cluster that somebody else runs is asked by its context, and no line of its machine is needed",
  async (t) => {
    const { kubeconfig, context } = groundOf(findTarget({ name: TEST_PLATFORM }));
    const run = withEnvironment({ KUBECONFIG: kubeconfig, XDG_STATE_HOME: scratch(t) });
    const taken = createServer().listen(8080, "127.0.0.1");
    t.teardown(() => taken.close());
    const { exitCode, output } = await run("doctor", "--context", context);
    t.is(exitCode, 1);
    t.deepEqual(wrongLines(output), ["Port"], output);
    t.regex(output, /Port 8080 of this machine is taken\n +→ end what has it, or forward another one/);
    t.regex(output, /^– Settings +name yours/m);
    t.regex(output, /^✔ Rights /m);
  },
);

test("a cluster that does not answer is told with kubectl's words", async (t) => {
  const kubeconfig = join(scratch(t), "kubeconfig");
  const clusters = [{ name: "gone", cluster: { server: "https://127.0.0.1:9" } }];
  const contexts = [{ name: "gone", context: { cluster: "gone", user: "me" } }];
  const users = [{ name: "me", user: { token: "of me" } }];
  writeFileSync(kubeconfig, JSON.stringify({ apiVersion: "v1", kind: "Config", clusters, contexts, users }));
  const { exitCode, output } = await withEnvironment({ KUBECONFIG: kubeconfig })("doctor", "--context", "gone");
  t.is(exitCode, 1);
  t.deepEqual(wrongLines(output), ["Cluster"], output);
  t.regex(output, /The API server does not answer: .*connection.*refused/s);
});

test("before the first up the machine is judged, and nothing is made", async (t) => {
  const state = scratch(t);
  const { exitCode, output } = await withEnvironment({ XDG_STATE_HOME: state })("doctor", ...NOWHERE);
  t.is(exitCode, 0, output);
  t.regex(output, /^– Cluster +there is none yet: npm run up -- --name never-started starts it$/m);
  t.deepEqual(readdirSync(state), []);
});

test("a machine without Go, packages and a place for its state is told everything at once", async (t) => {
  const path = scratch(t);
  symlinkSync(process.execPath, join(path, "node"));
  const env = { PATH: path, XDG_CACHE_HOME: scratch(t), XDG_STATE_HOME: scratch(t, "/var/tmp") };
  const { exitCode, output } = await withEnvironment(env)("doctor", ...NOWHERE);
  t.is(exitCode, 1);
  // The disk may have no room for all that would be built.
  const wrong = wrongLines(output).filter((title) => title !== "Disk");
  t.deepEqual(wrong, ["Packages", "Directories", "Toolchain"], output);
  t.regex(output, /→ apt-get install --yes --no-install-recommends bash buildah containerd /);
  t.regex(output, /would not see \/var\/tmp\/.*\n +→ set XDG_STATE_HOME to a directory elsewhere/);
  t.regex(output, /Go is not on PATH/);
});

test("wrong settings are told before the up that would refuse them", async (t) => {
  const file = join(scratch(t), "Pulumi.wrong.yaml");
  writeFileSync(file, "config:\n  spark-platform:jobz: {}\n");
  const { exitCode, output } = await product("doctor", ...NOWHERE, "--settings", file);
  t.is(exitCode, 1);
  t.deepEqual(wrongLines(output), ["Settings"], output);
  t.regex(output, /jobz = \{\}: is not a setting; did you mean jobs\?/);
});

test("a cluster whose machine was restarted is down until the next up", async (t) => {
  const environment = { XDG_STATE_HOME: scratch(t) };
  const state = stateHome("restarted", environment);
  mkdirSync(state, { recursive: true });
  writeFileSync(join(state, "cluster.json"), JSON.stringify({ network: 9000 }));
  // A process that started at another time than the one of this number.
  writeFileSync(join(state, "node.process"), `${process.pid} 1`);
  const { exitCode, output } = await withEnvironment(environment)("doctor", "--name", "restarted");
  t.is(exitCode, 1);
  t.deepEqual(wrongLines(output), ["Cluster"], output);
  t.regex(output, /Its node is not running.*\n +→ npm run up -- --name restarted: data and images are still there/);
});
