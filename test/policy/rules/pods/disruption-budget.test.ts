import test from "ava";

import type { Resource } from "../../../../policies/model/resource.js";
import type { Value } from "../../../../policies/model/values.js";
import { UNKNOWN, change, furnishings, resource, team } from "../../objects.js";
import { deployment, namespace, object } from "../../pods-objects.js";
import { type Program, accepts, refuses, verdict } from "../../verdict.js";

const RULE = "k8s-disruption-budget";
const NEVER = "no pod may ever be evicted";

const budget = (spec: Value, more: Parameters<typeof object>[4] = {}): Resource =>
  object("policy/v1", "PodDisruptionBudget", "budget", { spec }, more);
const program = (...resources: readonly Resource[]): Program => ({ resources: [team(), ...resources] });
const web = { matchLabels: { app: "web" } };
const keeps = (minAvailable: Value, selector: Value = web): Resource => budget({ minAvailable, selector });

for (const [field, wrong, right] of [
  ["maxUnavailable", 0, 1],
  ["maxUnavailable", "0%", "1%"],
  ["minAvailable", "100%", "99%"],
  ["minAvailable", "101%", 0],
] as const) {
  const written = JSON.stringify(wrong);
  test(
    `${field} ${written} is refused, whatever it is for`,
    refuses,
    program(budget({ [field]: wrong })),
    [`${RULE} budget: spec.${field} is ${written}: ${NEVER}`],
    program(budget({ [field]: right })),
  );
}
for (const field of ["maxUnavailable", "minAvailable"]) {
  test(
    `${field} unknown breaks the rule`,
    refuses,
    program(deployment("web"), budget({ [field]: UNKNOWN, selector: web })),
    [`${RULE} budget: spec.${field} is not known yet`],
    program(budget({ selector: web })),
  );
}
test("a budget that never lets a pod go is told once", (t) => {
  const lines = [`${RULE} budget: spec.minAvailable is "100%": ${NEVER}`];
  t.deepEqual(verdict(program(deployment("web"), budget({ minAvailable: "100%", selector: web }))), lines);
});
test("a patch of a budget is judged", (t) => {
  const patch = resource("kubernetes:policy/v1:PodDisruptionBudgetPatch", {
    kind: "PodDisruptionBudget",
    metadata: { name: "budget", namespace: "team" },
    spec: { maxUnavailable: 0 },
  });
  t.deepEqual(verdict(program(patch)), [`${RULE} budget: spec.maxUnavailable is 0: ${NEVER}`]);
});
test(
  "other kinds and groups are not budgets",
  accepts,
  program(
    object("example.org/v1", "PodDisruptionBudget", "theirs", { spec: { maxUnavailable: 0 } }),
    object("policy/v1", "Eviction", "eviction", { spec: { maxUnavailable: 0 } }),
  ),
);

const urn = (name: string, type = "apps/v1:Deployment"): string => `urn:pulumi:test::test::kubernetes:${type}::${name}`;
const blocked = (least: Value, ...pods: readonly string[]): string[] => [
  `${RULE} budget: spec.minAvailable is ${JSON.stringify(least)}, and the pods are ${pods.join(" and ")}: none may ever be evicted`,
];
const of = (count: number, name = "web"): string => `${count} of Deployment team/${name} (${urn(name)})`;
const scaled = (replicas: Value | undefined): Resource => deployment("web", replicas === undefined ? {} : { replicas });

for (const [least, few, enough] of [
  [1, 1, 2],
  [2, 2, 3],
  [3, 2, 4],
  ["50%", 1, 2],
  ["51%", 2, 3],
  ["67%", 3, 4],
] as const) {
  const lines = blocked(least, of(few));
  test(
    `${least} of ${few} pods is refused, of ${enough} not`,
    refuses,
    program(scaled(few), keeps(least)),
    lines,
    program(scaled(enough), keeps(least)),
  );
}
test(
  "a Deployment has one pod unless it says more",
  refuses,
  program(scaled(undefined), keeps(1)),
  blocked(1, of(1)),
  program(scaled(2), keeps(1)),
);
test("no pod is not blocked", accepts, program(scaled(0), keeps(1)));
test("any pod may go if none must stay", accepts, program(scaled(1), keeps(0)));
test("nothing is said of what a value means that Kubernetes refuses", accepts, program(scaled(1), keeps("most")));

test("the pods of all workloads count that the budget selects", (t) => {
  const both = { matchExpressions: [{ key: "app", operator: "In", values: ["web", "api"] }] };
  const two = [deployment("web"), deployment("api")];
  t.deepEqual(verdict(program(...two, keeps(2, both))), blocked(2, of(1), of(1, "api")));
  t.deepEqual(verdict(program(...two, keeps(1, both))), []);
});
for (const kind of ["StatefulSet", "ReplicaSet", "ReplicationController", "Rollout"]) {
  test(`the pods of a ${kind} count`, (t) => {
    const like = deployment("web");
    const workload: Resource = { ...like, object: { group: "apps", kind, patch: false } };
    const lines = verdict(program(workload, keeps(1))).filter((line) => line.startsWith(RULE));
    t.deepEqual(lines, blocked(1, `1 of ${kind} team/web (${urn("web")})`));
  });
}

const other = "urn:pulumi:test::test::pulumi:providers:kubernetes::other";
const patched: Resource = { ...scaled(1), object: { group: "apps", kind: "Deployment", patch: true } };
for (const [what, resources] of [
  ["of other labels", [deployment("api"), keeps(1)]],
  ["that no selector chooses", [scaled(1), budget({ minAvailable: 1 })]],
  [
    "of another namespace",
    [namespace("far"), ...furnishings("far"), deployment("web", {}, { namespace: "far" }), keeps(1)],
  ],
  ["that is only patched", [patched, keeps(1)]],
] as const) {
  test(`a workload ${what} does not count`, accepts, program(...resources));
}
test("a workload of another cluster does not count", (t) => {
  const lines = verdict(program({ ...scaled(1), provider: other }, keeps(1)));
  t.deepEqual(
    lines.filter((line) => line.startsWith(RULE)),
    [],
  );
});
test(
  "an empty selector chooses all pods of the namespace",
  refuses,
  program(scaled(1), keeps(1, {})),
  blocked(1, of(1)),
  program(scaled(2), keeps(1, {})),
);

const autoscaler = (kind: string, spec: Readonly<Record<string, Value>>, name: Value = "web"): Resource =>
  object(kind === "ScaledObject" ? "keda.sh/v1alpha1" : "autoscaling/v2", kind, "scaler", {
    spec: { scaleTargetRef: { kind: "Deployment", name }, maxReplicas: 5, ...spec },
  });
for (const [kind, field] of [
  ["HorizontalPodAutoscaler", "minReplicas"],
  ["ScaledObject", "minReplicaCount"],
] as const) {
  const least = (count: Value): Program => program(scaled(9), autoscaler(kind, { [field]: count }), keeps(1));
  test(`the lower bound of a ${kind} counts`, refuses, least(1), blocked(1, of(1)), least(2));
  test(
    `a ${kind} without a lower bound keeps one`,
    refuses,
    program(scaled(9), autoscaler(kind, {}), keeps(1)),
    blocked(1, of(1)),
    least(2),
  );
  test(
    `a workload that a ${kind} may switch off has one pod while it runs`,
    refuses,
    least(0),
    blocked(1, of(1)),
    least(2),
  );
  test(
    `a ${kind} of another workload does not count`,
    accepts,
    program(scaled(2), autoscaler(kind, {}, "api"), keeps(1)),
  );
}
test(
  "KEDA scales Deployments unless it says otherwise",
  refuses,
  program(scaled(2), autoscaler("ScaledObject", { scaleTargetRef: { name: "web" } }), keeps(1)),
  blocked(1, of(1)),
  program(scaled(2), autoscaler("ScaledObject", { scaleTargetRef: { kind: "StatefulSet", name: "web" } }), keeps(1)),
);

test("an autoscaler of another namespace or cluster does not count", (t) => {
  const scaler = autoscaler("HorizontalPodAutoscaler", { minReplicas: 1 });
  const ofRule = (one: Resource) => verdict(program(scaled(2), one, keeps(1))).filter((line) => line.startsWith(RULE));
  t.deepEqual(ofRule({ ...scaler, provider: other }), []);
  t.deepEqual(ofRule({ ...scaler, inputs: change(scaler.inputs, "metadata.namespace", "far") }), []);
  t.deepEqual(ofRule(scaler), blocked(1, of(1)));
});
test("an autoscaler that says nothing is not that of a workload without a name", (t) => {
  const scaler = object("autoscaling/v2", "HorizontalPodAutoscaler", "scaler", {
    spec: { scaleTargetRef: { kind: "Deployment" } },
  });
  const workload: Resource = { ...scaled(2), inputs: change(scaled(2).inputs, "metadata.name", undefined) };
  t.deepEqual(verdict(program(workload, scaler, keeps(1))), []);
});
test("what is not known yet breaks the rule only if it can decide", (t) => {
  const unknown = (what: string) => [`${RULE} budget: ${what} is not known yet`];
  const number = unknown("the number of pods that the budget is for");
  t.deepEqual(verdict(program(scaled(UNKNOWN), keeps(1))), number);
  t.deepEqual(
    verdict(program(scaled(9), autoscaler("HorizontalPodAutoscaler", { minReplicas: UNKNOWN }), keeps(1))),
    number,
  );
  const label = change(scaled(1).inputs, "spec.template.metadata.labels.app", UNKNOWN);
  t.deepEqual(verdict(program({ ...scaled(1), inputs: label }, keeps(1))), number);
  t.deepEqual(verdict(program(scaled(1), keeps(1, { matchLabels: { app: UNKNOWN } }))), unknown("spec.selector"));
  const enough: Resource = {
    ...deployment("api", { replicas: UNKNOWN }),
    inputs: change(deployment("api", { replicas: UNKNOWN }).inputs, "spec.template.metadata.labels", { app: "web" }),
  };
  t.deepEqual(verdict(program(scaled(2), enough, keeps(1))), [], "more pods change nothing");
  t.deepEqual(verdict(program(scaled(1), enough, keeps(1))), number);
});
test("a namespace that nothing tells may be the budget's", (t) => {
  const lost = (it: Resource): Resource => ({ ...it, inputs: change(it.inputs, "metadata.namespace", UNKNOWN) });
  const ofRule = (resources: Resource[]) =>
    verdict({ resources: [team(), ...resources] }).filter((line) => line.startsWith(RULE));
  const line = [`${RULE} budget: the number of pods that the budget is for is not known yet`];
  t.deepEqual(ofRule([lost(scaled(1)), keeps(1)]), line);
  t.deepEqual(ofRule([scaled(1), lost(keeps(1))]), line);
});
test("a missing namespace is default, as the provider writes it", (t) => {
  const without = (it: Resource): Resource => ({ ...it, inputs: change(it.inputs, "metadata.namespace", undefined) });
  const ofRule = (resources: Resource[]) => verdict({ resources }).filter((line) => line.startsWith(RULE));
  const there = (it: Resource): Resource => ({ ...it, inputs: change(it.inputs, "metadata.namespace", "default") });
  const lines = blocked(1, `1 of Deployment default/web (${urn("web")})`);
  t.deepEqual(ofRule([there(scaled(1)), without(keeps(1))]), lines);
  t.deepEqual(ofRule([without(scaled(1)), there(keeps(1))]), blocked(1, `1 of Deployment web (${urn("web")})`));
});
