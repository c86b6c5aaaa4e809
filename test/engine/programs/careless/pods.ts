import * as k8s from "@pulumi/kubernetes";

import { ACCOUNT, CONTAINER, NAMESPACE, POD, RESOURCES, cronJob, opts, pod } from "./careful";

pod("k8s-image-pinned", { ...POD, containers: [{ ...CONTAINER, image: "example/careless:latest" }] });
pod("k8s-resources", { ...POD, containers: [{ ...CONTAINER, resources: { ...RESOURCES, limits: { cpu: "1" } } }] });
pod("k8s-pod-security", { ...POD, hostNetwork: true });
pod("k8s-no-secret-literal", {
  ...POD,
  containers: [{ ...CONTAINER, env: [{ name: "WAREHOUSE_PASSWORD", value: "correct horse" }] }],
});
pod("k8s-no-default-service-account", { ...POD, serviceAccountName: "default" });
pod("k8s-service-account-exists", { ...POD, serviceAccountName: "carefull" });
cronJob("cronjob-guard-rails", POD, { timeZone: "" });
new k8s.policy.v1.PodDisruptionBudget(
  "k8s-disruption-budget",
  {
    metadata: { name: "k8s-disruption-budget", namespace: NAMESPACE },
    spec: { maxUnavailable: 0, selector: { matchLabels: { app: "nobody" } } },
  },
  opts,
);

const unguarded = "k8s-workload-namespace";
const labels = { "pod-security.kubernetes.io/enforce": "restricted" };
new k8s.core.v1.Namespace(unguarded, { metadata: { name: unguarded, labels } }, opts);
new k8s.core.v1.ServiceAccount("of-unguarded", { metadata: { name: ACCOUNT, namespace: unguarded } }, opts);
new k8s.core.v1.Pod("in-unguarded", { metadata: { name: "it", namespace: unguarded }, spec: POD }, opts);
