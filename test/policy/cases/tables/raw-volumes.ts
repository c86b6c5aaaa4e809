/** Persistent volumes and EBS volumes past any claim. */
import { deployment, inTeam, uses } from "../builders.js";
import { PASSES, type Row, refused, secondRefused } from "../row.js";
import { EBS, RWX, awsVolume, claim, onEbs, volume } from "../storage.js";

const INLINE = "ebs-no-inline-or-intree-volume";

const inline = (source: Record<string, object>) => ({
  resources: inTeam(
    deployment("web", [{ name: "data", ...(source as Record<string, { readonly [key: string]: string }>) }]),
  ),
});
const withClaim = { resources: inTeam(claim("data"), deployment("web", [uses("data")])) };
const correct = { resources: [volume("disk", onEbs("vol-1"))] };

export const RAW_VOLUMES: readonly Row[] = [
  { id: "24", arrangement: "volume of the EBS driver, ReadWriteOnce", program: correct, expected: PASSES },
  {
    id: "25",
    arrangement: "volume of the in-tree plugin",
    program: { resources: [volume("disk", { awsElasticBlockStore: { volumeID: "vol-1", fsType: "ext4" } })] },
    expected: refused("disk"),
    neighbour: correct,
  },
  {
    id: "26",
    arrangement: "volume of the EBS driver, ReadWriteMany",
    program: { resources: [volume("disk", onEbs("vol-1"), [RWX])] },
    expected: refused("disk"),
    neighbour: correct,
  },
  {
    id: "27",
    arrangement: "two volumes with one handle",
    program: { resources: [volume("disk", onEbs("vol-1")), volume("again", onEbs("vol-1"))] },
    expected: secondRefused("disk", "again"),
    rule: "ebs-volume-id-unique",
    neighbour: { resources: [volume("disk", onEbs("vol-1")), volume("again", onEbs("vol-2"))] },
  },
  {
    id: "30",
    arrangement: "EBS volume with multi-attach",
    program: { resources: [awsVolume("disk", { type: "io2", iops: 1000, multiAttachEnabled: true })] },
    expected: refused("disk"),
    rule: "ebs-no-multi-attach",
    neighbour: { resources: [awsVolume("disk", { type: "io2", iops: 1000, multiAttachEnabled: false })] },
  },
  {
    id: "31",
    arrangement: "pods with an inline volume of the in-tree plugin",
    program: inline({ awsElasticBlockStore: { volumeID: "vol-1", fsType: "ext4" } }),
    expected: refused("web"),
    rule: INLINE,
    neighbour: withClaim,
  },
  {
    id: "32",
    arrangement: "pods with an inline volume of the EBS driver",
    program: inline({ csi: { driver: EBS } }),
    expected: refused("web"),
    rule: INLINE,
    neighbour: withClaim,
  },
];
