import * as k8s from "@pulumi/kubernetes";

import { ANNOTATIONS } from "../../../../vocabulary";
import { NAMESPACE, POD, claim, cronJob, deployment, opts, pod, podOn } from "./careful";

claim("ebs-access-mode", { accessModes: ["ReadWriteMany"] });
new k8s.core.v1.PersistentVolumeClaim(
  "ebs-explicit-storage-class",
  {
    metadata: { name: "ebs-explicit-storage-class", namespace: NAMESPACE },
    spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
  },
  opts,
);

claim("of-rollout");
deployment("ebs-deployment-recreate", podOn("of-rollout"), { strategy: { type: "RollingUpdate" } });
claim("of-replicas");
deployment("ebs-workload-single-pod", podOn("of-replicas"), { replicas: 2 });
claim("of-replacement");
cronJob(
  "ebs-transient-overlap",
  podOn("of-replacement"),
  { concurrencyPolicy: "Replace" },
  { [ANNOTATIONS.overrideReason]: "a late run is worth nothing" },
);
pod("claim-declared-in-stack", podOn("elsewhere"));
pod("ebs-no-inline-or-intree-volume", {
  ...POD,
  volumes: [{ name: "data", csi: { driver: "ebs.csi.aws.com" } }],
});

claim("of-two");
const first = deployment("of-two", podOn("of-two"));
new k8s.core.v1.Pod(
  "ebs-claim-single-consumer",
  { metadata: { name: "ebs-claim-single-consumer", namespace: NAMESPACE }, spec: podOn("of-two") },
  { ...opts, dependsOn: [first] },
);

function volume(name: string, dependsOn: k8s.core.v1.PersistentVolume[] = []): k8s.core.v1.PersistentVolume {
  return new k8s.core.v1.PersistentVolume(
    name,
    {
      metadata: { name },
      spec: {
        capacity: { storage: "1Gi" },
        accessModes: ["ReadWriteOnce"],
        storageClassName: "gp3",
        csi: { driver: "ebs.csi.aws.com", volumeHandle: "vol-1" },
      },
    },
    { ...opts, dependsOn },
  );
}
volume("ebs-volume-id-unique", [volume("of-volume")]);

new k8s.storage.v1.StorageClass(
  "ebs-class-encrypted-late-binding",
  {
    metadata: { name: "ebs-class-encrypted-late-binding" },
    provisioner: "ebs.csi.aws.com",
    volumeBindingMode: "WaitForFirstConsumer",
    parameters: { type: "gp3", encrypted: "false" },
  },
  opts,
);
