import test from "ava";

import {
  type KubernetesObject,
  describe,
  isOpaque,
  kubernetesObject,
  namespaceOf,
  withItems,
} from "../../../policies/model/resource.js";
import { UNKNOWN, type Value } from "../../../policies/model/values.js";
import { resource } from "../objects.js";

const CRON_JOB: KubernetesObject = { group: "batch", kind: "CronJob", patch: false };
const CONFIG_MAP: KubernetesObject = { group: "", kind: "ConfigMap", patch: false };

const OBJECTS: readonly (readonly [what: string, type: string, inputs: Value, object: KubernetesObject | undefined])[] =
  [
    ["an object", "kubernetes:batch/v1:CronJob", { apiVersion: "batch/v1", kind: "CronJob" }, CRON_JOB],
    ["an object without inputs", "kubernetes:batch/v1:CronJob", {}, CRON_JOB],
    ["an object of which the kind is not known yet", "kubernetes:batch/v1:CronJob", { kind: UNKNOWN }, CRON_JOB],
    [
      "an object of the core group",
      "kubernetes:core/v1:ConfigMap",
      { apiVersion: "v1", kind: "ConfigMap" },
      CONFIG_MAP,
    ],
    ["an object of the core group without inputs", "kubernetes:core/v1:ConfigMap", {}, CONFIG_MAP],
    ["a custom resource of a kind of the core group", "kubernetes:v1:ConfigMap", { apiVersion: "v1" }, CONFIG_MAP],
    [
      "an object of an old group",
      "kubernetes:extensions/v1beta1:Deployment",
      { apiVersion: "apps/v1", kind: "Deployment" },
      { group: "apps", kind: "Deployment", patch: false },
    ],
    ["a patch", "kubernetes:batch/v1:CronJobPatch", { kind: "CronJob" }, { ...CRON_JOB, patch: true }],
    ["a patch without inputs", "kubernetes:batch/v1:CronJobPatch", {}, { ...CRON_JOB, patch: true }],
    [
      "a custom kind whose name ends like a patch",
      "kubernetes:example.org/v1:SecurityPatch",
      { apiVersion: "example.org/v1", kind: "SecurityPatch" },
      { group: "example.org", kind: "SecurityPatch", patch: false },
    ],
    [
      "a kind with the word patch in it",
      "kubernetes:example.org/v1:PatchPolicy",
      {},
      { group: "example.org", kind: "PatchPolicy", patch: false },
    ],
    ["a Helm release", "kubernetes:helm.sh/v3:Release", { kind: "CronJob" }, undefined],
    ["a Helm chart", "kubernetes:helm.sh/v4:Chart", {}, undefined],
    ["a YAML file", "kubernetes:yaml:ConfigFile", {}, undefined],
    ["YAML files", "kubernetes:yaml/v2:ConfigGroup", {}, undefined],
    ["a kustomization", "kubernetes:kustomize:Directory", {}, undefined],
    ["a provider", "pulumi:providers:kubernetes", {}, undefined],
    ["a resource of AWS", "aws:eks/cluster:Cluster", { kind: "Cluster" }, undefined],
  ];

for (const [what, type, inputs, object] of OBJECTS) {
  test(`${what} is ${object === undefined ? "no Kubernetes object" : `a ${object.kind}`}`, (t) => {
    t.deepEqual(kubernetesObject(type, inputs), object);
  });
}
test("a group that only looks like that of charts or the core is its own", (t) => {
  t.deepEqual(kubernetesObject("kubernetes:yaml.example.org/v1:File", {}), {
    group: "yaml.example.org",
    kind: "File",
    patch: false,
  });
  t.is(kubernetesObject("kubernetes:my-yaml/v1:File", {})?.group, "my-yaml");
  t.is(kubernetesObject("kubernetes:encore/v1:Show", {})?.group, "encore");
});

test("charts, YAML files and kustomizations hide what they make", (t) => {
  const opaque = (type: string) => isOpaque(resource(type, {}));
  for (const type of [
    "kubernetes:helm.sh/v3:Release",
    "kubernetes:helm.sh/v4:Chart",
    "kubernetes:yaml:ConfigFile",
    "kubernetes:yaml/v2:ConfigGroup",
    "kubernetes:kustomize/v2:Directory",
  ]) {
    t.true(opaque(type), type);
  }
  for (const type of [
    "kubernetes:batch/v1:CronJob",
    "aws:yaml:File",
    "kubernetes",
    "kubernetes:yaml.example.org/v1:File",
  ]) {
    t.false(opaque(type), type);
  }
});

test("a list is its objects, each with its own inputs and identity", (t) => {
  const one = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "one" } };
  const two = { metadata: { name: "two" } };
  const list = resource("kubernetes:core/v1:ConfigMapList", {
    apiVersion: "v1",
    kind: "ConfigMapList",
    items: [one, two],
  });
  t.deepEqual(withItems(list), [
    list,
    { ...list, id: `${list.urn}#0`, inputs: one, object: CONFIG_MAP },
    { ...list, id: `${list.urn}#1`, inputs: two, object: CONFIG_MAP },
  ]);
});
test("an object in a list that is not known yet is still one", (t) => {
  const list = resource("kubernetes:batch/v1:CronJobList", { items: UNKNOWN });
  t.deepEqual(
    withItems(list).map(({ inputs, object }) => ({ inputs, object })),
    [
      { inputs: { items: UNKNOWN }, object: { ...CRON_JOB, kind: "CronJobList" } },
      { inputs: UNKNOWN, object: CRON_JOB },
    ],
  );
});
test("what is no list is itself", (t) => {
  for (const one of [
    resource("kubernetes:batch/v1:CronJob", { items: [{}] }),
    resource("kubernetes:example.org/v1:Listing", { items: [{}] }),
    resource("aws:ec2/prefixList:PrefixList", { items: [{}] }),
  ]) {
    t.deepEqual(withItems(one), [one]);
  }
});

test("a resource is described by kind, namespace and name, as far as it has them", (t) => {
  const pi = { metadata: { name: "pi", namespace: "team" } };
  t.is(describe(resource("kubernetes:batch/v1:CronJob", pi, { name: "job" })), "CronJob team/pi");
  t.is(describe(resource("kubernetes:core/v1:Namespace", { metadata: { name: "team" } })), "Namespace team");
  t.is(
    describe(resource("kubernetes:batch/v1:CronJob", { metadata: { name: UNKNOWN } }, { name: "job" })),
    "CronJob job",
  );
  t.is(describe(resource("aws:kms/key:Key", {}, { name: "data" })), "aws:kms/key:Key data");
});
test("a namespace is read as it is written", (t) => {
  const inNamespace = (namespace: Value) =>
    namespaceOf(resource("kubernetes:core/v1:Pod", { metadata: { namespace } }));
  t.is(inNamespace("team"), "team");
  t.is(inNamespace(""), "");
  t.is(inNamespace(UNKNOWN), UNKNOWN);
  t.is(inNamespace(null), undefined);
});
