import test from "ava";

import { UNKNOWN, resource, team } from "../../objects.js";
import type { Value } from "../../../../policies/model/values.js";
import { accepts, refuses, verdict } from "../../verdict.js";

const RULE = "opaque-manifest-storage";

const opaque = (type: string, inputs: Value) => ({
  resources: [team(), resource(`kubernetes:${type}`, inputs, { name: "it" })],
});
const notListed = (what: string) => [
  `${RULE} it: nobody has listed ${what} in \`allowedCharts\`, and no preview shows what it makes`,
];

for (const [what, type, inputs, words] of [
  ["a release", "helm.sh/v3:Release", { chart: "tool", namespace: "team" }, 'chart "tool"'],
  ["a chart of version 4", "helm.sh/v4:Chart", { chart: "tool", namespace: "team" }, 'chart "tool"'],
  ["N26: a chart of which nothing is shown before the cluster is known", "helm.sh/v4:Chart", {}, '"it"'],
  ["N23: YAML files of version 2", "yaml/v2:ConfigGroup", { files: ["a.yaml"] }, '"it"'],
  ["a YAML file of version 2", "yaml/v2:ConfigFile", { file: "a.yaml" }, '"it"'],
  ["a kustomization", "kustomize:Directory", { directory: "a" }, '"it"'],
  ["a kustomization of version 2", "kustomize/v2:Directory", { directory: "a" }, '"it"'],
] as const) {
  const program = opaque(type, inputs);
  const allowed = { ...program, parameters: { allowedCharts: ["it"] } };
  test(`row 114: ${what} that nobody has read is refused`, refuses, program, notListed(words), allowed);
}

for (const chart of ["tool", "charts/tool", "oci://host.test/charts/tool", "./charts/tool-1.2.3.tgz", "tool-v2.tgz"]) {
  const program = opaque("helm.sh/v3:Release", { chart, namespace: "team" });
  test(
    `the chart ${chart} is known by its name`,
    refuses,
    { ...program, parameters: { allowedCharts: ["tool-1", "other"] } },
    notListed(`chart "${chart}"`),
    { ...program, parameters: { allowedCharts: ["tool"] } },
  );
}
test("a chart is known as it is written too", accepts, {
  ...opaque("helm.sh/v3:Release", { chart: "charts/tool", namespace: "team" }),
  parameters: { allowedCharts: ["charts/tool"] },
});
for (const type of ["helm.sh/v3:Chart", "helm.sh/v2:Chart", "yaml:ConfigFile", "yaml:ConfigGroup"]) {
  test(
    `row 115: ${type} has its objects in every preview, where they are judged themselves`,
    accepts,
    opaque(type, { namespace: "team" }),
  );
}
test("a chart that is not known yet is told of, unless its resource is listed", (t) => {
  const program = opaque("helm.sh/v3:Release", { chart: UNKNOWN, namespace: "team" });
  t.deepEqual(verdict(program), ["later it: chart is not known yet"]);
  t.deepEqual(verdict({ ...program, parameters: { allowedCharts: ["it"] } }), []);
});
