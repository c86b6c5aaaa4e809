/** Namespaces of objects, and who may go without. */
import type { Resource } from "../../../../policies/model/resource.js";
import type { Value } from "../../../../policies/model/values.js";
import { UNKNOWN, configMap, resource } from "../../objects.js";
import { type Fields, clusterObject, cronJob, furnishedNamespace, inTeam, object, statefulSet } from "../builders.js";
import { PASSES, type Row, refused, told, unknownDecides } from "../row.js";
import type { State } from "../states.js";
import { EBS, claimSpec, claimTemplate, onEbs, storageClass, volume } from "../storage.js";

const EXPLICIT = "k8s-explicit-namespace";
const EXISTS = "k8s-namespace-exists";

const inNamespace = (namespace: Value | undefined) => ({
  resources: inTeam(
    object("v1", "ConfigMap", "settings", {
      metadata: { name: "settings", ...(namespace !== undefined && { namespace }) },
      data: {},
    }),
  ),
});
const correct = inNamespace("team");
const without = (path: "metadata" | "namespace") => {
  const metadata = path === "metadata" ? undefined : { name: "pi" };
  const { inputs, ...job } = cronJob("pi", [], "Forbid");
  const changed = Object.fromEntries(
    Object.entries(inputs as Record<string, Value>).filter(([key]) => key !== "metadata"),
  );
  return { resources: inTeam({ ...job, inputs: { ...changed, ...(metadata && { metadata }) } }) };
};
const correctJob = { resources: inTeam(cronJob("pi", [], "Forbid")) };

/** An object whose namespace is an output of something, in a live cluster the name of `team`. */
const fromOutput = (source: string | undefined, known: string, from: State) => (state: State) => ({
  ...inNamespace(state < from ? UNKNOWN : known),
  ...(source !== undefined && { dependencies: { "settings.metadata": [source] } }),
});

const rules: Fields = { rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["get"] }] };
const RBAC = "rbac.authorization.k8s.io/v1";
const namespaced: readonly (readonly [apiVersion: string, kind: string, rest: Fields])[] = [
  ["v1", "PersistentVolumeClaim", { spec: claimSpec() }],
  ["networking.k8s.io/v1", "NetworkPolicy", { spec: { podSelector: {}, policyTypes: ["Ingress"] } }],
  ["v1", "ResourceQuota", { spec: { hard: { pods: "1" } } }],
  [
    "autoscaling/v2",
    "HorizontalPodAutoscaler",
    { spec: { scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "web" }, maxReplicas: 1 } },
  ],
  ["policy/v1", "PodDisruptionBudget", { spec: { maxUnavailable: 1, selector: { matchLabels: { app: "it" } } } }],
  ["v1", "ServiceAccount", {}],
  [RBAC, "Role", rules],
  ["coordination.k8s.io/v1", "Lease", { spec: { leaseDurationSeconds: 15 } }],
];

const custom = (scope: "Cluster" | "Namespaced", metadata: Value) => ({
  resources: inTeam(
    clusterObject("apiextensions.k8s.io/v1", "CustomResourceDefinition", "tables.example", {
      spec: { group: "example", scope, names: { kind: "Table", plural: "tables" }, versions: [] },
    }),
    clusterObject("example/v1", "Table", "table", { metadata }),
  ),
});
const patch = (metadata: Value) => ({
  resources: inTeam(
    resource("kubernetes:apps/v1:DeploymentPatch", { metadata, spec: { paused: true } }, { name: "web" }),
  ),
});
const systemPatch = {
  resources: [
    resource(
      "kubernetes:apps/v1:DaemonSetPatch",
      { metadata: { name: "aws-node", namespace: "kube-system", annotations: { "example/note": "ours" } } },
      { name: "aws-node" },
    ),
  ],
};
const byProvider = (name: string) => {
  const provider = `urn:pulumi:test::test::pulumi:providers:kubernetes::${name}`;
  return { resources: [configMap({}, { provider })], parameters: { externalNamespaces: ["team"] } };
};
const namespace = (name: string): readonly Resource[] => furnishedNamespace(name).slice(0, 1);

export const NAMESPACES: readonly Row[] = [
  { id: "N1", arrangement: "ConfigMap in a declared namespace", program: correct, expected: PASSES },
  {
    id: "N2",
    arrangement: "CronJob without metadata",
    program: without("metadata"),
    expected: refused("pi"),
    rule: EXPLICIT,
    neighbour: correctJob,
  },
  {
    id: "N3",
    arrangement: "CronJob whose metadata name no namespace",
    program: without("namespace"),
    expected: refused("pi"),
    rule: EXPLICIT,
    neighbour: correctJob,
  },
  {
    id: "N4",
    arrangement: "the namespace default, written out",
    program: inNamespace("default"),
    expected: refused("settings"),
    rule: EXPLICIT,
    neighbour: correct,
  },
  {
    id: "N6",
    arrangement: "a misspelt namespace",
    program: inNamespace("taem"),
    expected: refused("settings"),
    rule: EXISTS,
    neighbour: correct,
  },
  {
    id: "N7",
    arrangement: "a namespace that is listed as external",
    program: { ...inNamespace("theirs"), parameters: { externalNamespaces: ["theirs"] } },
    expected: PASSES,
  },
  {
    id: "N8",
    arrangement: "the output of a Namespace, not known before the cluster is",
    program: fromOutput("team", "team", "P2"),
    expected: PASSES,
  },
  ...(["team", "taem"] as const).map((known) => ({
    id: "N9",
    arrangement: `the output of something else than a Namespace, which turns out to be ${known}`,
    program: fromOutput("quota", known, "P5"),
    expected: unknownDecides(known === "team" ? PASSES : refused("settings"), "settings"),
    neighbour: fromOutput("team", "team", "P2"),
  })),
  { id: "N11", arrangement: "a Namespace itself", program: { resources: namespace("lab") }, expected: PASSES },
  {
    id: "N12",
    arrangement: "a Namespace called default",
    program: { resources: namespace("default") },
    expected: refused("default"),
    neighbour: { resources: namespace("lab") },
  },
  {
    id: "N13",
    arrangement: "objects that have no namespace",
    program: {
      resources: [
        clusterObject(RBAC, "ClusterRole", "reader", rules),
        storageClass("encrypted", EBS),
        volume("disk", onEbs("vol-1")),
        ...custom("Cluster", { name: "table" }).resources,
      ],
    },
    expected: PASSES,
  },
  {
    id: "N14",
    arrangement: "a ClusterRole with a namespace",
    program: { resources: inTeam(object(RBAC, "ClusterRole", "reader", rules)) },
    expected: told("reader"),
  },
  ...namespaced.map(([apiVersion, kind, rest]) => ({
    id: "N16",
    arrangement: `${kind} without a namespace`,
    program: { resources: inTeam(clusterObject(apiVersion, kind, "it", rest)) },
    expected: refused("it"),
    rule: EXPLICIT,
    neighbour: { resources: inTeam(object(apiVersion, kind, "it", rest)) },
  })),
  {
    id: "N17",
    arrangement: "a custom kind that has a namespace, without one",
    program: custom("Namespaced", { name: "table" }),
    expected: refused("table"),
    neighbour: custom("Namespaced", { name: "table", namespace: "team" }),
  },
  {
    id: "N18",
    arrangement: "a custom kind that has no namespace, without one",
    program: custom("Cluster", { name: "table" }),
    expected: PASSES,
  },
  {
    id: "N21",
    arrangement: "a patch of a Deployment without a namespace",
    program: patch({ name: "web" }),
    expected: refused("web"),
    neighbour: patch({ name: "web", namespace: "team" }),
  },
  {
    id: "N30",
    arrangement: "an object of the default Kubernetes provider",
    program: byProvider("default_4_25_0"),
    expected: refused("settings"),
    rule: "k8s-no-provider-default-namespace",
    neighbour: byProvider("cluster"),
  },
  {
    id: "N37",
    arrangement: "claim templates of a StatefulSet without a namespace",
    program: { resources: inTeam(statefulSet("db", [], { volumeClaimTemplates: [claimTemplate()] })) },
    expected: PASSES,
  },
  {
    id: "N47",
    arrangement: "a namespace that the program only reads",
    program: { resources: [configMap({})] },
    expected: refused("settings"),
    rule: EXISTS,
    neighbour: { resources: [configMap({})], parameters: { externalNamespaces: ["team"] } },
  },
  {
    id: "N48",
    arrangement: "a generated name without a namespace",
    program: {
      resources: inTeam(clusterObject("v1", "ConfigMap", "settings", { metadata: { generateName: "settings-" } })),
    },
    expected: refused("settings"),
    rule: EXPLICIT,
    neighbour: {
      resources: inTeam(
        clusterObject("v1", "ConfigMap", "settings", { metadata: { generateName: "settings-", namespace: "team" } }),
      ),
    },
  },
  {
    id: "N50",
    arrangement: "a patch of an annotation of Kubernetes' own DaemonSet",
    program: systemPatch,
    expected: refused("aws-node"),
    rule: "k8s-no-system-namespace",
    neighbour: { ...systemPatch, parameters: { systemNamespaceObjects: ["DaemonSet kube-system/aws-node"] } },
  },
];
