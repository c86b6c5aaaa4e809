import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { LABELS, PROJECT } from "../../vocabulary";

/** Where the data lies. Sizes are Kubernetes quantities (`5Gi`). */
export type PostgresStorage =
  /** A directory on the node, kept whatever happens to the cluster's objects. For clusters of one node: nothing ties the pod to a node. */
  | { readonly kind: "local"; readonly path: string; readonly size: string }
  /** A volume from a StorageClass of the cluster. */
  | { readonly kind: "class"; readonly className: string; readonly size: string };

/** Literal, because pods and policies refer to it. */
export const DATA_CLAIM = "postgres-data";

/**
 * The volume claim of the database. It is a resource of its own and not a template of the StatefulSet: replacing the StatefulSet leaves it alone, and a
 * destroy removes claim and volume in an order in which neither waits for the other. Options hold for claim and volume.
 */
export function dataClaim(
  name: string,
  namespace: string,
  storage: PostgresStorage,
  opts: pulumi.CustomResourceOptions,
): kubernetes.core.v1.PersistentVolumeClaim {
  const volume = storage.kind === "local" ? localVolume(name, namespace, storage, opts) : undefined;
  return new kubernetes.core.v1.PersistentVolumeClaim(
    `${name}-data`,
    {
      metadata: {
        name: DATA_CLAIM,
        namespace,
        labels: { [LABELS.partOf]: PROJECT },
        // Pulumi waits for a claim of a class that binds late to be pending, and one with a volume of its own is bound at once.
        annotations: { "pulumi.com/skipAwait": "true" },
      },
      spec: {
        accessModes: accessModes(storage),
        storageClassName: storage.kind === "local" ? localClass(namespace) : storage.className,
        ...(volume === undefined ? {} : { volumeName: volumeName(namespace) }),
        resources: { requests: { storage: storage.size } },
      },
    },
    { ...opts, dependsOn: volume ?? [] },
  );
}

/** One pod at a time, where the volume plug-in knows that mode: CSI drivers do, local volumes know nodes only. */
function accessModes({ kind }: PostgresStorage): string[] {
  return [kind === "local" ? "ReadWriteOnce" : "ReadWriteOncePod"];
}

/** A static volume, bound from both ends: the claim names the volume, and the volume takes no other claim. */
function localVolume(
  name: string,
  namespace: string,
  { path, size }: Extract<PostgresStorage, { kind: "local" }>,
  opts: pulumi.CustomResourceOptions,
): kubernetes.core.v1.PersistentVolume {
  const storageClass = new kubernetes.storage.v1.StorageClass(
    `${name}-storage-class`,
    {
      metadata: { name: localClass(namespace), labels: { [LABELS.partOf]: PROJECT } },
      provisioner: "kubernetes.io/no-provisioner",
      volumeBindingMode: "WaitForFirstConsumer",
      reclaimPolicy: "Retain",
    },
    // Holds no data.
    { ...opts, protect: false },
  );
  return new kubernetes.core.v1.PersistentVolume(
    `${name}-volume`,
    {
      metadata: { name: volumeName(namespace), labels: { [LABELS.partOf]: PROJECT } },
      spec: {
        capacity: { storage: size },
        accessModes: accessModes({ kind: "local", path, size }),
        persistentVolumeReclaimPolicy: "Retain",
        storageClassName: localClass(namespace),
        claimRef: { apiVersion: "v1", kind: "PersistentVolumeClaim", namespace, name: DATA_CLAIM },
        local: { path },
        nodeAffinity: {
          required: {
            nodeSelectorTerms: [{ matchExpressions: [{ key: "kubernetes.io/os", operator: "In", values: ["linux"] }] }],
          },
        },
      },
    },
    { ...opts, dependsOn: storageClass },
  );
}

/** Classes and volumes have no namespace, so their names carry it: nobody else's are taken over. */
function localClass(namespace: string): string {
  return `${namespace}-local`;
}

function volumeName(namespace: string): string {
  return `${namespace}-data`;
}
