import test from "ava";

import type { Value } from "../../../../policies/model/values.js";
import { LAUNCH_TEMPLATE, aws, programs } from "../../aws-objects.js";
import { UNKNOWN, resource } from "../../objects.js";
import { accepts, refuses } from "../../verdict.js";

const RULE = "ebs-encrypted";
const MISSING = "is missing, which means clear text unless the account has another default: write encrypted: true";
const FALSE = "is false: write encrypted: true";

const volume = programs("aws:ebs/volume:Volume", { availabilityZone: "eu-central-1a", encrypted: true });

test(
  "a volume must be encrypted",
  refuses,
  volume("encrypted", false),
  [`${RULE} volume: encrypted ${FALSE}`],
  volume(),
);
test(
  "a volume must say that it is encrypted",
  refuses,
  volume("encrypted", undefined),
  [`${RULE} volume: encrypted ${MISSING}`],
  volume(),
);
test(
  "an encryption that is not known yet waits",
  refuses,
  volume("encrypted", UNKNOWN),
  ["later volume: encrypted is not known yet"],
  volume(),
);

const template = programs("aws:ec2/launchTemplate:LaunchTemplate", LAUNCH_TEMPLATE);
const disks = (...mappings: readonly Value[]) => template("blockDeviceMappings", mappings);

test(
  "a launch template must encrypt the disk of its image",
  refuses,
  template("blockDeviceMappings", undefined),
  [`${RULE} launchTemplate: blockDeviceMappings ${MISSING}`],
  template(),
);
test(
  "every disk of a launch template must be encrypted",
  refuses,
  disks({ ebs: { encrypted: true } }, { ebs: { encrypted: "false" } }, { ebs: { volumeSize: 50 } }),
  [
    `${RULE} launchTemplate: blockDeviceMappings[1].ebs.encrypted is "false": write encrypted: true`,
    `${RULE} launchTemplate: blockDeviceMappings[2].ebs.encrypted ${MISSING}`,
  ],
  disks({ ebs: { encrypted: true } }, { ebs: { encrypted: "true" } }),
);
test(
  "an empty list of disks is none",
  refuses,
  disks(),
  [`${RULE} launchTemplate: blockDeviceMappings ${MISSING}`],
  disks({ ebs: { encrypted: true } }, { deviceName: "/dev/xvdb", noDevice: "true" }),
);
test(
  "disks that are not known yet wait",
  refuses,
  template("blockDeviceMappings", UNKNOWN),
  ["later launchTemplate: blockDeviceMappings[0].ebs.encrypted is not known yet"],
  template(),
);

const OPTIONS = { httpTokens: "required", httpPutResponseHopLimit: 1 };
for (const [type, name] of [
  ["aws:ec2/instance:Instance", "instance"],
  ["aws:ec2/launchConfiguration:LaunchConfiguration", "launchConfiguration"],
  ["aws:ec2/spotInstanceRequest:SpotInstanceRequest", "spotInstanceRequest"],
] as const) {
  const machine = programs(type, { metadataOptions: OPTIONS, rootBlockDevice: { encrypted: true } });
  test(
    `${name} must encrypt the disk of its image`,
    refuses,
    machine("rootBlockDevice", undefined),
    [`${RULE} ${name}: rootBlockDevice.encrypted ${MISSING}`],
    machine(),
  );
  test(
    `${name} must encrypt its further disks`,
    refuses,
    machine("ebsBlockDevices", [{ encrypted: true }, { encrypted: false }]),
    [`${RULE} ${name}: ebsBlockDevices[1].encrypted ${FALSE}`],
    machine("ebsBlockDevices", [{ encrypted: true }, { noDevice: true }]),
  );
}

const fromTemplate = programs("aws:ec2/instance:Instance", { launchTemplate: { id: "lt-1" } });
test(
  "an instance has the disk of its launch template unless it says otherwise",
  refuses,
  fromTemplate("rootBlockDevice", { volumeSize: 50 }),
  [`${RULE} instance: rootBlockDevice.encrypted ${MISSING}`],
  fromTemplate(),
);

const nodeClass = (spec: Value) => ({
  resources: [
    resource("kubernetes:karpenter.k8s.aws/v1:EC2NodeClass", {
      apiVersion: "karpenter.k8s.aws/v1",
      kind: "EC2NodeClass",
      metadata: { name: "spot" },
      spec,
    }),
  ],
});
test(
  "Karpenter encrypts by itself, disks that are written are judged",
  refuses,
  nodeClass({ blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { volumeSize: "50Gi" } }] }),
  [`${RULE} spot: spec.blockDeviceMappings[0].ebs.encrypted ${MISSING}`],
  nodeClass({}),
);
test(
  "a node class with an encrypted disk passes",
  accepts,
  nodeClass({ blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { encrypted: true } }] }),
);
test("resources without disks need no encryption", accepts, { resources: [aws("aws:ec2/vpc:Vpc", {})] });
