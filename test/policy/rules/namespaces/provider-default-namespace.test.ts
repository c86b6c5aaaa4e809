import test from "ava";
import { stringify } from "yaml";

import type { Value } from "../../../../policies/model/values.js";
import { LISTED, RELEASE, acceptsEverywhere, chart, refusesEverywhere, settings } from "../../namespaces-objects.js";
import { PROVIDER, UNKNOWN, resource, team } from "../../objects.js";
import { verdict } from "../../verdict.js";

const RULE = "k8s-no-provider-default-namespace";
const DEFAULT_PROVIDER = "it uses the default provider, which takes its cluster from the machine";
const fillsIn = (context: string, namespace: string) =>
  `${RULE} cluster: the context "${context}" of its kubeconfig has the namespace "${namespace}"`;

function provider(inputs: Value) {
  return { resources: [resource("pulumi:providers:kubernetes", inputs, { name: "cluster", provider: undefined })] };
}

/** A kubeconfig with a context of each name, whose namespace is the value; the first is the current one. */
function kubeconfig(namespaces: Readonly<Record<string, string | undefined>>) {
  const contexts = Object.entries(namespaces).map(([name, namespace]) => ({
    name,
    context: { cluster: "here", ...(namespace !== undefined && { namespace }) },
  }));
  return { apiVersion: "v1", kind: "Config", "current-context": Object.keys(namespaces)[0] ?? "", contexts };
}

const withNamespace = kubeconfig({ here: "team", there: "other" });
const without = kubeconfig({ here: undefined, there: "other" });

test(
  "a provider with a namespace is refused",
  refusesEverywhere,
  provider({ namespace: "team" }),
  [`${RULE} cluster: namespace is set`],
  provider({ namespace: "" }),
);
test(
  "also with the namespace default: it stands for nothing better than an omission",
  refusesEverywhere,
  provider({ namespace: "default" }),
  [`${RULE} cluster: namespace is set`],
  provider({}),
);
test("a namespace of a provider that is not known yet is told of", (t) => {
  t.deepEqual(verdict(provider({ namespace: UNKNOWN })), ["later cluster: namespace is not known yet"]);
});
for (const [format, write] of [
  ["YAML", stringify],
  ["JSON", JSON.stringify],
  ["an object", (it: Value) => it],
] as const) {
  test(
    `a kubeconfig in ${format} whose current context has a namespace is refused`,
    refusesEverywhere,
    provider({ kubeconfig: write(withNamespace) }),
    [fillsIn("here", "team")],
    provider({ kubeconfig: write(without) }),
  );
}
test(
  "the provider's own context is worth more than the current one",
  refusesEverywhere,
  provider({ kubeconfig: JSON.stringify(without), context: "there" }),
  [fillsIn("there", "other")],
  provider({ kubeconfig: JSON.stringify(kubeconfig({ here: "team", there: "default" })), context: "there" }),
);
test("a context whose namespace is empty or default has none", acceptsEverywhere, {
  resources: ["", "default"].flatMap(
    (name) => provider({ kubeconfig: JSON.stringify(kubeconfig({ here: name })) }).resources,
  ),
});
for (const [what, value] of [
  ["not known yet", UNKNOWN],
  ["the path of a file", "/home/me/.kube/config"],
  ["not readable", "contexts: ["],
  ["without contexts", JSON.stringify({ "current-context": "here" })],
  ["without a current context", JSON.stringify({ contexts: [{ context: { namespace: "team" } }] })],
] as const) {
  test(`a kubeconfig that is ${what} has no namespace to fill in`, acceptsEverywhere, provider({ kubeconfig: value }));
}
test("a provider of something else may have what it likes", acceptsEverywhere, {
  resources: [resource("pulumi:providers:vault", { namespace: "team" }, { provider: undefined })],
});

const urn = (name: string) => PROVIDER.replace("cluster", name);

for (const name of ["default", "default_4_25_0"]) {
  test(
    `an object of the provider ${name}, which no program made, is refused`,
    refusesEverywhere,
    { resources: [settings("team", { provider: urn(name) })], parameters: { externalNamespaces: ["team"] } },
    [`${RULE} settings: ${DEFAULT_PROVIDER}`],
    { resources: [settings("team")], parameters: { externalNamespaces: ["team"] } },
  );
}
test("a provider of one's own may have a name that begins or ends like it", acceptsEverywhere, {
  resources: ["default-cluster", "my::default-2", "by-default", "adefault"].map((name) =>
    settings("team", { provider: urn(name), name }),
  ),
  parameters: { externalNamespaces: ["team"] },
});
test(
  "a release of the default provider is refused",
  refusesEverywhere,
  {
    resources: [team(), chart(RELEASE, { namespace: "lab", createNamespace: true }, { provider: urn("default") })],
    parameters: LISTED,
  },
  [`${RULE} airflow: ${DEFAULT_PROVIDER}`],
  { resources: [team(), chart(RELEASE, { namespace: "lab", createNamespace: true })], parameters: LISTED },
);
test("resources of other packages may use their default provider, and components have none", acceptsEverywhere, {
  resources: [
    resource("random:index/randomPet:RandomPet", {}, { provider: urn("default").replace("kubernetes", "random") }),
    resource("kubernetes:yaml:ConfigGroup", {}, { provider: undefined }),
  ],
});
test("a list is told once, not for each object in it", (t) => {
  const item = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "settings", namespace: "team" } };
  const inputs = { apiVersion: "v1", kind: "ConfigMapList", items: [item, item] };
  const list = resource("kubernetes:core/v1:ConfigMapList", inputs, { name: "all", provider: urn("default") });
  t.deepEqual(verdict({ resources: [list], parameters: { externalNamespaces: ["team"] } }), [
    `${RULE} all: ${DEFAULT_PROVIDER}`,
  ]);
});
