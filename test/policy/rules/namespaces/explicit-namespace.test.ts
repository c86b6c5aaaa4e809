import test from "ava";

import type { Resource } from "../../../../policies/model/resource.js";
import { explicitNamespace } from "../../../../policies/rules/namespaces/explicit-namespace.js";
import { Session } from "../../../../policies/session.js";
import {
  ANOTHER,
  LISTED,
  RELEASE,
  acceptsEverywhere,
  chart,
  definition,
  list,
  object,
  refusesEverywhere,
  settings,
  widget,
} from "../../namespaces-objects.js";
import { TEAM, UNKNOWN, change, cronJob, resource, team } from "../../objects.js";
import { TODAY, verdict } from "../../verdict.js";

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
  ["v1", "Service"],
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
  test(`a ${kind} without a namespace is refused`, refusesEverywhere, refused, [`${RULE} it: ${MISSING}`], neighbour);
}

for (const [apiVersion, kind] of [
  ["rbac.authorization.k8s.io/v1", "ClusterRole"],
  ["storage.k8s.io/v1", "StorageClass"],
  ["v1", "PersistentVolume"],
  ["apiextensions.k8s.io/v1", "CustomResourceDefinition"],
  ["karpenter.sh/v1", "NodePool"],
  ["cert-manager.io/v1", "ClusterIssuer"],
] as const) {
  test(`a ${kind} needs no namespace`, acceptsEverywhere, { resources: [bare(apiVersion, kind)] });
}

test(
  "a CronJob without metadata is refused",
  refusesEverywhere,
  { resources: [team(), cronJob("metadata", undefined, { name: "pi" })] },
  [`${RULE} pi: ${MISSING}`],
  { resources: [team(), cronJob()] },
);
test(
  "the namespace default is refused, whoever wrote it",
  refusesEverywhere,
  { resources: [team(), cronJob("metadata.namespace", "default")] },
  [`${RULE} pi: ${DEFAULT}`],
  { resources: [team(), cronJob("metadata.namespace", "team")] },
);
test(
  "an empty namespace is refused",
  refusesEverywhere,
  { resources: [team(), cronJob("metadata.namespace", "")] },
  [`${RULE} pi: ${MISSING}`],
  { resources: [team(), cronJob()] },
);
test(
  "managing the namespace default is refused",
  refusesEverywhere,
  { resources: [resource("kubernetes:core/v1:Namespace", change(TEAM, "metadata.name", "default"))] },
  [`${RULE} default: metadata.name is "default", which belongs to Kubernetes`],
  { resources: [team()] },
);
test(
  "a patch needs a namespace like the object it patches",
  refusesEverywhere,
  { resources: [team(), bare("apps/v1", "Deployment", "kubernetes:apps/v1:DeploymentPatch")] },
  [`${RULE} it: ${MISSING}`],
  { resources: [team(), placed("apps/v1", "Deployment", "kubernetes:apps/v1:DeploymentPatch")] },
);
test(
  "a core object written as a custom resource is recognised",
  refusesEverywhere,
  { resources: [team(), bare("v1", "Secret", "kubernetes:v1:Secret")] },
  [`${RULE} it: ${MISSING}`],
  { resources: [team(), placed("v1", "Secret", "kubernetes:v1:Secret")] },
);

test(
  "a custom kind is asked for a namespace as its definition in the stack says",
  refusesEverywhere,
  { resources: [team(), definition("Namespaced"), widget()] },
  [`${RULE} it: ${MISSING}`],
  { resources: [team(), definition("Cluster"), widget()] },
);
test("a definition is worth more than the parameters", (t) => {
  const parameters = { clusterScopedCustomKinds: ["Widget"] };
  t.deepEqual(verdict({ resources: [definition("Namespaced"), widget()], parameters }), [`${RULE} it: ${MISSING}`]);
});
for (const [what, other] of [
  ["of another cluster", definition("Cluster", { provider: ANOTHER })],
  [
    "of another kind",
    { ...definition("Cluster"), inputs: change(definition("Cluster").inputs, "spec.names.kind", "Gadget") },
  ],
  [
    "of another group",
    { ...definition("Cluster"), inputs: change(definition("Cluster").inputs, "spec.group", "example.com") },
  ],
  ["without a scope", definition(undefined)],
  ["whose scope is not known yet", definition(UNKNOWN)],
  [
    "that is none",
    object(
      "example.com/v1",
      "CustomResourceDefinition",
      { namespace: "team" },
      { spec: { group: "example.org", names: { kind: "Widget" }, scope: "Cluster" } },
    ),
  ],
] as const) {
  test(
    `a definition ${what} says nothing`,
    refusesEverywhere,
    { resources: [team(), other, widget()] },
    [`${RULE} it: ${MISSING}`],
    { resources: [team(), other, widget("team")] },
  );
}
test("Kubernetes' own kinds are refused at once, before the end of the stack", (t) => {
  for (const apiVersion of [
    "v1",
    "apps/v1",
    "autoscaling/v2",
    "batch/v1",
    "coordination.k8s.io/v1",
    "discovery.k8s.io/v1",
    "events.k8s.io/v1",
    "settings.k8s.io/v1alpha1",
    "storage.k8s.io/v1",
  ]) {
    t.deepEqual(registered([bare(apiVersion, "KindOfTheFuture")]), ["it"], apiVersion);
  }
});
test("with its definition a custom kind is refused at once, before the end of the stack", (t) => {
  for (const resources of [
    [definition("Namespaced"), widget()],
    [widget(), definition("Namespaced")],
  ]) {
    t.deepEqual(registered(resources), ["it"]);
  }
  t.deepEqual(registered([widget()]), []);
  t.deepEqual(registered([definition("Cluster"), widget()]), []);
});
test(
  "a custom kind that nobody defines is asked for a namespace, unless the parameters list it",
  refusesEverywhere,
  { resources: [widget()], parameters: { clusterScopedCustomKinds: ["Widget.other.org"] } },
  [`${RULE} it: ${MISSING}`],
  { resources: [widget()], parameters: { clusterScopedCustomKinds: ["Widget.example.org"] } },
);
test("a custom kind can be listed by its kind alone", acceptsEverywhere, {
  resources: [widget()],
  parameters: { clusterScopedCustomKinds: ["Widget"] },
});
test("a Helm release is not a Kubernetes object", acceptsEverywhere, {
  resources: [team(), chart(RELEASE, { namespace: "team" })],
  parameters: LISTED,
});
test("resources of other providers have no namespace", acceptsEverywhere, {
  resources: [resource("aws:iam/openIdConnectProvider:OpenIdConnectProvider", { url: "https://example.org" })],
});
test(
  "objects in a list each need a namespace, the list itself needs none",
  refusesEverywhere,
  { resources: [team(), list({ name: "first", namespace: "team" }, { name: "second" })] },
  [`${RULE} all: ${MISSING}`],
  { resources: [team(), list({ name: "first", namespace: "team" }, { name: "second", namespace: "team" })] },
);
test(
  "a kind that only is called a list is asked for a namespace",
  refusesEverywhere,
  { resources: [team(), object("example.org/v1", "AllowList", { name: "it" })] },
  [`${RULE} it: ${MISSING}`],
  { resources: [team(), object("example.org/v1", "AllowList", { name: "it", namespace: "team" })] },
);
test(
  "a namespace that is no text is none",
  refusesEverywhere,
  { resources: [team(), settings(5)] },
  [`${RULE} settings: ${MISSING}`],
  { resources: [team(), settings("team")] },
);
test("unknown metadata decide", (t) => {
  const program = {
    resources: [team(), settings(undefined, { inputs: { apiVersion: "v1", kind: "ConfigMap", metadata: UNKNOWN } })],
  };
  t.deepEqual(verdict(program), [
    `${RULE} settings: metadata is not known yet`,
    "k8s-namespace-exists settings: metadata.namespace is not known yet",
  ]);
});
test(
  "a patch of the namespace default is refused too",
  refusesEverywhere,
  { resources: [resource("kubernetes:core/v1:NamespacePatch", { metadata: { name: "default" } })] },
  [`${RULE} default: metadata.name is "default", which belongs to Kubernetes`],
  { resources: [resource("kubernetes:core/v1:NamespacePatch", { metadata: { name: "team" } })] },
);
test("something else may be called default, and be a Namespace of somebody else's", acceptsEverywhere, {
  resources: [
    team(),
    object("v1", "ConfigMap", { name: "default", namespace: "team" }),
    object("example.org/v1", "Namespace", { name: "default", namespace: "team" }),
  ],
});

/** Pulumi names of what is refused while the resources are registered. */
function registered(resources: readonly Resource[]): readonly string[] {
  const session = new Session(TODAY);
  return resources.flatMap((one) => {
    session.register(one);
    return session.judge(explicitNamespace, one.urn).map(({ urn = "" }) => urn.slice(urn.lastIndexOf(":") + 1));
  });
}
