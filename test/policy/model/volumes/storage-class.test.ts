/** Which claims are on EBS, as far as the rule about access modes shows it: rows 7, 9 to 11, 13 to 18 of the specification. */
import test from "ava";

import type { Parameters } from "../../../../policies/parameters.js";
import type { Resource } from "../../../../policies/model/resource.js";
import type { Value } from "../../../../policies/model/values.js";
import {
  EBS,
  EFS,
  type Fields,
  NFS,
  RWO,
  RWX,
  UNKNOWN,
  claim,
  claimSpec,
  clusterObject,
  isDefault,
  object,
  onEbs,
  stack,
  storageClass,
  volume,
} from "../../volumes-objects.js";
import { type Program, accepts, refuses, verdict } from "../../verdict.js";

const RULE = "ebs-access-mode";
const ALLOWED = "on EBS write only ReadWriteOnce or ReadWriteOncePod";
const has = (modes: string, name = "data", place = "spec") =>
  `${RULE} ${name}: ${place}.accessModes has ${modes}: ${ALLOWED}`;

const asking = (modes: Value, spec: Fields = {}, ...more: readonly Resource[]) =>
  stack(claim("data", { accessModes: modes, ...spec }), ...more);
/** A claim for many nodes that is refused, and the same for one. */
const refusesMany = (title: string, spec: Fields, ...more: readonly Resource[]) =>
  test(title, refuses, asking([RWX], spec, ...more), [has(RWX)], asking([RWO], spec, ...more));
const acceptsMany = (
  title: string,
  spec: Fields,
  more: readonly Resource[] = [],
  parameters: Partial<Parameters> = {},
) => test(title, accepts, { ...asking([RWX], spec, ...more), parameters });

for (const provisioner of [EBS, "kubernetes.io/aws-ebs", "ebs.csi.eks.amazonaws.com"]) {
  refusesMany(`the provisioner ${provisioner} is EBS`, { storageClassName: "own" }, storageClass("own", provisioner));
}
for (const provisioner of [
  EFS,
  "fsx.csi.aws.com",
  "fsx.openzfs.csi.aws.com",
  "s3.csi.aws.com",
  "nfs.csi.k8s.io",
  "nfs.example",
]) {
  acceptsMany(`the provisioner ${provisioner} is not EBS`, { storageClassName: "own" }, [
    storageClass("own", provisioner),
  ]);
}
for (const provisioner of ["example/nfs", "xefs.csi.aws.com", "efs.csi.aws.com.example", "other.example"]) {
  refusesMany(
    `the provisioner ${provisioner} counts as EBS`,
    { storageClassName: "own" },
    storageClass("own", provisioner),
  );
}
acceptsMany(
  "a class with another provisioner may be listed",
  { storageClassName: "own" },
  [storageClass("own", "other.example")],
  { nonEbsStorageClasses: ["own"] },
);
refusesMany("a class that nobody describes counts as EBS", { storageClassName: "fast" });
acceptsMany("a class may be listed", { storageClassName: "fast" }, [], { nonEbsStorageClasses: ["fast"] });
test("a class may be listed as EBS", (t) => {
  const parameters = { ebsStorageClasses: ["fast"], nonEbsStorageClasses: ["fast"] };
  t.deepEqual(verdict({ ...asking([RWX], { storageClassName: "fast" }), parameters }), [has(RWX)]);
});
test("a class of the stack is what it says, whatever the lists say", (t) => {
  const listed = { parameters: { nonEbsStorageClasses: ["own"] } };
  t.deepEqual(verdict({ ...asking([RWX], { storageClassName: "own" }, storageClass("own", EBS)), ...listed }), [
    has(RWX),
  ]);
  t.deepEqual(verdict(stack(storageClass("gp3", EFS), claim("data", { accessModes: [RWX] }))), []);
});
test("a class of another cluster says nothing", (t) => {
  const elsewhere = storageClass("own", EFS, {}, { provider: "another" });
  t.deepEqual(verdict(asking([RWX], { storageClassName: "own" }, elsewhere)), [has(RWX)]);
});
test("a patch of a class says nothing", (t) => {
  const patch = { ...storageClass("own", EFS), object: { group: "storage.k8s.io", kind: "StorageClass", patch: true } };
  t.deepEqual(verdict(asking([RWX], { storageClassName: "own" }, patch)), [has(RWX)]);
});
test("a kind of the same name in another group is no class", (t) => {
  const other = clusterObject("example/v1", "StorageClass", "own", { provisioner: EFS }, {});
  const lines = verdict({
    ...asking([RWX], { storageClassName: "own" }, other),
    parameters: { clusterScopedCustomKinds: ["StorageClass"] },
  });
  t.deepEqual(lines, [has(RWX)]);
});
test("a provisioner that is not known yet", (t) => {
  const lines = verdict(asking([RWX], { storageClassName: "own" }, storageClass("own", UNKNOWN)));
  t.deepEqual(lines, ["ebs-class-encrypted-late-binding own: provisioner is not known yet", has(RWX)].sort());
});

const annotated = (name: string, spec: Fields = {}) =>
  stack(
    object("v1", "PersistentVolumeClaim", "data", {
      metadata: { name: "data", namespace: "team", annotations: { "volume.beta.kubernetes.io/storage-class": name } },
      spec: claimSpec({ storageClassName: undefined, accessModes: [RWX], ...spec }),
    }),
  );
test("the old annotation names the class", refuses, annotated("gp3"), [has(RWX)], {
  ...annotated("efs-sc"),
  parameters: { nonEbsStorageClasses: ["efs-sc"] },
});
test("the old annotation wins over the field", accepts, {
  ...annotated("efs-sc", { storageClassName: "gp3" }),
  parameters: { nonEbsStorageClasses: ["efs-sc"] },
});

/** Without the complaint that no class is named. */
const withoutClass = (...classes: readonly Resource[]) =>
  verdict(asking([RWX], { storageClassName: undefined }, ...classes)).filter((line) => line.startsWith(RULE));
const beta = (name: string): Fields => ({
  metadata: { name, annotations: { "storageclass.beta.kubernetes.io/is-default-class": "true" } },
});
test("a claim without a class is on the default class", (t) => {
  t.deepEqual(withoutClass(), [has(RWX)]);
  t.deepEqual(withoutClass(storageClass("own", EFS)), [has(RWX)]);
  t.deepEqual(withoutClass(storageClass("own", EFS, isDefault("own"))), []);
  t.deepEqual(withoutClass(storageClass("own", EFS, beta("own"))), []);
  t.deepEqual(withoutClass(storageClass("own", EBS, isDefault("own"))), [has(RWX)]);
  t.deepEqual(withoutClass(storageClass("own", EFS, isDefault("own"), { provider: "another" })), [has(RWX)]);
});
test("of two default classes the worse counts", (t) => {
  const [efs, ebs] = [storageClass("files", EFS, isDefault("files")), storageClass("disks", EBS, isDefault("disks"))];
  t.deepEqual(withoutClass(efs, ebs), [has(RWX)]);
  t.deepEqual(withoutClass(ebs, efs), [has(RWX)]);
  t.deepEqual(withoutClass(efs, storageClass("x", UNKNOWN, isDefault("x"))), [has(RWX)]);
  t.deepEqual(
    verdict({
      ...asking([RWX], { storageClassName: undefined }, efs, storageClass("x", UNKNOWN, isDefault("x"))),
      parameters: { unknownValues: "tell" },
    }).filter((line) => line.includes("accessModes")),
    [has(RWX).replace(RULE, "later")],
  );
});

const named = { storageClassName: "", volumeName: "disk" };
const local: Fields = { local: { path: "/data" } };
refusesMany("a volume on EBS", named, volume("disk", onEbs("vol-1")));
refusesMany(
  "a volume of a driver that the pack does not know counts as EBS",
  named,
  volume("disk", { csi: { driver: "other.example" } }),
);
refusesMany("a volume that somebody else makes counts as EBS", named);
refusesMany(
  "a volume counts, not the class that is named too",
  { ...named, storageClassName: "efs-sc" },
  storageClass("efs-sc", EFS),
);
acceptsMany("a volume on NFS", named, [volume("disk", NFS, [RWX])]);
acceptsMany("a volume on EFS", named, [volume("disk", { csi: { driver: EFS } }, [RWX])]);
acceptsMany("a volume of the node", { storageClassName: "team-local", volumeName: "disk" }, [volume("disk", local)]);
test("an in-tree volume is EBS", (t) => {
  const inTree = volume("disk", { awsElasticBlockStore: { volumeID: "vol-1" } });
  const lines = verdict(asking([RWX], named, inTree)).filter((line) => line.startsWith(RULE));
  t.deepEqual(lines, [has(RWX)]);
});
test("a volume of another cluster, and a patch of a volume, say nothing", (t) => {
  const nfs = volume("disk", NFS, [RWX]);
  t.deepEqual(verdict(asking([RWX], named, { ...nfs, provider: "another" })), [has(RWX)]);
  const patch = { ...nfs, object: { group: "", kind: "PersistentVolume", patch: true } };
  t.deepEqual(verdict(asking([RWX], named, patch)), [has(RWX)]);
});

const claimRef = (namespace: Value, name = "data"): Fields => ({ claimRef: { namespace, name } });
const waiting = { storageClassName: "" };
const nfsFor = (spec: Fields) => volume("files", NFS, [RWX], spec);
acceptsMany("a volume may name its claim", waiting, [nfsFor(claimRef("team"))]);
acceptsMany("a volume of a class that nobody describes may name its claim", { storageClassName: "fast" }, [
  nfsFor(claimRef("team")),
]);
refusesMany("a claim that no volume names counts as EBS", waiting);
refusesMany("a volume on EBS may name its claim", waiting, volume("disk", onEbs("vol-1"), [RWO], claimRef("team")));
test("a volume for another claim says nothing", (t) => {
  t.deepEqual(verdict(asking([RWX], waiting, nfsFor(claimRef("team", "other")))), [has(RWX)]);
  const ofLab = verdict({
    ...asking([RWX], waiting, nfsFor(claimRef("lab"))),
    parameters: { externalNamespaces: ["lab"] },
  });
  t.deepEqual(ofLab, [has(RWX)]);
});

const byClass = (...from: readonly string[]): Program => ({
  ...asking(
    [RWX],
    { storageClassName: UNKNOWN },
    storageClass("disks", EBS),
    storageClass("files", EFS),
    storageClass("more", EFS),
  ),
  dependencies: { "data.spec": from },
});
test("an output of a class is that class", refuses, byClass("disks"), [has(RWX)], byClass("files"));
test("outputs of classes that agree", accepts, byClass("files", "more"));
for (const from of [[], ["files", "disks"], ["disks", "files"], ["data"]]) {
  test(`the class is not known yet, outputs of ${from.join(" and ") || "nothing"}`, (t) => {
    t.deepEqual(verdict(byClass(...from)), [has(RWX)]);
    t.deepEqual(verdict({ ...byClass(...from), parameters: { unknownValues: "tell" } }), [
      has(RWX).replace(RULE, "later"),
    ]);
  });
}
test("a claim for one node may have any class", accepts, asking([RWO], { storageClassName: UNKNOWN }));

const byVolume = (...from: readonly string[]): Program => ({
  ...asking(
    [RWX],
    { storageClassName: "", volumeName: UNKNOWN },
    volume("disk", onEbs("vol-1")),
    volume("files", NFS, [RWX]),
  ),
  dependencies: { "data.spec": from },
});
test("an output of a volume is that volume", refuses, byVolume("disk"), [has(RWX)], byVolume("files"));
test("a volume that is not known yet", (t) => {
  for (const from of [[], ["disk", "files"]]) {
    t.deepEqual(verdict({ ...byVolume(...from), parameters: { unknownValues: "tell" } }), [
      has(RWX).replace(RULE, "later"),
    ]);
  }
});
