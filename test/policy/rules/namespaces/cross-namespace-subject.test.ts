import test from "ava";

import { LABELS } from "../../../../vocabulary.js";
import {
  ANOTHER,
  UNKNOWN,
  acceptsEverywhere,
  account,
  binding,
  clusterBinding,
  namespace,
  object,
  refusesEverywhere,
  subject,
  waits,
} from "../../namespaces-objects.js";
import { change, resource, team } from "../../objects.js";
import { verdict } from "../../verdict.js";

const RULE = "rbac-cross-namespace-subject";
const LINE = `${RULE} readers: subjects[0].namespace is another one than the binding's own`;
const guest = subject("guest", "lab");
const lab = [namespace("lab"), account("guest", "lab")];

test(
  "an account of another namespace in a RoleBinding is told of",
  refusesEverywhere,
  { resources: [team(), ...lab, binding([guest])] },
  [LINE],
  { resources: [team(), ...lab, binding([guest], { namespace: "lab" })] },
);
test("a ClusterRoleBinding is for all namespaces anyhow", acceptsEverywhere, {
  resources: [...lab, clusterBinding([guest])],
});
test("even if somebody wrote a namespace into it", (t) => {
  const { inputs } = clusterBinding([guest]);
  const placed = clusterBinding([guest], "view", { inputs: change(inputs, "metadata.namespace", "team") });
  t.deepEqual(verdict({ resources: [team(), ...lab, placed] }), [
    'k8s-cluster-scoped-namespace readers: metadata.namespace is "team", but a ClusterRoleBinding lives in none',
  ]);
});
test("a kind of others is none of ours", acceptsEverywhere, {
  resources: [
    team(),
    ...lab,
    object("example.org/v1", "RoleBinding", { name: "it", namespace: "team" }, { subjects: [guest] }),
  ],
});
test("namespaces that are listed are told apart too", (t) => {
  const parameters = { externalNamespaces: ["lab"], externalServiceAccounts: ["lab/guest"] };
  t.deepEqual(verdict({ resources: [team(), binding([guest])], parameters }), [LINE]);
});
test("what breaks a mandatory rule is told once", (t) => {
  const rules = (name: string | undefined, own: string | undefined) => {
    const { inputs, ...others } = binding([subject("default", name)], { namespace: own ?? null });
    return new Set(verdict({ resources: [team(), ...lab, { ...others, inputs }] }).map((line) => line.split(" ")[0]));
  };
  t.deepEqual(rules("taem", "team"), new Set(["rbac-subject-namespace"]));
  t.deepEqual(rules("default", "team"), new Set(["rbac-subject-namespace"]));
  t.deepEqual(rules("", "team"), new Set(["rbac-subject-namespace"]));
  t.deepEqual(rules("lab", "taem"), new Set(["k8s-namespace-exists"]));
  t.deepEqual(rules("lab", "default"), new Set(["k8s-explicit-namespace"]));
  t.deepEqual(rules("lab", undefined), new Set(["k8s-explicit-namespace"]));
  t.deepEqual(rules("lab", "team"), new Set([RULE]));
});

/** A namespace that says what it is there for. */
function workload(name: string, value: string, more: Parameters<typeof namespace>[1] = {}) {
  const metadata = { name, labels: { [LABELS.workload]: value } };
  return resource("kubernetes:core/v1:Namespace", { apiVersion: "v1", kind: "Namespace", metadata }, { name, ...more });
}

const airflow = subject("airflow", "scheduling");
const starts = (own: string, theirs: string) => ({
  resources: [
    workload("analytics", own),
    workload("scheduling", theirs),
    account("airflow", "scheduling"),
    binding([airflow], { namespace: "analytics" }),
  ],
});

for (const [own, theirs] of [
  ["airflow", "spark"],
  ["spark", "spark"],
  ["airflow", "airflow"],
  ["postgres", "airflow"],
  ["spark", "postgres"],
] as const) {
  test(
    `Airflow's account may have rights where Spark runs, but not one of ${theirs} where ${own} runs`,
    refusesEverywhere,
    starts(own, theirs),
    [LINE],
    starts("spark", "airflow"),
  );
}
test("a namespace that is listed has no label to go by", (t) => {
  const [own, , ...others] = starts("spark", "airflow").resources;
  const parameters = { externalNamespaces: ["scheduling"] };
  t.deepEqual(verdict({ resources: own ? [own, ...others] : [], parameters }), [LINE]);
});
test("labels of namespaces in another cluster say nothing", (t) => {
  const { resources } = starts("postgres", "airflow");
  const elsewhere = [workload("analytics", "spark", { provider: ANOTHER, name: "other" })];
  t.deepEqual(verdict({ resources: [...elsewhere, ...resources] }), [LINE]);
});

const outputs = (sources: readonly string[], own: readonly string[] = ["team"]) => ({
  resources: [team(), ...lab, account("own"), binding([subject(UNKNOWN, UNKNOWN)], { namespace: UNKNOWN })],
  dependencies: { "readers.subjects": sources, "readers.metadata": own },
});

test(
  "the output of an account is in the namespace of that",
  refusesEverywhere,
  outputs(["guest"]),
  [LINE],
  outputs(["own"]),
);
test("an account of a known name is not in the namespace of another one", (t) => {
  const { resources, dependencies } = outputs(["own", "guest", "team"]);
  const named = binding([subject("guest", UNKNOWN)], { namespace: UNKNOWN });
  t.deepEqual(verdict({ resources: [...resources.slice(0, -1), named], dependencies }), [LINE]);
});
test("accounts of the same namespace leave no doubt", acceptsEverywhere, {
  ...outputs(["own", "other"]),
  resources: [...outputs([]).resources, account("other")],
});
test(
  "accounts of two namespaces do",
  waits,
  outputs(["own", "guest"]),
  RULE,
  "readers: subjects[0].namespace is not known yet",
  outputs(["own"]),
);
test(
  "so do two Namespaces whose output may be the binding's own",
  waits,
  outputs(["own"], ["team", "lab"]),
  RULE,
  "readers: metadata.namespace is not known yet",
  outputs(["own"], ["team"]),
);
test("two Namespaces with generated names are told apart", (t) => {
  const generated = (name: string) => object("v1", "Namespace", {}, {}, { name });
  const program = (theirs: string) => ({
    resources: [
      generated("here"),
      generated("there"),
      account("guest", UNKNOWN),
      binding([subject("guest", UNKNOWN)], { namespace: UNKNOWN }),
    ],
    dependencies: { "guest.metadata": [theirs], "readers.subjects": [theirs], "readers.metadata": ["here"] },
  });
  t.deepEqual(verdict(program("there")), [LINE]);
  t.deepEqual(verdict(program("here")), []);
});
