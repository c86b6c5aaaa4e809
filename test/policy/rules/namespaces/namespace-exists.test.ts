import test from "ava";

import {
  ANOTHER,
  LISTED,
  RELEASE,
  UNKNOWN,
  acceptsEverywhere,
  chart,
  firstPreview,
  namespace,
  object,
  refusesEverywhere,
  settings,
  waits,
  widget,
} from "../../namespaces-objects.js";
import { resource, team } from "../../objects.js";
import { verdict } from "../../verdict.js";

const RULE = "k8s-namespace-exists";
const undeclared = (name: string) => `metadata.namespace is "${name}", which this stack does not declare`;
const UNDECLARED = `${RULE} settings: ${undeclared("taem")}`;

const misspelt = settings("taem");
const fromOutput = settings(UNKNOWN);

test("a misspelt namespace is refused", refusesEverywhere, { resources: [team(), misspelt] }, [UNDECLARED], {
  resources: [team(), settings("team")],
});
test(
  "a namespace from elsewhere has to be listed",
  refusesEverywhere,
  { resources: [misspelt], parameters: { externalNamespaces: ["team"] } },
  [UNDECLARED],
  { resources: [misspelt], parameters: { externalNamespaces: ["taem"] } },
);
test(
  "a namespace declared through another provider is in another cluster",
  refusesEverywhere,
  { resources: [namespace("lab", { provider: ANOTHER }), settings("lab")] },
  [`${RULE} settings: ${undeclared("lab")}`],
  { resources: [namespace("lab", { provider: ANOTHER }), settings("lab", { provider: ANOTHER })] },
);
test(
  "a patch of a namespace does not declare it",
  refusesEverywhere,
  { resources: [resource("kubernetes:core/v1:NamespacePatch", { metadata: { name: "lab" } }), settings("lab")] },
  [`${RULE} settings: ${undeclared("lab")}`],
  { resources: [namespace("lab"), settings("lab")] },
);
test(
  "somebody else's kind Namespace does not declare one",
  refusesEverywhere,
  { resources: [team(), object("example.org/v1", "Namespace", { name: "lab", namespace: "team" }), settings("lab")] },
  [`${RULE} settings: ${undeclared("lab")}`],
  { resources: [team(), object("v1", "Namespace", { name: "lab" }), settings("lab")] },
);
test(
  "a namespace that is another resource's output is not known to exist, that of a Namespace is",
  waits,
  {
    resources: [team(), settings("team", { name: "other" }), fromOutput],
    dependencies: { "settings.metadata": ["other"] },
  },
  RULE,
  "settings: metadata.namespace is not known yet",
  { resources: [team(), fromOutput], dependencies: { "settings.metadata": ["team"] } },
);
test(
  "the output of a Namespace counts for the property that it went into",
  waits,
  { resources: [team(), fromOutput], dependencies: { "settings.data": ["team"] } },
  RULE,
  "settings: metadata.namespace is not known yet",
  { resources: [team(), fromOutput], dependencies: { "settings.metadata": ["team"] } },
);
test(
  "the output of a Namespace of another cluster does not count",
  waits,
  { resources: [namespace("lab", { provider: ANOTHER }), fromOutput], dependencies: { "settings.metadata": ["lab"] } },
  RULE,
  "settings: metadata.namespace is not known yet",
  { resources: [namespace("lab"), fromOutput], dependencies: { "settings.metadata": ["lab"] } },
);
test("an object without a namespace is left to the other rule", (t) => {
  for (const name of [undefined, "", "default"]) {
    const [line, ...others] = verdict({ resources: [team(), settings(name)] });
    t.regex(line ?? "", /^k8s-explicit-namespace settings: /);
    t.deepEqual(others, []);
  }
});
test("a namespace may have a generated name", acceptsEverywhere, {
  resources: [object("v1", "Namespace", {}, {}, { name: "lab" }), fromOutput],
  dependencies: { "settings.metadata": ["lab"] },
});
test("a namespace with a generated name is not that of a literal", (t) => {
  const unnamed = object("v1", "Namespace", {}, {}, { name: "taem" });
  t.deepEqual(verdict(firstPreview({ resources: [unnamed, misspelt] })), [UNDECLARED]);
});
test(
  "a namespace that could be the one whose name is not known yet waits for it",
  waits,
  { resources: [object("v1", "Namespace", { name: UNKNOWN }), misspelt] },
  RULE,
  `settings: ${undeclared("taem")}`,
  { resources: [object("v1", "Namespace", { name: UNKNOWN }), namespace("taem"), misspelt] },
);
test("a kind without namespaces may name any", (t) => {
  t.deepEqual(verdict({ resources: [widget("taem")], parameters: { clusterScopedCustomKinds: ["Widget"] } }), [
    'k8s-cluster-scoped-namespace it: metadata.namespace is "taem", but a Widget lives in none',
  ]);
});
test(
  "a pod in a file is started in a declared namespace",
  refusesEverywhere,
  { resources: [team(), pods("taem")] },
  [`${RULE} pods: data["pod.yaml"] ${undeclared("taem")}`],
  { resources: [team(), pods("team")] },
);

function pods(name: string) {
  const pod = ["apiVersion: v1", "kind: Pod", `metadata: { namespace: ${name} }`, "spec: {}"].join("\n");
  return object("v1", "ConfigMap", { name: "pods", namespace: "team" }, { data: { "pod.yaml": pod } });
}

for (const type of [RELEASE, "kubernetes:helm.sh/v3:Chart", "kubernetes:helm.sh/v4:Chart"]) {
  test(
    `${type} is installed into a declared namespace`,
    refusesEverywhere,
    { resources: [team(), chart(type, { namespace: "taem" })], parameters: LISTED },
    [`${RULE} airflow: namespace is "taem", which this stack does not declare`],
    { resources: [team(), chart(type, { namespace: "team" })], parameters: LISTED },
  );
}
test(
  "a release declares its namespace if it creates that",
  refusesEverywhere,
  {
    resources: [chart(RELEASE, { namespace: "lab", createNamespace: false }), settings("lab")],
    parameters: LISTED,
  },
  [`${RULE} airflow: namespace is "lab", which this stack does not declare`, `${RULE} settings: ${undeclared("lab")}`],
  { resources: [chart(RELEASE, { namespace: "lab", createNamespace: true }), settings("lab")], parameters: LISTED },
);
test(
  "a release of another cluster declares its namespace there",
  refusesEverywhere,
  {
    resources: [chart(RELEASE, { namespace: "lab", createNamespace: true }, { provider: ANOTHER }), settings("lab")],
    parameters: LISTED,
  },
  [`${RULE} settings: ${undeclared("lab")}`],
  { resources: [chart(RELEASE, { namespace: "lab", createNamespace: true }), settings("lab")], parameters: LISTED },
);
test("a chart creates no namespace, whatever it is told", (t) => {
  const it = chart("kubernetes:helm.sh/v4:Chart", { namespace: "team", createNamespace: true });
  t.deepEqual(verdict({ resources: [it, settings("team")], parameters: LISTED }), [
    `${RULE} settings: ${undeclared("team")}`,
  ]);
});
for (const inputs of [
  { namespace: UNKNOWN, createNamespace: true },
  { namespace: "team", createNamespace: UNKNOWN },
] as const) {
  test(
    `a release may create the namespace: ${Object.keys(inputs)
      .filter((key) => inputs[key as keyof typeof inputs] === UNKNOWN)
      .join()} is not known yet`,
    waits,
    { resources: [team(), chart(RELEASE, inputs), misspelt], parameters: LISTED },
    RULE,
    `settings: ${undeclared("taem")}`,
    { resources: [team(), namespace("taem"), chart(RELEASE, inputs), misspelt], parameters: LISTED },
  );
}
test("a chart takes the namespace of a Namespace's output, of whichever cluster it may be", acceptsEverywhere, {
  resources: [team(), chart("kubernetes:helm.sh/v4:Chart", { namespace: UNKNOWN }, { provider: undefined })],
  dependencies: { "airflow.namespace": ["team"] },
  parameters: LISTED,
});
test("a chart that does not tell its provider may be in any cluster of the stack", acceptsEverywhere, {
  resources: [team(), chart("kubernetes:helm.sh/v4:Chart", { namespace: "team" }, { provider: undefined })],
  parameters: LISTED,
});
test("a release into a namespace of unknown origin is only told of: it is no object that could be written as a literal", (t) => {
  t.deepEqual(verdict({ resources: [chart(RELEASE, { namespace: UNKNOWN })], parameters: LISTED }), [
    "later airflow: namespace is not known yet",
  ]);
});
