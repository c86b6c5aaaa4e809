/** Access modes and classes, claim by claim. */
import { UNKNOWN } from "../../objects.js";
import { deployment, inTeam, uses } from "../builders.js";
import { PASSES, type Row, refused, unknownDecides } from "../row.js";
import type { State } from "../states.js";
import { EBS, EFS, NFS, ROX, RWO, RWOP, RWX, claim, isDefault, onEbs, storageClass, volume } from "../storage.js";

const MODE = "ebs-access-mode";
const CLASS = "ebs-explicit-storage-class";

const correct = { resources: inTeam(claim("data")) };
const efs = storageClass("efs-sc", EFS);
const sharers = [deployment("web", [uses("data")]), deployment("api", [uses("data")])];

/** A claim that asks for ReadWriteMany with the output of something as its class; in a live cluster the class is known. */
const withClassOf = (source: string | undefined, known: string) => (state: State) => ({
  resources: inTeam(
    storageClass("encrypted", EBS),
    efs,
    claim("data", { accessModes: [RWX], storageClassName: state === "P5" ? known : UNKNOWN }),
  ),
  ...(source !== undefined && { dependencies: { "data.spec": [source] } }),
});

/** A claim whose access modes are an output, in a live cluster these. */
const withModes = (known: string) => (state: State) => ({
  resources: inTeam(claim("data", { accessModes: state === "P5" ? [known] : UNKNOWN })),
});

const nodeLocal = {
  resources: inTeam(
    volume("node-local", onEbs("local-ebs://dev/xvdbz"), [RWX]),
    claim("data", { storageClassName: "", volumeName: "node-local", accessModes: [RWX] }),
  ),
};

export const CLAIMS: readonly Row[] = [
  { id: "1", arrangement: "claim on gp3, ReadWriteOnce, used by nobody", program: correct, expected: PASSES },
  {
    id: "2",
    arrangement: "claim on gp3, ReadWriteOncePod",
    program: { resources: inTeam(claim("data", { accessModes: [RWOP] })) },
    expected: PASSES,
  },
  {
    id: "3",
    arrangement: "claim on gp3, ReadWriteMany, Filesystem",
    program: { resources: inTeam(claim("data", { accessModes: [RWX], volumeMode: "Filesystem" })) },
    expected: refused("data"),
    rule: MODE,
    neighbour: { resources: inTeam(claim("data", { volumeMode: "Filesystem" })) },
  },
  {
    id: "4",
    arrangement: "claim on gp3, ReadWriteOnce and ReadWriteMany",
    program: { resources: inTeam(claim("data", { accessModes: [RWO, RWX] })) },
    expected: refused("data"),
    neighbour: correct,
  },
  {
    id: "5",
    arrangement: "claim on gp3, ReadOnlyMany",
    program: { resources: inTeam(claim("data", { accessModes: [ROX] })) },
    expected: refused("data"),
    neighbour: correct,
  },
  {
    id: "6",
    arrangement: "claim on io2, ReadWriteMany, Block",
    program: {
      resources: inTeam(claim("data", { storageClassName: "io2", accessModes: [RWX], volumeMode: "Block" })),
    },
    expected: refused("data"),
    says: ["ulti-attach"],
    neighbour: { resources: inTeam(claim("data", { storageClassName: "io2", volumeMode: "Block" })) },
  },
  {
    id: "7",
    arrangement: "claim on a class of the in-tree provisioner, ReadWriteMany",
    program: {
      resources: inTeam(
        storageClass("old", "kubernetes.io/aws-ebs"),
        claim("data", { storageClassName: "old", accessModes: [RWX] }),
      ),
    },
    expected: refused("data"),
    neighbour: {
      resources: inTeam(storageClass("old", "kubernetes.io/aws-ebs"), claim("data", { storageClassName: "old" })),
    },
  },
  {
    id: "9",
    arrangement: "claim on an EFS class of the stack, ReadWriteMany, two Deployments",
    program: { resources: inTeam(efs, claim("data", { storageClassName: "efs-sc", accessModes: [RWX] }), ...sharers) },
    expected: PASSES,
  },
  {
    id: "10",
    arrangement: "claim on an EFS class that is listed as such, ReadWriteMany",
    program: {
      resources: inTeam(claim("data", { storageClassName: "efs-sc", accessModes: [RWX] }), ...sharers),
      parameters: { nonEbsStorageClasses: ["efs-sc"] },
    },
    expected: PASSES,
  },
  {
    id: "11",
    arrangement: "claim on a class that nobody describes, ReadWriteMany",
    program: { resources: inTeam(claim("data", { storageClassName: "fast", accessModes: [RWX] })) },
    expected: refused("data"),
    says: ["nonEbsStorageClasses"],
    neighbour: {
      resources: inTeam(claim("data", { storageClassName: "fast", accessModes: [RWX] })),
      parameters: { nonEbsStorageClasses: ["fast"] },
    },
  },
  {
    id: "12",
    arrangement: "claim without a class, ReadWriteOnce",
    program: { resources: inTeam(claim("data", { storageClassName: undefined })) },
    expected: refused("data"),
    rule: CLASS,
    neighbour: correct,
  },
  {
    id: "13",
    arrangement: "claim without a class, the default class of the stack is EFS, ReadWriteMany",
    program: {
      resources: inTeam(
        storageClass("efs-sc", EFS, isDefault("efs-sc")),
        claim("data", { storageClassName: undefined, accessModes: [RWX] }),
      ),
    },
    expected: refused("data"),
    rule: CLASS,
    neighbour: { resources: inTeam(efs, claim("data", { storageClassName: "efs-sc", accessModes: [RWX] })) },
  },
  {
    id: "14",
    arrangement: "claim on an EBS volume by name, ReadWriteOnce, one consumer",
    program: {
      resources: inTeam(
        volume("disk", onEbs("vol-1")),
        claim("data", { storageClassName: "", volumeName: "disk" }),
        deployment("web", [uses("data")]),
      ),
    },
    expected: PASSES,
  },
  {
    id: "15",
    arrangement: "claim on an NFS volume by name, ReadWriteMany, two consumers",
    program: {
      resources: inTeam(
        volume("files", NFS, [RWX]),
        claim("data", { storageClassName: "", volumeName: "files", accessModes: [RWX] }),
        ...sharers,
      ),
    },
    expected: PASSES,
  },
  {
    id: "17",
    arrangement: "the class is an output of an EBS class, ReadWriteMany",
    program: withClassOf("encrypted", "encrypted"),
    expected: refused("data"),
    rule: MODE,
    neighbour: withClassOf("efs-sc", "efs-sc"),
  },
  {
    id: "18",
    arrangement: "the class is an output of something else, ReadWriteMany, and turns out to be EBS",
    program: withClassOf(undefined, "gp3"),
    expected: unknownDecides(refused("data"), "data"),
    neighbour: {
      resources: inTeam(claim("data", { storageClassName: UNKNOWN })),
    },
  },
  {
    id: "18",
    arrangement: "the class is an output of something else, ReadWriteMany, and turns out to be EFS",
    program: withClassOf(undefined, "efs-sc"),
    expected: unknownDecides(PASSES, "data"),
    neighbour: withClassOf("efs-sc", "efs-sc"),
  },
  {
    id: "21",
    arrangement: "the access modes are an output that turns out to be ReadWriteOnce",
    program: withModes(RWO),
    expected: unknownDecides(PASSES, "data"),
    neighbour: correct,
  },
  {
    id: "21",
    arrangement: "the access modes are an output that turns out to be ReadWriteMany",
    program: withModes(RWX),
    expected: unknownDecides(refused("data"), "data"),
    neighbour: correct,
  },
  {
    id: "22",
    arrangement: "a clone of a claim, each with its own consumer",
    program: {
      resources: inTeam(
        claim("data"),
        claim("copy", { dataSource: { kind: "PersistentVolumeClaim", name: "data" } }),
        deployment("web", [uses("data")]),
        deployment("api", [uses("copy")]),
      ),
    },
    expected: PASSES,
  },
  {
    id: "23",
    arrangement: "claim and volume on a disk of the node itself, ReadWriteMany",
    program: nodeLocal,
    expected: refused("data", "node-local"),
    neighbour: { ...nodeLocal, parameters: { allowNodeLocalEbs: true } },
  },
];
