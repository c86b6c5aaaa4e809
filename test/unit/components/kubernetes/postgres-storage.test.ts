import test from "ava";

import { EBS_PROVISIONERS } from "../../../../vocabulary.js";
import { partOf, registrations, ofType } from "./postgres-example.js";

test.serial("a volume from a storage class is for one pod alone, and nothing static is made", async (t) => {
  const registered = await registrations({ storage: { kind: "class", className: "gp3", size: "20Gi" } });
  t.is(ofType(registered, "kubernetes:core/v1:PersistentVolume"), undefined);
  t.is(ofType(registered, "kubernetes:storage.k8s.io/v1:StorageClass"), undefined);
  t.deepEqual(ofType(registered, "kubernetes:core/v1:PersistentVolumeClaim"), {
    type: "kubernetes:core/v1:PersistentVolumeClaim",
    name: "db-data",
    parent: "db",
    options: { protect: true },
    inputs: {
      metadata: {
        name: "postgres-data",
        namespace: "databases",
        labels: partOf,
        annotations: { "pulumi.com/skipAwait": "true" },
      },
      spec: {
        accessModes: ["ReadWriteOncePod"],
        storageClassName: "gp3",
        resources: { requests: { storage: "20Gi" } },
      },
    },
  });
});

test.serial("the class of a directory on the node is the platform's own, and no pod gets it from EBS", async (t) => {
  const { metadata, provisioner } = ofType(await registrations(), "kubernetes:storage.k8s.io/v1:StorageClass")
    ?.inputs as { metadata: { name: string }; provisioner: (typeof EBS_PROVISIONERS)[number] };
  t.is(metadata.name, "databases-local");
  t.false(EBS_PROVISIONERS.includes(provisioner));
});

test.serial("data that is not protected can be deleted", async (t) => {
  const registered = await registrations({ protect: false });
  t.deepEqual(
    registered.filter(({ options }) => options?.["protect"] === true),
    [],
  );
});
