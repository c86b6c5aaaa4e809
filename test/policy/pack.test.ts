import path from "node:path";
import { fileURLToPath } from "node:url";

import test from "ava";

import { HOUSEKEEPING } from "../../policies/rules/housekeeping.js";
import { RULES } from "../../policies/rules/index.js";
import { type Diagnostic, type Registration, UNKNOWN_ON_THE_WIRE, startPack } from "./runner.js";

type Pack = Awaited<ReturnType<typeof startPack>>;

const POLICIES = path.join(fileURLToPath(new URL("../..", import.meta.url)), "policies");
const known = { kubeconfig: "apiVersion: v1" };
const firstPreview = { kubeconfig: UNKNOWN_ON_THE_WIRE };

const team: Registration = {
  name: "team",
  type: "kubernetes:core/v1:Namespace",
  inputs: { apiVersion: "v1", kind: "Namespace", metadata: { name: "team" } },
};

function settings(namespace?: string): Registration {
  const metadata = { name: "settings", ...(namespace !== undefined && { namespace }) };
  return {
    name: "settings",
    type: "kubernetes:core/v1:ConfigMap",
    inputs: { apiVersion: "v1", kind: "ConfigMap", metadata },
  };
}

function pod(image: string): Registration {
  const resources = { requests: { cpu: "1", memory: "1Gi" }, limits: { cpu: "1", memory: "1Gi" } };
  const spec = { serviceAccountName: "worker", containers: [{ name: "base", image, resources }] };
  return {
    name: "worker",
    type: "kubernetes:core/v1:Pod",
    inputs: { apiVersion: "v1", kind: "Pod", metadata: { name: "worker", namespace: "team" }, spec },
  };
}

/** The whole conversation of a preview: every resource, then the stack. */
async function preview(resources: readonly Registration[], provider: Registration["provider"], pack = shared) {
  const all: Diagnostic[] = [];
  for (const resource of resources) all.push(...(await pack.analyze({ ...resource, ...(provider && { provider }) })));
  return [...all, ...(await pack.analyzeStack(resources))];
}

/** Starting one takes seconds, so most tests share it. */
let shared: Pack;
test.before(async () => {
  shared = await startPack();
});
test.beforeEach(() => shared.configure({}));
test.after.always(() => shared.stop());

const [collector, ...others] = HOUSEKEEPING;

const lines = (diagnostics: readonly Diagnostic[]) => diagnostics.map(({ line }) => line);

test.serial("the pack starts from the project and from its own directory, and lists every policy once", async (t) => {
  for (const cwd of [path.dirname(POLICIES), POLICIES]) {
    const started = await startPack({ cwd });
    const info = await started.info();
    t.is(info.getName(), "spark-platform");
    t.is(info.getVersion(), "0.1.0");
    t.deepEqual(
      info.getPoliciesList().map((policy) => policy.getName()),
      [collector, ...RULES, ...others].map(({ name }) => name),
    );
    await started.stop();
  }
});

test.serial("a violation has rule, level, resource, reason and fix, in a first preview and later", async (t) => {
  for (const provider of [firstPreview, known]) {
    const found = await preview([team, settings("taem"), pod("spark:latest")], provider);
    t.deepEqual(lines(found), ["mandatory k8s-image-pinned worker", "mandatory k8s-namespace-exists settings"]);
  }
  const [first] = await preview([team, pod("spark:latest")], known);
  t.is(
    first?.message,
    [
      "Every image has a digest or a tag other than `latest`, in Spark settings and pod template files too.",
      "Pod team/worker",
      '  - spec.containers[0] "base": image "spark:latest" has the moving tag latest',
      "Why: A moving tag gives two executors of one job different code, and a re-run of last month's job another result.",
      "Fix: Write the image as `name:tag` with a tag that is never pushed again, or as `name@sha256:…`.",
    ].join("\n"),
  );
});

test.serial("a correct program passes, in both orders and in each kind of preview", async (t) => {
  const program = [team, settings("team"), pod("spark:4.1.2")];
  for (const provider of [undefined, firstPreview, known]) {
    t.deepEqual(await preview(program, provider), []);
    t.deepEqual(await preview([...program].reverse(), provider), []);
  }
});

test.serial("an unknown value is only told in a first preview and breaks the rule in a later one", async (t) => {
  const program = [team, pod(UNKNOWN_ON_THE_WIRE)];
  const first = await preview(program, firstPreview);
  t.deepEqual(lines(first), ["advisory judged-later worker"]);
  t.true(first[0]?.message.includes('k8s-image-pinned: Pod team/worker\n  - spec.containers[0] "base": image is not'));
  t.deepEqual(lines(await preview(program, known)), ["mandatory k8s-image-pinned worker"]);
});

test.serial("an unknown namespace is accepted from a Namespace of the stack and from nothing else", async (t) => {
  const from = (source: string): Registration => ({
    ...settings(UNKNOWN_ON_THE_WIRE),
    dependencies: { metadata: [source] },
  });
  t.deepEqual(await preview([team, pod("spark:4"), from("team")], firstPreview), []);
  t.deepEqual(lines(await preview([team, pod("spark:4"), from("worker")], firstPreview)), [
    "advisory judged-later settings",
  ]);
});

test.serial("rules have levels and the collector has parameters, given by configuration", async (t) => {
  await shared.configure({
    "policy-collector": { level: "MANDATORY", properties: { externalNamespaces: ["elsewhere"] } },
    "k8s-image-pinned": { level: "ADVISORY" },
    "k8s-explicit-namespace": { level: "DISABLED" },
  });
  const program = [team, settings("elsewhere"), pod("spark")];
  t.deepEqual(lines(await preview(program, known)), ["advisory k8s-image-pinned worker"]);
  t.deepEqual(await preview([settings()], known), []);
});

test.serial("with the collector switched off nothing passes as judged", async (t) => {
  const blind = await startPack();
  t.teardown(blind.stop);
  await blind.configure({ "policy-collector": { level: "DISABLED" } });
  t.deepEqual(lines(await preview([team, settings()], known, blind)), [
    "mandatory policy-collector-integrity team",
    "mandatory policy-collector-integrity settings",
  ]);
});

test.serial("a resource that left the program is judged no more", async (t) => {
  await preview([team, settings("team")], known);
  t.deepEqual(lines(await preview([settings("team")], known)), ["mandatory k8s-namespace-exists settings"]);
});
