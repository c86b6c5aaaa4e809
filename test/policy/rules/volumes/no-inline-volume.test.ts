/** Rows 24, 25, 31 and 32 of the specification. */
import test from "ava";
import { stringify } from "yaml";

import type { Value } from "../../../../policies/model/values.js";
import { MOUNTS, sparkApplication } from "../../cases/spark-objects.js";
import { configMap } from "../../objects.js";
import {
  EBS,
  FIRST,
  UNKNOWN,
  clusterObject,
  cronJob,
  data,
  deployment,
  object,
  onEbs,
  stack,
  volume,
  web,
} from "../../volumes-objects.js";
import { accepts, refuses, verdict } from "../../verdict.js";

const RULE = "ebs-no-inline-or-intree-volume";
const IN_TREE = { awsElasticBlockStore: { volumeID: "vol-1" } };
const inPods = (source: Readonly<Record<string, Value>>) => stack(deployment("web", [{ name: "data", ...source }]));
const mounted = stack(data, web);

test(
  "a volume of the in-tree plugin",
  refuses,
  stack(volume("disk", IN_TREE)),
  [`${RULE} disk: spec.awsElasticBlockStore is the in-tree plugin`],
  {
    ...stack(volume("disk", onEbs("vol-1"))),
  },
);
test("a volume that is not known yet is for the rule about modes", (t) => {
  const lines = verdict(stack(clusterObject("v1", "PersistentVolume", "disk", { spec: UNKNOWN })));
  t.true(lines.some((line) => line.startsWith("ebs-access-mode")));
  t.false(lines.some((line) => line.startsWith(RULE)));
});
test(
  "pods with the in-tree plugin",
  refuses,
  inPods(IN_TREE),
  [`${RULE} web: ${FIRST}.awsElasticBlockStore is the in-tree plugin`],
  mounted,
);
for (const driver of [EBS, "ebs.csi.eks.amazonaws.com"]) {
  const line = `${RULE} web: ${FIRST}.csi names the EBS driver in the pod itself`;
  test(`pods with the driver ${driver}`, refuses, inPods({ csi: { driver } }), [line], mounted);
}
test(
  "pods with a driver that is not known yet",
  refuses,
  inPods({ csi: { driver: UNKNOWN } }),
  [`${RULE} web: ${FIRST}.csi.driver is not known yet`],
  mounted,
);
test("pods with another driver", accepts, inPods({ csi: { driver: "secrets-store.csi.k8s.io", readOnly: true } }));
test("runs of a CronJob", (t) => {
  const place = 'spec.jobTemplate.spec.template.spec.volumes[0] "data"';
  t.deepEqual(verdict(stack(cronJob("pi", [{ name: "data", csi: { driver: EBS } }], "Forbid"))), [
    `${RULE} pi: ${place}.csi names the EBS driver in the pod itself`,
  ]);
});
test("pods in files", (t) => {
  const pod = { kind: "Pod", spec: { containers: [{ name: "e" }], volumes: [{ name: "data", ...IN_TREE }] } };
  t.deepEqual(verdict(stack(configMap({ "pod.yaml": stringify(pod) }))), [
    `${RULE} settings: data["pod.yaml"] spec.volumes[0] "data".awsElasticBlockStore is the in-tree plugin`,
  ]);
});
test("pods of Spark's operator", (t) => {
  const volumes = { volumes: [{ name: "data", csi: { driver: EBS } }] };
  t.deepEqual(verdict(stack(sparkApplication(MOUNTS, {}, volumes))), [
    `${RULE} app: spec.volumes[0] "data" of the driver.csi names the EBS driver in the pod itself`,
  ]);
});
test("pods of a controller that nobody knows", (t) => {
  for (const [source, said] of [
    [IN_TREE, "awsElasticBlockStore is the in-tree plugin"],
    [{ csi: { driver: EBS } }, "csi names the EBS driver in the pod itself"],
  ] as const) {
    const notebook = object("example/v1", "Notebook", "notes", { spec: { volumes: [{ name: "data", ...source }] } });
    t.deepEqual(verdict(stack(notebook)), [`${RULE} notes: spec.volumes[0] "data".${said}`]);
  }
});
test("a kind of the same name in another group is no volume", accepts, {
  ...stack(clusterObject("example/v1", "PersistentVolume", "disk", { spec: IN_TREE })),
  parameters: { clusterScopedCustomKinds: ["PersistentVolume"] },
});
