import test from "ava";

import { LISTED, RELEASE, acceptsEverywhere, chart, refusesEverywhere } from "../../namespaces-objects.js";
import { UNKNOWN, resource, team } from "../../objects.js";
import { verdict } from "../../verdict.js";

const RULE = "helm-namespace";
const MISSING = `${RULE} airflow: namespace is missing`;
const V3 = "kubernetes:helm.sh/v3:Chart";
const V4 = "kubernetes:helm.sh/v4:Chart";

for (const type of [RELEASE, V3, V4]) {
  const installed = (inputs: Parameters<typeof chart>[1]) => ({
    resources: [team(), chart(type, inputs)],
    parameters: LISTED,
  });
  const correct = installed({ namespace: "team" });
  test(`${type} without a namespace is refused`, refusesEverywhere, installed({}), [MISSING], correct);
  test(`${type} with an empty one is refused`, refusesEverywhere, installed({ namespace: "" }), [MISSING], correct);
  test(
    `${type} with the namespace default is refused`,
    refusesEverywhere,
    installed({ namespace: "default" }),
    [`${RULE} airflow: namespace is "default", or missing: the provider may show both as "default"`],
    correct,
  );
  test(`${type} with the output of a Namespace passes`, acceptsEverywhere, {
    ...installed({ namespace: UNKNOWN }),
    dependencies: { "airflow.namespace": ["team"] },
  });
}
test(
  "a namespace in metadata is not the release's",
  refusesEverywhere,
  { resources: [team(), chart(RELEASE, { metadata: { namespace: "team" } })], parameters: LISTED },
  [MISSING],
  { resources: [team(), chart(RELEASE, { namespace: "team" })], parameters: LISTED },
);
test("a chart whose inputs the engine does not show is left to the rule about what nobody sees", (t) => {
  const parameters = { allowedCharts: ["airflow"] };
  for (const type of [V3, V4]) {
    t.deepEqual(verdict({ resources: [resource(type, {}, { name: "airflow" })], parameters }), []);
  }
  t.deepEqual(verdict({ resources: [resource(RELEASE, {}, { name: "airflow" })], parameters }), [MISSING]);
});
test("YAML files have no namespace of their own", acceptsEverywhere, {
  resources: [resource("kubernetes:yaml/v2:ConfigFile", { file: "it.yaml" }, { name: "it" })],
  parameters: { allowedCharts: ["it"] },
});
