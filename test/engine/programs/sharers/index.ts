/** Two Deployments that mount the same claim on EBS: the second may not be made. Nothing waits for pods, since nothing can run them. */
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { WorkloadAccount } from "../../../../components/kubernetes/workload-account";
import { WorkloadNamespace } from "../../../../components/kubernetes/workload-namespace";
import { connectCluster } from "../../../../infra/existing-cluster";
import type { ExistingSettings } from "../../../../infra/settings";

const provider = connectCluster(new pulumi.Config().requireObject<ExistingSettings>("cluster"));

const namespace = "sharers";
const quota = { cpu: "1", memory: "1Gi", pods: 2 };
const home = new WorkloadNamespace(namespace, { namespace, workload: "postgres", quota, allow: {} }, { provider });
const account = new WorkloadAccount(
  namespace,
  { namespace, account: "sharer", token: false, grants: [] },
  { provider, dependsOn: [home] },
);

const annotations = { "pulumi.com/skipAwait": "true" };
const claim = new k8s.core.v1.PersistentVolumeClaim(
  "data",
  {
    metadata: { name: "data", namespace, annotations },
    spec: { storageClassName: "gp3", accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
  },
  { provider, dependsOn: [account] },
);

function sharer(name: string, after: pulumi.Resource): k8s.apps.v1.Deployment {
  const labels = { app: name };
  return new k8s.apps.v1.Deployment(
    name,
    {
      metadata: { name, namespace, annotations },
      spec: {
        replicas: 1,
        strategy: { type: "Recreate" },
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: pod() },
      },
    },
    { provider, dependsOn: [after] },
  );
}

function pod(): k8s.types.input.core.v1.PodSpec {
  return {
    serviceAccountName: "sharer",
    automountServiceAccountToken: false,
    securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: "RuntimeDefault" } },
    volumes: [{ name: "data", persistentVolumeClaim: { claimName: "data" } }],
    containers: [
      {
        name: "main",
        image: "example/sharer:1",
        volumeMounts: [{ name: "data", mountPath: "/data" }],
        resources: { requests: { cpu: "100m", memory: "64Mi" }, limits: { cpu: "100m", memory: "64Mi" } },
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
      },
    ],
  };
}

sharer("second", sharer("first", claim));
