import { EBS_PROVISIONERS } from "../../../vocabulary";
import type { Resource } from "../../model/resource";
import { UNKNOWN, at } from "../../model/values";
import { isPersistentVolume } from "../../model/volumes/kinds";
import { type PodVolume, podVolumes } from "../../model/volumes/pod-volumes";
import { type Finding, type Rule, unknown, violation } from "../rule";

export const noInlineVolume: Rule = {
  name: "ebs-no-inline-or-intree-volume",
  level: "mandatory",
  description: "EBS is mounted through claims, and persistent volumes name the CSI driver.",
  why: "The in-tree plugin `awsElasticBlockStore` is gone from Kubernetes, and the EBS driver has no volumes written into pods: such a pod never starts. A volume without a claim also hides who else uses it.",
  fix: "Declare a PersistentVolumeClaim and mount it; for an existing volume add a PersistentVolume with `csi: { driver: ebs.csi.aws.com, volumeHandle }`; for scratch space use `ephemeral.volumeClaimTemplate`.",
  judge: (resource) => [...inTreeVolume(resource), ...podVolumes(resource).flatMap((it) => inPod(resource, it))],
};

function inTreeVolume(resource: Resource): readonly Finding[] {
  const source = isPersistentVolume(resource) ? at(resource.inputs, "spec", "awsElasticBlockStore") : undefined;
  return source === undefined || source === UNKNOWN
    ? []
    : [violation(resource, "spec.awsElasticBlockStore is the in-tree plugin")];
}

function inPod(resource: Resource, { place, volume }: PodVolume): readonly Finding[] {
  // What is not known at all may be a claim as well: the rules about claims tell.
  if (volume === UNKNOWN) return [];
  if (at(volume, "awsElasticBlockStore") !== undefined) {
    return [violation(resource, `${place}.awsElasticBlockStore is the in-tree plugin`)];
  }
  const driver = at(volume, "csi", "driver");
  if (driver === UNKNOWN) return [unknown(resource, `${place}.csi.driver`)];
  return EBS_PROVISIONERS.some((name) => name === driver)
    ? [violation(resource, `${place}.csi names the EBS driver in the pod itself`)]
    : [];
}
