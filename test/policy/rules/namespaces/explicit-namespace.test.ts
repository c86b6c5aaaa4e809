import test from "ava";

import { TEAM, UNKNOWN, change, configMap, cronJob, resource, team } from "../../objects.js";
import { accepts, refuses } from "../../verdict.js";

const RULE = "k8s-explicit-namespace";
const MISSING = "metadata.namespace is missing";
const DEFAULT =
  'metadata.namespace is "default", or missing, or not known yet: the provider shows all three as "default"';

/** An object of any kind in no namespace, and the same one in `team`. */
function bare(apiVersion: string, kind: string, token = `kubernetes:${apiVersion}:${kind}`) {
  return resource(token, { apiVersion, kind, metadata: { name: "it" } });
}
function placed(apiVersion: string, kind: string, token = `kubernetes:${apiVersion}:${kind}`) {
  return resource(token, { apiVersion, kind, metadata: { name: "it", namespace: "team" } });
}

for (const [apiVersion, kind] of [
  ["v1", "PersistentVolumeClaim"],
  ["v1", "ServiceAccount"],
  ["v1", "ResourceQuota"],
  ["networking.k8s.io/v1", "NetworkPolicy"],
  ["autoscaling/v2", "HorizontalPodAutoscaler"],
  ["policy/v1", "PodDisruptionBudget"],
  ["rbac.authorization.k8s.io/v1", "Role"],
  ["coordination.k8s.io/v1", "Lease"],
  ["storage.k8s.io/v1", "CSIStorageCapacity"],
  ["resource.k8s.io/v1", "ResourceClaim"],
  ["sparkoperator.k8s.io/v1beta2", "SparkApplication"],
] as const) {
  const refused = { resources: [team(), bare(apiVersion, kind)] };
  const neighbour = { resources: [team(), placed(apiVersion, kind)] };
  test(`a ${kind} without a namespace is refused`, refuses, refused, [`${RULE} it: ${MISSING}`], neighbour);
}

for (const [apiVersion, kind] of [
  ["rbac.authorization.k8s.io/v1", "ClusterRole"],
  ["storage.k8s.io/v1", "StorageClass"],
  ["v1", "PersistentVolume"],
  ["apiextensions.k8s.io/v1", "CustomResourceDefinition"],
  ["karpenter.sh/v1", "NodePool"],
  ["cert-manager.io/v1", "ClusterIssuer"],
] as const) {
  test(`a ${kind} needs no namespace`, accepts, { resources: [bare(apiVersion, kind)] });
}

test(
  "a CronJob without metadata is refused",
  refuses,
  { resources: [team(), cronJob("metadata", undefined, { name: "pi" })] },
  [`${RULE} pi: ${MISSING}`],
  { resources: [team(), cronJob()] },
);
test(
  "the namespace default is refused, whoever wrote it",
  refuses,
  { resources: [team(), cronJob("metadata.namespace", "default")] },
  [`${RULE} pi: ${DEFAULT}`],
  { resources: [team(), cronJob("metadata.namespace", "team")] },
);
test(
  "an empty namespace is refused",
  refuses,
  { resources: [team(), cronJob("metadata.namespace", "")] },
  [`${RULE} pi: ${MISSING}`],
  { resources: [team(), cronJob()] },
);
test(
  "managing the namespace default is refused",
  refuses,
  { resources: [resource("kubernetes:core/v1:Namespace", change(TEAM, "metadata.name", "default"))] },
  [`${RULE} default: metadata.name is "default", which belongs to Kubernetes`],
  { resources: [team()] },
);
test(
  "a patch needs a namespace like the object it patches",
  refuses,
  { resources: [team(), bare("apps/v1", "Deployment", "kubernetes:apps/v1:DeploymentPatch")] },
  [`${RULE} it: ${MISSING}`],
  { resources: [team(), placed("apps/v1", "Deployment", "kubernetes:apps/v1:DeploymentPatch")] },
);
test(
  "a core object written as a custom resource is recognised",
  refuses,
  { resources: [team(), bare("v1", "PersistentVolumeClaim", "kubernetes:v1:PersistentVolumeClaim")] },
  [`${RULE} it: ${MISSING}`],
  { resources: [team(), placed("v1", "PersistentVolumeClaim", "kubernetes:v1:PersistentVolumeClaim")] },
);

function definition(scope: string) {
  const spec = { group: "example.org", names: { kind: "Widget" }, scope };
  const token = "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition";
  return resource(token, { apiVersion: "apiextensions.k8s.io/v1", kind: "CustomResourceDefinition", spec });
}

test(
  "a custom kind is asked for a namespace as its definition in the stack says",
  refuses,
  { resources: [team(), definition("Namespaced"), bare("example.org/v1", "Widget")] },
  [`${RULE} it: ${MISSING}`],
  { resources: [team(), definition("Cluster"), bare("example.org/v1", "Widget")] },
);
test(
  "a custom kind that nobody defines is asked for a namespace, unless the parameters list it",
  refuses,
  { resources: [bare("example.org/v1", "Widget")], parameters: { clusterScopedCustomKinds: ["Widget.other.org"] } },
  [`${RULE} it: ${MISSING}`],
  { resources: [bare("example.org/v1", "Widget")], parameters: { clusterScopedCustomKinds: ["Widget.example.org"] } },
);
test("a custom kind can be listed by its kind alone", accepts, {
  resources: [bare("example.org/v1", "Widget")],
  parameters: { clusterScopedCustomKinds: ["Widget"] },
});
test("a Helm release is not a Kubernetes object", accepts, {
  resources: [resource("kubernetes:helm.sh/v3:Release", { chart: "airflow" })],
});
test("resources of other providers have no namespace", accepts, {
  resources: [resource("aws:s3/bucket:Bucket", { bucket: "data" })],
});

test(
  "unknown metadata breaks the rule outside a first preview",
  refuses,
  { resources: [team(), configMap({}, { name: "settings", inputs: { kind: "ConfigMap", metadata: UNKNOWN } })] },
  [`${RULE} settings: metadata is not known yet`, "k8s-namespace-exists settings: metadata.namespace is not known yet"],
  { resources: [team(), configMap({})] },
);
