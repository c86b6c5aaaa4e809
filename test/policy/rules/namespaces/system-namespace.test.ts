import test from "ava";

import {
  LISTED,
  RELEASE,
  acceptsEverywhere,
  chart,
  definition,
  namespace,
  object,
  refusesEverywhere,
  settings,
  widget,
} from "../../namespaces-objects.js";
import { UNKNOWN, resource, team } from "../../objects.js";
import { verdict } from "../../verdict.js";

const RULE = "k8s-no-system-namespace";
const belongs = (place: string, name: string) => `${place} is "${name}", which belongs to Kubernetes`;

for (const name of ["kube-system", "kube-public", "kube-node-lease"]) {
  const program = { resources: [team(), settings(name)] };
  test(
    `an object in ${name} is refused, unless it is listed`,
    refusesEverywhere,
    { ...program, parameters: { systemNamespaceObjects: ["ConfigMap kube-system/aws-auth"] } },
    [`${RULE} settings: ${belongs("metadata.namespace", name)}`],
    { ...program, parameters: { systemNamespaceObjects: [`ConfigMap ${name}/settings`] } },
  );
}
const patch = resource("kubernetes:apps/v1:DaemonSetPatch", {
  metadata: { name: "aws-node", namespace: "kube-system" },
});
test(
  "a patch there is refused, unless the object is listed",
  refusesEverywhere,
  { resources: [patch], parameters: { systemNamespaceObjects: ["DaemonSetPatch kube-system/aws-node"] } },
  [`${RULE} aws-node: ${belongs("metadata.namespace", "kube-system")}`],
  { resources: [patch], parameters: { systemNamespaceObjects: ["DaemonSet kube-system/aws-node"] } },
);
test(
  "changing the namespace itself is refused, unless it is listed",
  refusesEverywhere,
  { resources: [namespace("kube-system")] },
  [`${RULE} kube-system: ${belongs("metadata.name", "kube-system")}`],
  { resources: [namespace("kube-system")], parameters: { systemNamespaceObjects: ["Namespace kube-system"] } },
);
test("other things may be called so", acceptsEverywhere, {
  resources: [
    team(),
    object("v1", "ConfigMap", { name: "kube-system", namespace: "team" }),
    object("example.org/v1", "Namespace", { name: "kube-system", namespace: "team" }),
  ],
});
test("a namespace that is not known yet is none of them", (t) => {
  const program = { resources: [team(), settings(UNKNOWN)], dependencies: { "settings.metadata": ["team"] } };
  t.deepEqual(verdict(program), []);
});
for (const [type, kind] of [
  [RELEASE, "Release"],
  ["kubernetes:helm.sh/v3:Chart", "Chart"],
  ["kubernetes:helm.sh/v4:Chart", "Chart"],
] as const) {
  const program = { resources: [chart(type, { namespace: "kube-system" })], parameters: LISTED };
  test(
    `${type} there is refused, unless it is listed by its Pulumi name`,
    refusesEverywhere,
    program,
    [`${RULE} airflow: ${belongs("namespace", "kube-system")}`],
    { ...program, parameters: { ...LISTED, systemNamespaceObjects: [`${kind} kube-system/airflow`] } },
  );
}
test("a release is listed by its own name if it has one", (t) => {
  const resources = [chart(RELEASE, { namespace: "kube-system", name: "autoscaler" })];
  const verdictWith = (name: string) =>
    verdict({ resources, parameters: { ...LISTED, systemNamespaceObjects: [name] } }).length;
  t.is(verdictWith("Release kube-system/autoscaler"), 0);
  t.is(verdictWith("Release kube-system/airflow"), 1);
});
test(
  "a pod that is started from a file does not belong there either",
  refusesEverywhere,
  { resources: [team(), pods("kube-system")] },
  [`${RULE} pods: ${belongs('data["pod.yaml"] metadata.namespace', "kube-system")}`],
  { resources: [team(), pods("team")] },
);
test(
  "an object of a custom kind there is refused if the kind has namespaces",
  refusesEverywhere,
  { resources: [widget("kube-system"), definition("Namespaced")] },
  [`${RULE} it: ${belongs("metadata.namespace", "kube-system")}`],
  {
    resources: [widget("kube-system"), definition("Namespaced")],
    parameters: { systemNamespaceObjects: ["Widget kube-system/it"] },
  },
);
test(
  "so is one of a custom kind that nobody defines",
  refusesEverywhere,
  { resources: [widget("kube-system")] },
  [`${RULE} it: ${belongs("metadata.namespace", "kube-system")}`],
  { resources: [widget("kube-system")], parameters: { systemNamespaceObjects: ["Widget kube-system/it"] } },
);

function pods(name: string) {
  const pod = ["apiVersion: v1", "kind: Pod", `metadata: { namespace: ${name} }`, "spec: {}"].join("\n");
  return object("v1", "ConfigMap", { name: "pods", namespace: "team" }, { data: { "pod.yaml": pod } });
}
