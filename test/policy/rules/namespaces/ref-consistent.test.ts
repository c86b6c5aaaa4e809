import test from "ava";

import type { Resource } from "../../../../policies/model/resource.js";
import type { Value } from "../../../../policies/model/values.js";
import {
  ANOTHER,
  UNKNOWN,
  acceptsEverywhere,
  firstPreview,
  namespace,
  object,
  refusesEverywhere,
  waits,
} from "../../namespaces-objects.js";
import { CONTAINER, CRON_JOB_POD, change, cronJob, team } from "../../objects.js";
import { verdict } from "../../verdict.js";

const RULE = "namespace-ref-consistent";
const undeclared = (name: string, place: string) =>
  `${RULE} ${name}: ${place} is "taem", which this stack does not declare`;

type Make = (namespace: Value) => Resource;

const policy =
  (direction: "ingress" | "egress", selector: (namespace: Value) => Value): Make =>
  (name) =>
    object(
      "networking.k8s.io/v1",
      "NetworkPolicy",
      { name: "it", namespace: "team" },
      {
        spec: {
          podSelector: {},
          policyTypes: ["Ingress", "Egress"],
          [direction]: [
            { [direction === "ingress" ? "from" : "to"]: [{ podSelector: {} }, { namespaceSelector: selector(name) }] },
          ],
        },
      },
    );
const label = (name: Value): Value => ({ matchLabels: { "kubernetes.io/metadata.name": name } });
const expression = (name: Value, operator = "In", key = "kubernetes.io/metadata.name"): Value => ({
  matchExpressions: [
    { key: "team", operator: "Exists" },
    { key, operator, values: ["kube-system", name] },
  ],
});
const clientConfig = (name: Value): Value => ({ service: { name: "checks", namespace: name } });
const hooks =
  (kind: string, hook: (namespace: Value) => Value): Make =>
  (name) =>
    object("admissionregistration.k8s.io/v1", kind, { name: "it" }, { webhooks: [hook(name)] });
const claim: Make = (name) =>
  object("v1", "PersistentVolumeClaim", { name: "it", namespace: "team" }, { spec: claimSpec(name) });
const claimSpec = (name: Value): Value => ({
  storageClassName: "gp3",
  accessModes: ["ReadWriteOnce"],
  resources: { requests: { storage: "1Gi" } },
  dataSourceRef: { kind: "PersistentVolumeClaim", name: "other", namespace: name },
});
const statefulSet: Make = (name) => {
  const pod: Value = { metadata: { labels: { app: "it" } }, spec: change(POD, "restartPolicy", undefined) };
  const volumeClaimTemplates: Value = [{ metadata: { name: "data" }, spec: claimSpec(name) }];
  const spec: Value = {
    selector: { matchLabels: { app: "it" } },
    serviceName: "it",
    replicas: 1,
    template: pod,
    volumeClaimTemplates,
  };
  return object("apps/v1", "StatefulSet", { name: "it", namespace: "team" }, { spec });
};
const POD: Value = {
  serviceAccountName: "spark-driver",
  securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
  containers: [change(change(CONTAINER, "args", ["serve"]), "image", "example/server:1.0")],
};
const volume: Make = (name) =>
  object(
    "v1",
    "PersistentVolume",
    { name: "it" },
    {
      spec: {
        capacity: { storage: "1Gi" },
        accessModes: ["ReadWriteOnce"],
        storageClassName: "",
        local: { path: "/var/lib/data" },
        claimRef: { name: "data", namespace: name },
      },
    },
  );

const PLACES: readonly (readonly [what: string, place: string, make: Make])[] = [
  [
    "an ingress rule",
    `spec.ingress[0].from[1].namespaceSelector.matchLabels["kubernetes.io/metadata.name"]`,
    policy("ingress", label),
  ],
  [
    "an egress rule",
    `spec.egress[0].to[1].namespaceSelector.matchLabels["kubernetes.io/metadata.name"]`,
    policy("egress", label),
  ],
  [
    "a selector by expression",
    "spec.egress[0].to[1].namespaceSelector.matchExpressions[1].values[1]",
    policy("egress", expression),
  ],
  [
    "a validating webhook",
    "webhooks[0].clientConfig.service.namespace",
    hooks("ValidatingWebhookConfiguration", (name) => ({ clientConfig: clientConfig(name) })),
  ],
  [
    "a mutating webhook",
    "webhooks[0].clientConfig.service.namespace",
    hooks("MutatingWebhookConfiguration", (name) => ({ clientConfig: clientConfig(name) })),
  ],
  [
    "the namespaces of a webhook",
    `webhooks[0].namespaceSelector.matchLabels["kubernetes.io/metadata.name"]`,
    hooks("ValidatingWebhookConfiguration", (name) => ({ namespaceSelector: label(name) })),
  ],
  [
    "the namespaces of a mutating webhook",
    "webhooks[0].namespaceSelector.matchExpressions[1].values[1]",
    hooks("MutatingWebhookConfiguration", (name) => ({ namespaceSelector: expression(name) })),
  ],
  [
    "an APIService",
    "spec.service.namespace",
    (name) =>
      object(
        "apiregistration.k8s.io/v1",
        "APIService",
        { name: "it" },
        { spec: { service: { name: "api", namespace: name } } },
      ),
  ],
  [
    "a converting webhook",
    "spec.conversion.webhook.clientConfig.service.namespace",
    (name) =>
      object(
        "apiextensions.k8s.io/v1",
        "CustomResourceDefinition",
        { name: "it" },
        { spec: { conversion: { webhook: { clientConfig: clientConfig(name) } } } },
      ),
  ],
  ["a volume's claim", "spec.claimRef.namespace", volume],
  ["a claim's source", "spec.dataSourceRef.namespace", claim],
  ["a claim template's source", "spec.volumeClaimTemplates[0].spec.dataSourceRef.namespace", statefulSet],
];

for (const [what, place, make] of PLACES) {
  test(
    `a misspelt namespace in ${what} is refused`,
    refusesEverywhere,
    { resources: [team(), make("taem")] },
    [undeclared("it", place)],
    { resources: [team(), make("team")] },
  );
  test(
    `the output of a Namespace in ${what} is declared, another one is not known`,
    waits,
    { resources: [team(), make(UNKNOWN)] },
    RULE,
    `it: ${place} is not known yet`,
    { resources: [team(), make(UNKNOWN)], dependencies: { "it.spec": ["team"], "it.webhooks": ["team"] } },
  );
}

const [, , inPolicy = volume] = PLACES[0] ?? [];

test("a namespace that is listed, or that Kubernetes makes, may be referred to", acceptsEverywhere, {
  resources: [
    team(),
    ...["lab", "kube-system", "kube-public", "kube-node-lease", "default"].map((name) => ({
      ...inPolicy(name),
      urn: name,
      id: name,
    })),
  ],
  parameters: { externalNamespaces: ["lab"] },
});
test(
  "a namespace of another cluster is not this one",
  refusesEverywhere,
  { resources: [team(), namespace("taem", { provider: ANOTHER }), inPolicy("taem")] },
  [undeclared("it", PLACES[0]?.[1] ?? "")],
  { resources: [team(), namespace("taem"), inPolicy("taem")] },
);
test("selectors by other labels, and those that leave namespaces out, name none", acceptsEverywhere, {
  resources: [
    team(),
    policy("egress", (name) => expression(name, "NotIn"))("taem"),
    policy("egress", (name) => expression(name, "In", "team"))("taem"),
    policy("egress", (name) => ({ matchLabels: { "kubernetes.io/name": name } }))("taem"),
    policy("ingress", () => ({}))("taem"),
  ].map((one, index) => (index === 0 ? one : { ...one, urn: `it-${index}`, id: `it-${index}` })),
});
test("a reference without a namespace is to the object's own", acceptsEverywhere, { resources: [team(), claim("")] });
test(
  "an ephemeral claim's source is looked up too",
  refusesEverywhere,
  { resources: [team(), ephemeral("taem")] },
  [undeclared("pi", `${CRON_JOB_POD}.volumes[0].ephemeral.volumeClaimTemplate.spec.dataSourceRef.namespace`)],
  { resources: [team(), ephemeral("team")] },
);

function ephemeral(name: string): Resource {
  return cronJob(`${CRON_JOB_POD}.volumes`, [
    { name: "data", ephemeral: { volumeClaimTemplate: { spec: claimSpec(name) } } },
  ]);
}

test("what is certain is refused in a first preview too, beside what is not known yet", (t) => {
  const both = policy("egress", (name) => ({ ...(expression("taem") as object), ...(label(name) as object) }))(UNKNOWN);
  t.deepEqual(verdict(firstPreview({ resources: [team(), both] })), [
    'later it: spec.egress[0].to[1].namespaceSelector.matchLabels["kubernetes.io/metadata.name"] is not known yet',
    undeclared("it", "spec.egress[0].to[1].namespaceSelector.matchExpressions[1].values[1]"),
  ]);
});
