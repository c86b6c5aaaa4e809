import test from "ava";

import type { Value } from "../../../../policies/model/values.js";
import { UNKNOWN, change, resource } from "../../objects.js";
import { type Program, accepts, refuses } from "../../verdict.js";

const LINE = "ebs-class-encrypted-late-binding fast: ";
const CLASS: Value = {
  apiVersion: "storage.k8s.io/v1",
  kind: "StorageClass",
  metadata: { name: "fast" },
  provisioner: "ebs.csi.aws.com",
  parameters: { type: "gp3", encrypted: "true" },
  volumeBindingMode: "WaitForFirstConsumer",
};
const TOKEN = "kubernetes:storage.k8s.io/v1:StorageClass";
const only = (type: string, inputs: Value): Program => ({ resources: [resource(type, inputs)] });
const with_ = (path: string, value: Value | undefined): Program => only(TOKEN, change(CLASS, path, value));
const correct = only(TOKEN, CLASS);

test(
  "a class must say that it encrypts",
  refuses,
  with_("parameters.encrypted", undefined),
  [
    `${LINE}parameters.encrypted is missing, which means clear text unless the account has another default: write "true"`,
  ],
  correct,
);
for (const wrong of ["false", true]) {
  test(
    `encrypted ${JSON.stringify(wrong)} is refused`,
    refuses,
    with_("parameters.encrypted", wrong),
    [`${LINE}parameters.encrypted is ${JSON.stringify(wrong)}: write "true"`],
    correct,
  );
}
test(
  "a class must bind late",
  refuses,
  with_("volumeBindingMode", undefined),
  [`${LINE}volumeBindingMode is missing, which means Immediate: write "WaitForFirstConsumer"`],
  correct,
);
test(
  "a class that binds at once is refused",
  refuses,
  with_("volumeBindingMode", "Immediate"),
  [`${LINE}volumeBindingMode is "Immediate": write "WaitForFirstConsumer"`],
  correct,
);
for (const [old, good] of [
  ["gp2", "io2"],
  ["io1", undefined],
] as const) {
  test(
    `volumes of type ${old} are refused, ${good ?? "the default"} is not`,
    refuses,
    with_("parameters.type", old),
    [
      `${LINE}parameters.type is "${old}": write "gp3", or "io2" for a database that needs it: the older types are slower or lose data more often`,
    ],
    with_("parameters.type", good),
  );
}
for (const provisioner of ["kubernetes.io/aws-ebs", "ebs.csi.eks.amazonaws.com"]) {
  test(
    `classes of ${provisioner} are judged, those of EFS are not`,
    refuses,
    only(TOKEN, change(change(CLASS, "provisioner", provisioner), "volumeBindingMode", "Immediate")),
    [`${LINE}volumeBindingMode is "Immediate": write "WaitForFirstConsumer"`],
    only(TOKEN, change(change(CLASS, "provisioner", "efs.csi.aws.com"), "volumeBindingMode", "Immediate")),
  );
}
for (const [path, place] of [
  ["provisioner", "provisioner"],
  ["volumeBindingMode", "volumeBindingMode"],
  ["parameters.type", "parameters.type"],
] as const) {
  test(`${path} unknown is refused`, refuses, with_(path, UNKNOWN), [`${LINE}${place} is not known yet`], correct);
}
test(
  "unknown parameters are refused",
  refuses,
  with_("parameters", UNKNOWN),
  [`${LINE}parameters.encrypted is not known yet`, `${LINE}parameters.type is not known yet`],
  correct,
);
const patch = (fields: Readonly<Record<string, Value>>): Program =>
  only("kubernetes:storage.k8s.io/v1:StorageClassPatch", {
    kind: "StorageClass",
    metadata: { name: "fast" },
    provisioner: "ebs.csi.aws.com",
    ...fields,
  });
test(
  "a patch is judged for what it says",
  refuses,
  patch({ volumeBindingMode: "Immediate" }),
  [`${LINE}volumeBindingMode is "Immediate": write "WaitForFirstConsumer"`],
  patch({ allowVolumeExpansion: true }),
);
test("a class without a provisioner, and one of another API group, are not about EBS", accepts, {
  resources: [
    resource(TOKEN, change(CLASS, "provisioner", undefined)),
    resource("kubernetes:example.org/v1:StorageClass", {
      ...(change(CLASS, "volumeBindingMode", "Immediate") as Record<string, Value>),
      apiVersion: "example.org/v1",
      metadata: { name: "other", namespace: "team" },
    }),
    resource("kubernetes:core/v1:Namespace", { apiVersion: "v1", kind: "Namespace", metadata: { name: "team" } }),
  ],
});
