/** Row 27 of the specification, and attachments beside claims. */
import test from "ava";

import type { Resource } from "../../../../policies/model/resource.js";
import {
  EFS,
  RWO,
  UNKNOWN,
  awsAttachment,
  awsVolume,
  claim,
  named,
  onEbs,
  stack,
  volume,
} from "../../volumes-objects.js";
import { type Program, accepts, verdict } from "../../verdict.js";

const RULE = "ebs-volume-id-unique";
const HANDLE = "spec.csi.volumeHandle";

/** In whatever order two resources are registered, the second is refused. */
const refusesSecond = test.macro(
  (t, one: readonly [Resource, string], two: readonly [Resource, string], what: string, neighbour: Resource) => {
    for (const [[first], [second, place]] of [
      [one, two],
      [two, one],
    ] as const) {
      const line = `${RULE} ${second.name}: ${place} is ${what}, which ${nameOf(first)} has already`;
      t.deepEqual(verdict(stack(first, second)), [line]);
    }
    t.deepEqual(verdict(stack(one[0], neighbour)), []);
  },
);

function nameOf(resource: Resource): string {
  if (resource.object === undefined) return `${resource.type} ${resource.name} (${resource.urn})`;
  return resource.object.kind === "PersistentVolume" ? named(resource).replace("team/", "") : named(resource);
}

const disk = volume("disk", onEbs("vol-1"));
const again = volume("again", onEbs("vol-1"));
test(
  "two volumes with one handle",
  refusesSecond,
  [disk, HANDLE],
  [again, HANDLE],
  "vol-1",
  volume("again", onEbs("vol-2")),
);
test(
  "a volume and an attachment past it",
  refusesSecond,
  [disk, HANDLE],
  [awsAttachment("mount", "vol-1"), "volumeId"],
  "vol-1",
  awsAttachment("mount", "vol-2"),
);
test(
  "two attachments of one volume",
  refusesSecond,
  [awsAttachment("one", "vol-1"), "volumeId"],
  [awsAttachment("two", "vol-1"), "volumeId"],
  "vol-1",
  awsAttachment("two", "vol-2"),
);
test(
  "volumes of two clusters with one handle",
  refusesSecond,
  [disk, HANDLE],
  [{ ...again, provider: "another" }, HANDLE],
  "vol-1",
  { ...volume("again", onEbs("vol-2")), provider: "another" },
);
const onDisk = { storageClassName: "", volumeName: "disk" };
test(
  "two claims of one volume",
  refusesSecond,
  [claim("data", onDisk), "spec.volumeName"],
  [claim("more", onDisk), "spec.volumeName"],
  "PersistentVolume disk",
  claim("more", { storageClassName: "", volumeName: "other" }),
);
test("claims that leave their volume to Kubernetes", accepts, stack(claim("data"), claim("more")));
test("a claim and its volume", accepts, stack(disk, claim("data", onDisk)));
test("volumes of another driver may be one", accepts, {
  ...stack(
    volume("disk", { csi: { driver: EFS, volumeHandle: "fs-1" } }),
    volume("again", { csi: { driver: EFS, volumeHandle: "fs-1" } }),
  ),
});
test("disks of the nodes themselves have one name on each", accepts, {
  ...stack(volume("disk", onEbs("local-ebs://dev/xvdbz")), volume("again", onEbs("local-ebs://dev/xvdbz"))),
});
test(
  "a patch of a volume is that volume",
  accepts,
  stack(disk, { ...again, object: { group: "", kind: "PersistentVolume", patch: true } }),
);
test("a patch of a claim is that claim", accepts, {
  ...stack(disk, claim("data", onDisk), {
    ...claim("more", onDisk),
    object: { group: "", kind: "PersistentVolumeClaim", patch: true },
  }),
});
test("the in-tree plugin has the same volumes, with and without their zone", (t) => {
  for (const volumeID of ["vol-1", "aws://eu-central-1a/vol-1"]) {
    const lines = verdict(stack(disk, volume("old", { awsElasticBlockStore: { volumeID } })));
    t.true(
      lines.includes(`${RULE} old: spec.awsElasticBlockStore.volumeID is vol-1, which ${nameOf(disk)} has already`),
    );
  }
});
test("a third volume is told of the first", (t) => {
  const third = volume("third", onEbs("vol-1"));
  const lines = verdict(stack(disk, again, third));
  t.deepEqual(
    lines,
    ["again", "third"].map((name) => `${RULE} ${name}: ${HANDLE} is vol-1, which ${nameOf(disk)} has already`),
  );
});
test("an exception for either allows it", (t) => {
  const exceptions = [{ rule: RULE, resource: "PersistentVolume disk", reason: "moves", expires: "2026-12-31" }];
  t.deepEqual(
    verdict({ ...stack(disk, again), parameters: { exceptions } }).map((line) => line.split(":")[0]),
    ["excepted again", "excepted again"],
  );
});

const unknownDisk = volume("disk", onEbs(UNKNOWN));
const unknownMount = awsAttachment("mount", UNKNOWN);
const made = awsVolume("made");
const from = (disk: readonly string[], mount: readonly string[]): Program => ({
  ...stack(made, awsVolume("more"), unknownDisk, unknownMount),
  dependencies: { "disk.spec": disk, "mount.volumeId": mount },
});
const later = { parameters: { unknownValues: "tell" as const } };
test("two outputs of one volume are one volume", (t) => {
  t.deepEqual(verdict(from(["made"], ["made"])), [
    `${RULE} mount: volumeId is made, which ${nameOf(unknownDisk)} has already`,
  ]);
  t.deepEqual(verdict(from(["made"], ["more"])), []);
});
test("an id that is not known yet may be that of another", (t) => {
  const [ofDisk, ofMount] = [`later disk: ${HANDLE} is not known yet`, "later mount: volumeId is not known yet"];
  t.deepEqual(verdict({ ...from([], ["made"]), ...later }), [ofDisk]);
  t.deepEqual(verdict({ ...from(["made"], ["made", "more"]), ...later }), [ofMount]);
  t.deepEqual(verdict({ ...from(["disk"], ["mount"]), ...later }), [ofDisk, ofMount]);
});
test("alone it is that of no other", accepts, stack(volume("disk", onEbs(UNKNOWN), [RWO])));
