import test from "ava";

import { ENCRYPTED_CLASS, EncryptedStorage } from "../../../../components/kubernetes/encrypted-storage.js";
import { record } from "./recorder.js";

const storage = test.macro({
  exec: async (t, compute: "auto" | "managed", provisioner: string) => {
    const registered = await record((opts) => {
      new EncryptedStorage("storage", { compute }, opts);
    });
    t.deepEqual(registered, [
      { type: "spark-platform:kubernetes:EncryptedStorage", name: "storage", inputs: {} },
      {
        type: "kubernetes:storage.k8s.io/v1:StorageClass",
        name: "storage",
        parent: "storage",
        inputs: {
          metadata: { name: ENCRYPTED_CLASS, labels: { "app.kubernetes.io/part-of": "spark-platform" } },
          provisioner,
          parameters: { type: "gp3", encrypted: "true" },
          reclaimPolicy: "Delete",
          volumeBindingMode: "WaitForFirstConsumer",
          allowVolumeExpansion: true,
        },
      },
    ]);
  },
  title: (_, compute: string) => `with ${compute} nodes, volumes are encrypted and made where their pod runs`,
});
test.serial(storage, "auto", "ebs.csi.eks.amazonaws.com");
test.serial(storage, "managed", "ebs.csi.aws.com");
