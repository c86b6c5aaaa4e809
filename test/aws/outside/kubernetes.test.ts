/** checkov reads the Kubernetes objects that components make. */
import test from "ava";

import { kubernetesReport } from "./checkov.js";
import { ACCEPTED_FINDINGS, unexplained, unneeded } from "./findings.js";
import type { Json, StackResource } from "./stack-resource.js";
import { kubernetesSubject } from "./subjects.js";

const objects = await kubernetesSubject();

test.serial(
  "checkov finds nothing in the Kubernetes objects but what is explained, and everything explained is there",
  async (t) => {
    const { passed, findings } = await kubernetesReport(objects);
    t.deepEqual(unexplained(findings, ACCEPTED_FINDINGS.kubernetes), []);
    t.deepEqual(unneeded(findings, ACCEPTED_FINDINGS.kubernetes), []);
    t.true(passed > 350);
  },
);

const TYPE = "kubernetes:apps/v1:Deployment";
const CONTAINER = ["spec", "template", "spec", "containers", "0"];

/** One change to Airflow's Deployment a row, and the check that must notice it. */
const CHANGES: readonly (readonly [path: readonly string[], value: Json, check: string])[] = [
  [[...CONTAINER, "securityContext", "allowPrivilegeEscalation"], true, "CKV_K8S_20"],
  [[...CONTAINER, "securityContext", "readOnlyRootFilesystem"], false, "CKV_K8S_22"],
  [[...CONTAINER, "resources", "limits"], {}, "CKV_K8S_13"],
  [[...CONTAINER, "image"], "registry.example/airflow:latest", "CKV_K8S_14"],
  [["spec", "template", "spec", "hostNetwork"], true, "CKV_K8S_19"],
];

test.serial("checkov notices each careless change", async (t) => {
  const deployment = objects.find(({ type }) => type === TYPE);
  t.truthy(deployment);
  const deployments = CHANGES.map(([path, value], row): StackResource => {
    const inputs = changed(deployment?.inputs ?? {}, path, value);
    const named = changed(inputs, ["metadata", "name"], `row${row}`) as StackResource["inputs"];
    return { type: TYPE, name: `row${row}`, inputs: named };
  });
  const { findings } = await kubernetesReport(deployments);
  CHANGES.forEach(([path, , check], row) => {
    const found = findings.filter(({ resource }) => resource.endsWith(`.row${row}`)).map((finding) => finding.check);
    t.true(found.includes(check), `${path.join(".")}: only ${found.join(", ")}`);
  });
});

function changed(object: Json, [key = "", ...rest]: readonly string[], value: Json): Json {
  const inside = (old: Json | undefined) => (rest.length === 0 ? value : changed(old ?? {}, rest, value));
  if (Array.isArray(object)) {
    return (object as readonly Json[]).map((entry, index) => (String(index) === key ? inside(entry) : entry));
  }
  const record = object as Readonly<Record<string, Json>>;
  return { ...record, [key]: inside(record[key]) };
}
