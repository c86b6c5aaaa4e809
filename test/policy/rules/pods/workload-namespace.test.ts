import test from "ava";

import type { Resource } from "../../../../policies/model/resource.js";
import { type Value, at } from "../../../../policies/model/values.js";
import { UNKNOWN, change, configMap, cronJob, furnishings, resource, team } from "../../objects.js";
import { SERVER, deployment, namespace, object, podFile, podPatch } from "../../pods-objects.js";
import { type Program, accepts, refuses, verdict } from "../../verdict.js";

const RULE = "k8s-workload-namespace";
const LABEL = 'metadata.labels["pod-security.kubernetes.io/enforce"]';
const MISSING = {
  quota: "has no ResourceQuota of all its pods with cpu and memory",
  limits: "has no LimitRange with limits of type Container",
  policy: 'has no NetworkPolicy with podSelector {} and policyTypes "Ingress" and "Egress" that lets nothing through',
};
const ALL = Object.values(MISSING).map((missing) => `${RULE} team: ${missing}`);

/** Pods in `team` with what is given in place of what it has. */
const withGuards = (...guards: readonly Resource[]): Program => ({
  resources: [team(), cronJob(), ...guards],
  unfurnished: true,
});
const [, , QUOTA, LIMITS, POLICY] = furnishings();
const without = (kind: string): readonly Resource[] => furnishings().filter((it) => it.object?.kind !== kind);
const correct: Program = withGuards(...furnishings());

test(
  "a namespace with pods needs all of it, one without pods nothing",
  refuses,
  withGuards(...without("").slice(0, 2)),
  ALL,
  {
    resources: [
      namespace("idle"),
      resource("kubernetes:core/v1:Namespace", { metadata: { name: "plain" } }),
      object("v1", "ConfigMap", "settings", {}, { namespace: "idle" }),
    ],
  },
);

const label = (value: Value | undefined): Program => ({
  resources: [
    team({ inputs: change(team().inputs, "metadata.labels", { "pod-security.kubernetes.io/enforce": value ?? null }) }),
    cronJob(),
    ...furnishings(),
  ],
});
for (const [value, found] of [
  ["baseline", 'is "baseline"'],
  [undefined, "is missing"],
] as const) {
  const line = `${RULE} team: ${LABEL} ${found}: write "restricted"`;
  test(`the label that enforces restricted ${found} is refused`, refuses, label(value), [line], label("restricted"));
}
test(
  "an unknown label breaks the rule",
  refuses,
  label(UNKNOWN),
  [`${RULE} team: ${LABEL} is not known yet`],
  label("restricted"),
);

/** All guards, one of them changed. */
const changed = (guard: Resource | undefined, path: string, value: Value | undefined): Program => {
  if (guard === undefined) throw new Error("no such guard");
  const other: Resource = { ...guard, inputs: change(guard.inputs, path, value) };
  return withGuards(...furnishings().map((it) => (it.urn === guard.urn ? other : it)));
};
const hard = (...names: string[]): Program =>
  changed(QUOTA, "spec.hard", Object.fromEntries(names.map((it) => [it, "8"])));
const rule = { from: [{ podSelector: {} }] };
for (const [what, refused, missing, accepted] of [
  ["a quota without memory", hard("requests.cpu", "pods"), MISSING.quota, hard("cpu", "memory")],
  ["a quota without cpu", hard("limits.memory"), MISSING.quota, hard("limits.cpu", "limits.memory")],
  [
    "a quota of some pods",
    changed(QUOTA, "spec.scopes", ["BestEffort"]),
    MISSING.quota,
    changed(QUOTA, "spec.scopes", []),
  ],
  ["a quota of a priority", changed(QUOTA, "spec.scopeSelector", { matchExpressions: [] }), MISSING.quota, correct],
  ["limits of pods only", changed(LIMITS, "spec.limits.0.type", "Pod"), MISSING.limits, correct],
  [
    "a policy for some pods",
    changed(POLICY, "spec.podSelector", { matchLabels: { app: "x" } }),
    MISSING.policy,
    correct,
  ],
  ["a policy without selector", changed(POLICY, "spec.podSelector", undefined), MISSING.policy, correct],
  ["a policy of what comes in", changed(POLICY, "spec.policyTypes", ["Ingress"]), MISSING.policy, correct],
  ["a policy of what goes out", changed(POLICY, "spec.policyTypes", ["Egress"]), MISSING.policy, correct],
  [
    "a policy that lets in",
    changed(POLICY, "spec.ingress", [rule]),
    MISSING.policy,
    changed(POLICY, "spec.ingress", []),
  ],
  ["a policy that lets out", changed(POLICY, "spec.egress", [{}]), MISSING.policy, changed(POLICY, "spec.egress", [])],
] as const) {
  test(`${what} is not enough`, refuses, refused, [`${RULE} team: ${missing}`], accepted);
}

test("a guard that is not known yet may be enough", (t) => {
  const unknown = (guard: Resource | undefined, path: string) => verdict(changed(guard, path, UNKNOWN));
  const line = (kind: string) => [`${RULE} team: whether a ${kind} here is enough is not known yet`];
  t.deepEqual(unknown(QUOTA, "spec"), line("ResourceQuota"));
  t.deepEqual(unknown(QUOTA, "spec.hard"), line("ResourceQuota"));
  t.deepEqual(unknown(QUOTA, "spec.scopes"), line("ResourceQuota"));
  t.deepEqual(unknown(LIMITS, "spec.limits"), line("LimitRange"));
  t.deepEqual(unknown(POLICY, "spec.podSelector"), line("NetworkPolicy"));
  t.deepEqual(unknown(QUOTA, "spec.hard.requests.cpu".replace("requests.cpu", "pods")), []);
});

test("guards of another namespace or cluster, and patches of some elsewhere, are none", (t) => {
  const elsewhere = furnishings("other").slice(2);
  const quotas = [namespace("other"), ...elsewhere];
  t.deepEqual(verdict(withGuards(...furnishings().slice(0, 2), ...quotas)), [...ALL].sort());
  const foreign = furnishings("team", { provider: "urn:pulumi:test::test::pulumi:providers:kubernetes::other" });
  const lines = verdict(withGuards(...furnishings().slice(0, 2), ...foreign.slice(2)));
  t.deepEqual(
    lines.filter((line) => line.startsWith(RULE)),
    [...ALL].sort(),
  );
  const patch = (it: Resource): Resource => ({ ...it, object: { group: "", kind: "", ...it.object, patch: true } });
  t.deepEqual(verdict(withGuards(...furnishings().slice(0, 2), ...furnishings().slice(2).map(patch))), [...ALL].sort());
});

/** `team` without its guards, and something that may start pods in it. */
const bare = (...resources: readonly Resource[]): Program => ({
  resources: [team(), ...furnishings().slice(0, 2), ...resources],
  unfurnished: true,
});
const application = object("sparkoperator.k8s.io/v1beta2", "SparkApplication", "pi", { spec: {} });
const pod = (namespaceOfPod: string): Value => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { namespace: namespaceOfPod },
  spec: SERVER,
});
const ofRule = (program: Program): readonly string[] => verdict(program).filter((line) => line.startsWith(RULE));
for (const [what, starter, idle] of [
  ["a Deployment", deployment("web"), podPatch({})],
  ["a SparkApplication", application, { ...application, object: { group: "", kind: "SparkApplication", patch: true } }],
  ["a pod in a file", podFile(pod("team")), podFile(pod("elsewhere"))],
  [
    "Spark conf",
    configMap({ "spark-defaults.conf": "spark.kubernetes.namespace team" }),
    configMap({ "spark-defaults.conf": "spark.kubernetes.namespace elsewhere" }),
  ],
] as const) {
  test(`${what} starts pods`, (t) => {
    t.deepEqual(ofRule(bare(starter)), [...ALL].sort());
    t.deepEqual(ofRule(bare(idle)), []);
  });
}

test("a namespace whose name is not known yet is told by the dependency graph", (t) => {
  const inGenerated = (it: Resource): Resource => ({ ...it, inputs: change(it.inputs, "metadata.namespace", UNKNOWN) });
  const program = (guards: readonly Resource[], sources: readonly string[]): Program => {
    const inside = [deployment("pi"), ...guards].map(inGenerated);
    const dependencies = inside.map(({ name }) => [`${name}.metadata`, sources] as const);
    return {
      resources: [namespace(undefined, { name: "generated" }), ...inside],
      dependencies: Object.fromEntries(dependencies),
      unfurnished: true,
    };
  };
  t.deepEqual(verdict(program(furnishings(), ["generated"])), []);
  t.deepEqual(
    verdict(program(furnishings().slice(0, 2), ["generated"])),
    ALL.map((line) => line.replace("team", "generated")).sort(),
  );
});

test("an object in a namespace that nothing tells may be the guard", (t) => {
  const lost = {
    ...furnishings()[2],
    inputs: change(QUOTA?.inputs ?? null, "metadata.namespace", UNKNOWN),
  } as Resource;
  const lines = ofRule(withGuards(...without("ResourceQuota"), lost));
  t.deepEqual(lines, [`${RULE} team: whether a ResourceQuota here is enough is not known yet`]);
  t.is(at(lost.inputs, "metadata", "namespace"), UNKNOWN);
});

test("a correct namespace passes in every order", accepts, correct);
