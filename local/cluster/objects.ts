/** Kubernetes objects without which the cluster is not complete. */
import type { Identity } from "./identity.js";
import { DNS_SERVICE_ADDRESS } from "./networks.js";

const COREDNS = "system:coredns";

/** CoreDNS is a process of the node, not a pod: a Service without selector and an EndpointSlice lead to it. */
export function clusterObjects({ nodeAddress }: Identity): object {
  const kubeDns = { name: "kube-dns", namespace: "kube-system" };
  const ports = [
    { name: "dns", protocol: "UDP", port: 53 },
    { name: "dns-tcp", protocol: "TCP", port: 53 },
  ];
  return {
    apiVersion: "v1",
    kind: "List",
    items: [
      {
        apiVersion: "v1",
        kind: "Service",
        metadata: { ...kubeDns, labels: { "k8s-app": "kube-dns" } },
        spec: { clusterIP: DNS_SERVICE_ADDRESS, ports },
      },
      {
        apiVersion: "discovery.k8s.io/v1",
        kind: "EndpointSlice",
        metadata: { ...kubeDns, labels: { "kubernetes.io/service-name": kubeDns.name } },
        addressType: "IPv4",
        endpoints: [{ addresses: [nodeAddress], conditions: { ready: true } }],
        ports,
      },
      {
        apiVersion: "rbac.authorization.k8s.io/v1",
        kind: "ClusterRole",
        metadata: { name: COREDNS },
        rules: [
          { apiGroups: [""], resources: ["services", "namespaces"], verbs: ["list", "watch"] },
          { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: ["list", "watch"] },
        ],
      },
      {
        apiVersion: "rbac.authorization.k8s.io/v1",
        kind: "ClusterRoleBinding",
        metadata: { name: COREDNS },
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: COREDNS },
        subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: COREDNS }],
      },
    ],
  };
}
