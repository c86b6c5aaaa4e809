import * as k8s from "@pulumi/kubernetes";

import { NAMESPACE, opts } from "./careful";

function configMap(name: string, namespace?: string): void {
  new k8s.core.v1.ConfigMap(name, { metadata: { name, ...(namespace !== undefined && { namespace }) } }, opts);
}

configMap("k8s-explicit-namespace");
configMap("k8s-namespace-exists", "carelss");
configMap("k8s-no-system-namespace", "kube-system");
new k8s.Provider("k8s-no-provider-default-namespace", { namespace: NAMESPACE });
new k8s.rbac.v1.ClusterRole(
  "k8s-cluster-scoped-namespace",
  { metadata: { name: "k8s-cluster-scoped-namespace", namespace: NAMESPACE }, rules: [] },
  opts,
);
new k8s.networking.v1.NetworkPolicy(
  "namespace-ref-consistent",
  {
    metadata: { name: "namespace-ref-consistent", namespace: NAMESPACE },
    spec: {
      podSelector: { matchLabels: { app: "nobody" } },
      policyTypes: ["Ingress"],
      ingress: [{ from: [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "carelss" } } }] }],
    },
  },
  opts,
);
