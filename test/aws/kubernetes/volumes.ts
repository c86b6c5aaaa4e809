/** The part of an EBS driver that claims need: a volume in the zone of the first pod's node, and its end. */
import { EBS_PROVISIONERS } from "../../../vocabulary.js";
import type { Api, KubernetesObject } from "./api.js";
import { NODE_LABELS } from "./nodes.js";

interface StorageClass extends KubernetesObject {
  readonly provisioner: string;
  readonly reclaimPolicy: "Delete" | "Retain";
}

interface Claim extends KubernetesObject {
  readonly spec: {
    readonly storageClassName?: string;
    readonly volumeName?: string;
    readonly accessModes: readonly string[];
    readonly resources: { readonly requests: Readonly<Record<string, string>> };
  };
}

interface Volume extends KubernetesObject {
  readonly spec: { readonly persistentVolumeReclaimPolicy: string; readonly csi?: { readonly driver: string } };
  readonly status: { readonly phase: string };
}

/** Where the scheduler writes for whom a volume is to be made. */
const SELECTED_NODE = "volume.kubernetes.io/selected-node";

export async function reconcileVolumes(api: Api): Promise<void> {
  const listed = await Promise.all([
    api.list<StorageClass>("/apis/storage.k8s.io/v1/storageclasses"),
    api.list<Claim>("/api/v1/persistentvolumeclaims"),
    api.list<Volume>("/api/v1/persistentvolumes"),
    api.list<KubernetesObject>("/api/v1/nodes"),
  ]);
  const [classes, claims, volumes, nodes] = listed;
  const names = new Set(volumes.map(({ metadata }) => metadata.name));
  for (const claim of claims) {
    const storageClass = classes.find(({ metadata }) => metadata.name === claim.spec.storageClassName);
    const node = nodes.find(({ metadata }) => metadata.name === claim.metadata.annotations?.[SELECTED_NODE]);
    if (storageClass === undefined || node === undefined || !isEbs(storageClass.provisioner)) continue;
    if (claim.spec.volumeName !== undefined || names.has(volumeName(claim))) continue;
    await api.create("/api/v1/persistentvolumes", manifest(claim, storageClass, node));
  }
  const ended = volumes.filter(
    ({ spec, status }) =>
      status.phase === "Released" && spec.persistentVolumeReclaimPolicy === "Delete" && isEbs(spec.csi?.driver),
  );
  await Promise.all(ended.map(({ metadata }) => api.remove(`/api/v1/persistentvolumes/${metadata.name}`)));
}

function isEbs(driver: string | undefined): boolean {
  return EBS_PROVISIONERS.some((known) => known === driver);
}

function volumeName({ metadata }: Claim): string {
  return `pvc-${metadata.uid}`;
}

function manifest(
  claim: Claim,
  { metadata, provisioner, reclaimPolicy }: StorageClass,
  node: KubernetesObject,
): object {
  const { name, namespace, uid } = claim.metadata;
  const zone = node.metadata.labels?.[NODE_LABELS.zone] ?? "";
  return {
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: { name: volumeName(claim), annotations: { "pv.kubernetes.io/provisioned-by": provisioner } },
    spec: {
      accessModes: claim.spec.accessModes,
      capacity: claim.spec.resources.requests,
      claimRef: { apiVersion: "v1", kind: "PersistentVolumeClaim", name, namespace, uid },
      csi: { driver: provisioner, volumeHandle: `vol-${uid}` },
      nodeAffinity: {
        required: {
          nodeSelectorTerms: [{ matchExpressions: [{ key: NODE_LABELS.zone, operator: "In", values: [zone] }] }],
        },
      },
      persistentVolumeReclaimPolicy: reclaimPolicy,
      storageClassName: metadata.name,
    },
  };
}
