/** What the rules about namespaces say of arrangements that the specification does not list. */
import { configMap, furnishings, resource, team } from "../../objects.js";
import { type Fields, clusterObject, inTeam, object } from "../builders.js";
import type { Program } from "../levels.js";
import { PASSES, type Row, refused } from "../row.js";
import { AWS, onEbs, volume } from "../storage.js";

const RBAC = "rbac.authorization.k8s.io/v1";

const provider = (inputs: Fields): Program => ({
  resources: [
    resource("pulumi:providers:kubernetes", inputs as Record<string, string>, { name: "cluster", provider: undefined }),
  ],
});
const kubeconfig = (namespace: string | undefined) => ({
  kubeconfig: JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": "here",
    contexts: [
      { name: "here", context: { cluster: "here", user: "me", ...(namespace !== undefined && { namespace }) } },
    ],
  }),
});
const custom = (kind: string, parameters: Program["parameters"] = {}): Program => ({
  resources: inTeam(clusterObject("cert-manager.io/v1", kind, "it", { spec: {} })),
  parameters,
});
const bound = (subject: Fields): Program => ({
  resources: inTeam(
    object(RBAC, "RoleBinding", "readers", {
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "view" },
      subjects: [{ kind: "ServiceAccount", ...(subject as Record<string, string>) }],
    }),
  ),
});
const policyFor = (namespace: string): Program => ({
  resources: inTeam(
    object("networking.k8s.io/v1", "NetworkPolicy", "from", {
      spec: {
        podSelector: {},
        policyTypes: ["Ingress"],
        ingress: [{ from: [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } } }] }],
      },
    }),
  ),
});
const claimed = (namespace: string): Program => ({
  resources: inTeam(volume("disk", onEbs("vol-1"), ["ReadWriteOnce"], { claimRef: { name: "data", namespace } })),
});
const webhook = (namespace: string): Program => ({
  resources: inTeam(
    clusterObject("admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration", "checks", {
      webhooks: [
        {
          name: "checks.example",
          admissionReviewVersions: ["v1"],
          sideEffects: "None",
          clientConfig: { service: { name: "checks", namespace } },
        },
      ],
    }),
  ),
});
const service = (namespace: string): Program => ({
  resources: inTeam(
    clusterObject("apiregistration.k8s.io/v1", "APIService", "v1.example", {
      spec: { group: "example", version: "v1", service: { name: "api", namespace } },
    }),
  ),
});
const fargate = (namespace: string): Program => ({
  resources: inTeam(
    resource(
      "aws:eks/fargateProfile:FargateProfile",
      {
        clusterName: "cluster",
        podExecutionRoleArn: "arn:aws:iam::111122223333:role/pods",
        selectors: [{ namespace }],
      },
      { name: "profile", provider: AWS },
    ),
  ),
});

/** A reference to a namespace: refused if it is misspelt. */
const REFERENCES = [
  ["NetworkPolicy", "from", policyFor],
  ["PersistentVolume's claim", "disk", claimed],
  ["webhook", "checks", webhook],
  ["APIService", "v1.example", service],
  ["FargateProfile", "profile", fargate],
] as const;

export const NAMESPACES_BEYOND: readonly Row[] = [
  {
    id: "MN1",
    arrangement: "a provider with a namespace of its own",
    program: provider({ namespace: "team" }),
    expected: refused("cluster"),
    rule: "k8s-no-provider-default-namespace",
    neighbour: provider({}),
  },
  {
    id: "MN2",
    arrangement: "a provider whose kubeconfig has a namespace",
    program: provider(kubeconfig("team")),
    expected: refused("cluster"),
    rule: "k8s-no-provider-default-namespace",
    neighbour: provider(kubeconfig("default")),
  },
  {
    id: "MN3",
    arrangement: "a provider whose kubeconfig has no namespace",
    program: provider(kubeconfig(undefined)),
    expected: PASSES,
  },
  {
    id: "MN4",
    arrangement: "a custom kind that nobody describes, without a namespace",
    program: custom("Certificate"),
    expected: refused("it"),
    rule: "k8s-explicit-namespace",
    neighbour: custom("Certificate", { clusterScopedCustomKinds: ["Certificate.cert-manager.io"] }),
  },
  {
    id: "MN5",
    arrangement: "a well-known custom kind without namespaces",
    program: custom("ClusterIssuer"),
    expected: PASSES,
  },
  {
    id: "MN6",
    arrangement: "a service account of namespace default in a RoleBinding",
    program: bound({ name: "spark-driver", namespace: "default" }),
    expected: refused("readers"),
    rule: "rbac-subject-namespace",
    neighbour: bound({ name: "spark-driver", namespace: "team" }),
  },
  {
    id: "MN7",
    arrangement: "a service account that does not exist in a RoleBinding",
    program: bound({ name: "spark-drivre", namespace: "team" }),
    expected: refused("readers"),
    neighbour: {
      ...bound({ name: "spark-drivre", namespace: "team" }),
      parameters: { externalServiceAccounts: ["team/spark-drivre"] },
    },
  },
  ...REFERENCES.map(([what, name, build]) => ({
    id: "MN8",
    arrangement: `a misspelt namespace in a ${what}`,
    program: build("taem"),
    expected: refused(name),
    rule: "namespace-ref-consistent",
    neighbour: build("team"),
  })),
  {
    id: "MN9",
    arrangement: "a namespace of another cluster",
    program: {
      resources: [team({ provider: "another" }), ...furnishings("team", { provider: "another" }), configMap({})],
    },
    expected: refused("settings"),
    rule: "k8s-namespace-exists",
    neighbour: { resources: inTeam(configMap({})) },
  },
];
