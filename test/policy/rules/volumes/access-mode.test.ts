/** Rows 1 to 11, 13 to 18, 21 to 23, 26, 50 and 53 of the specification. */
import test from "ava";

import type { Resource } from "../../../../policies/model/resource.js";
import type { Value } from "../../../../policies/model/values.js";
import {
  EBS,
  EFS,
  type Fields,
  NFS,
  ROX,
  RWO,
  RWOP,
  RWX,
  UNKNOWN,
  claim,
  claimSpec,
  claimTemplate,
  clusterObject,
  daemonSet,
  deployment,
  object,
  onEbs,
  ownClaim,
  stack,
  statefulSet,
  storageClass,
  volume,
} from "../../volumes-objects.js";
import { accepts, refuses, verdict } from "../../verdict.js";

const RULE = "ebs-access-mode";
const ALLOWED = "on EBS write only ReadWriteOnce or ReadWriteOncePod";
const has = (modes: string, name = "data", place = "spec") =>
  `${RULE} ${name}: ${place}.accessModes has ${modes}: ${ALLOWED}`;
const NOT_KNOWN = `${RULE} data: spec.accessModes is not known yet: ${ALLOWED}`;

const asking = (modes: Value, spec: Fields = {}, ...more: readonly Resource[]) =>
  stack(claim("data", { accessModes: modes, ...spec }), ...more);
const correct = asking([RWO]);
/** A claim for many nodes that is refused, and the same for one. */
const refusesMany = (title: string, spec: Fields, ...more: readonly Resource[]) =>
  test(title, refuses, asking([RWX], spec, ...more), [has(RWX)], asking([RWO], spec, ...more));

for (const mode of [RWO, RWOP]) test(`${mode} is accepted`, accepts, asking([mode]));
for (const mode of [RWX, ROX]) test(`${mode} is refused`, refuses, asking([mode]), [has(mode)], correct);
test("one wrong mode among right ones is refused", refuses, asking([RWO, RWX]), [has(RWX)], correct);
test("two wrong modes are told together", refuses, asking([RWX, ROX]), [has(`${RWX} and ${ROX}`)], correct);
test("modes that are not known yet", refuses, asking(UNKNOWN), [NOT_KNOWN], correct);
test("one mode that is not known yet", refuses, asking([RWO, UNKNOWN]), [NOT_KNOWN], correct);
test("a wrong mode is wrong whatever the other one is", refuses, asking([RWX, UNKNOWN]), [has(RWX)], correct);
refusesMany("raw blocks are refused too", { storageClassName: "io2", volumeMode: "Block" });

const named = { storageClassName: "", volumeName: "disk" };
const disk = (source: Fields, modes: Value = [RWX]) => stack(volume("disk", source, modes));
test("a volume on EBS for many nodes", refuses, disk(onEbs("vol-1")), [has(RWX, "disk")], disk(onEbs("vol-1"), [RWO]));
test("a volume on NFS for many nodes", accepts, disk(NFS));
test("a volume of a driver that is not known yet", (t) => {
  const later = { parameters: { unknownValues: "tell" as const } };
  for (const source of [{ csi: { driver: UNKNOWN } }, { csi: UNKNOWN }] as readonly Fields[]) {
    t.deepEqual(verdict({ ...disk(source), ...later }), [has(RWX, "disk").replace(RULE, "later")]);
  }
  const all = clusterObject("v1", "PersistentVolume", "disk", { spec: UNKNOWN });
  t.true(verdict({ ...stack(all), ...later }).includes(`later disk: spec.accessModes is not known yet: ${ALLOWED}`));
});
const nodeLocal = asking([RWX], named, volume("disk", onEbs("local-ebs://dev/xvdbz"), [RWX]));
test(
  "a disk of the node itself is accepted if the parameter allows it",
  refuses,
  nodeLocal,
  [has(RWX), has(RWX, "disk")],
  {
    ...nodeLocal,
    parameters: { allowNodeLocalEbs: true },
  },
);
test("the parameter allows no other disk", (t) => {
  t.deepEqual(verdict({ ...disk(onEbs("vol-1")), parameters: { allowNodeLocalEbs: true } }), [has(RWX, "disk")]);
});

const templated = (spec: Fields) => stack(statefulSet("db", [], { volumeClaimTemplates: [claimTemplate(spec)] }));
test(
  "templates of a StatefulSet's claims",
  refuses,
  templated({ accessModes: [RWX] }),
  [has(RWX, "db", 'spec.volumeClaimTemplates[0] "data".spec')],
  templated({}),
);
test("templates that are not known yet", (t) => {
  const program = stack(statefulSet("db", [], { volumeClaimTemplates: UNKNOWN }));
  const line = `${RULE} db: spec.volumeClaimTemplates[0].spec.accessModes is not known yet: ${ALLOWED}`;
  t.true(verdict(program).includes(line));
});
const FIRST_CLAIM = 'spec.template.spec.volumes[0] "data".ephemeral.volumeClaimTemplate.spec';
test(
  "claims that pods bring along",
  refuses,
  stack(daemonSet("agent", [ownClaim({ accessModes: [RWX] })])),
  [has(RWX, "agent", FIRST_CLAIM)],
  stack(daemonSet("agent", [ownClaim()])),
);
test("a class that comes later tells of each claim before it", (t) => {
  const own = { accessModes: [RWX], storageClassName: "own" };
  const all = [claim("data", own), deployment("web", [ownClaim(own)]), storageClass("own", EBS)];
  t.deepEqual(verdict(stack(...all)), [has(RWX), has(RWX, "web", FIRST_CLAIM)]);
});

test("the parameter asks for ReadWriteOncePod", (t) => {
  const parameters = { claimAccessMode: "ReadWriteOncePod" as const };
  const only = (name: string, place: string, said = `has ${RWO}`) =>
    `${RULE} ${name}: ${place}.accessModes ${said}: on EBS write only ReadWriteOncePod`;
  t.deepEqual(verdict({ ...asking([RWOP]), parameters }), []);
  t.deepEqual(verdict({ ...asking([RWO]), parameters }), [only("data", "spec")]);
  t.deepEqual(verdict({ ...asking([RWOP, RWO]), parameters }), [only("data", "spec")]);
  t.deepEqual(verdict({ ...asking(UNKNOWN), parameters }), [only("data", "spec", "is not known yet")]);
  t.deepEqual(verdict({ ...templated({}), parameters }), [only("db", 'spec.volumeClaimTemplates[0] "data".spec')]);
  t.deepEqual(verdict({ ...disk(onEbs("vol-1"), [RWO]), parameters }), []);
  const efs = asking([RWX], { storageClassName: "own" }, storageClass("own", EFS));
  t.deepEqual(verdict({ ...efs, parameters }), []);
});
test("a kind of the same name in another group is no claim", accepts, {
  ...stack(object("example/v1", "PersistentVolumeClaim", "data", { spec: claimSpec({ accessModes: [RWX] }) })),
});
