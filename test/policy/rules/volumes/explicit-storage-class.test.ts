/** Rows 12, 13 and 54 of the specification. */
import test from "ava";

import {
  EFS,
  type Fields,
  RWX,
  UNKNOWN,
  claim,
  claimSpec,
  claimTemplate,
  daemonSet,
  isDefault,
  object,
  ownClaim,
  stack,
  statefulSet,
  storageClass,
} from "../../volumes-objects.js";
import { accepts, refuses } from "../../verdict.js";

const RULE = "ebs-explicit-storage-class";
const without = { storageClassName: undefined };
const missing = (name: string, place: string) => `${RULE} ${name}: ${place}.storageClassName is missing`;

test(
  "a claim without a class",
  refuses,
  stack(claim("data", without)),
  [missing("data", "spec")],
  stack(claim("data")),
);
test("a class that is not known yet is one", accepts, stack(claim("data", { storageClassName: UNKNOWN })));
test('the class "" is one', accepts, stack(claim("data", { storageClassName: "" })));
test("the old annotation names a class", accepts, {
  ...stack(
    object("v1", "PersistentVolumeClaim", "data", {
      metadata: { name: "data", namespace: "team", annotations: { "volume.beta.kubernetes.io/storage-class": "gp3" } },
      spec: claimSpec(without),
    }),
  ),
});
const efs = storageClass("efs-sc", EFS, isDefault("efs-sc"));
test(
  "a default class is no class",
  refuses,
  stack(efs, claim("data", { ...without, accessModes: [RWX] })),
  [missing("data", "spec")],
  stack(efs, claim("data", { storageClassName: "efs-sc", accessModes: [RWX] })),
);
const templated = (spec: Fields) => stack(statefulSet("db", [], { volumeClaimTemplates: [claimTemplate(spec)] }));
test(
  "a template of a StatefulSet's claims",
  refuses,
  templated(without),
  [missing("db", 'spec.volumeClaimTemplates[0] "data".spec')],
  templated({}),
);
test(
  "a claim that pods bring along",
  refuses,
  stack(daemonSet("agent", [ownClaim(without)])),
  [missing("agent", 'spec.template.spec.volumes[0] "data".ephemeral.volumeClaimTemplate.spec')],
  stack(daemonSet("agent", [ownClaim()])),
);
test("a patch of a claim need not repeat the class", accepts, {
  ...stack({
    ...claim("data", without),
    object: { group: "", kind: "PersistentVolumeClaim", patch: true },
  }),
});
