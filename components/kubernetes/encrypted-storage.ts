import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { componentType, type EBS_PROVISIONERS, LABELS, PROJECT } from "../../vocabulary";

/** Literal, because volume claims refer to it. */
export const ENCRYPTED_CLASS = "encrypted-gp3";

export interface EncryptedStorageArgs {
  /** Who runs the cluster's nodes, and with them the driver of EBS: an add-on on managed nodes, EKS itself in Auto Mode. */
  readonly compute: "auto" | "managed";
}

const PROVISIONERS: Readonly<Record<EncryptedStorageArgs["compute"], (typeof EBS_PROVISIONERS)[number]>> = {
  auto: "ebs.csi.eks.amazonaws.com",
  managed: "ebs.csi.aws.com",
};

/**
 * The StorageClass `encrypted-gp3`: EBS volumes under the account's own key for EBS, each made in the zone of the pod that first mounts it, and deleted with its
 * claim. It is not the default: claims name what they are stored on.
 */
export class EncryptedStorage extends pulumi.ComponentResource {
  constructor(name: string, { compute }: EncryptedStorageArgs, opts?: pulumi.ComponentResourceOptions) {
    super(componentType("kubernetes", "EncryptedStorage"), name, {}, opts);
    new kubernetes.storage.v1.StorageClass(
      name,
      {
        metadata: { name: ENCRYPTED_CLASS, labels: { [LABELS.partOf]: PROJECT } },
        provisioner: PROVISIONERS[compute],
        parameters: { type: "gp3", encrypted: "true" },
        reclaimPolicy: "Delete",
        volumeBindingMode: "WaitForFirstConsumer",
        allowVolumeExpansion: true,
      },
      { parent: this },
    );
    this.registerOutputs({});
  }
}
