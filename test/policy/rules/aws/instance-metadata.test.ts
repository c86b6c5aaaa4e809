import test from "ava";

import type { Resource } from "../../../../policies/model/resource.js";
import type { Value } from "../../../../policies/model/values.js";
import { LAUNCH_TEMPLATE, NODE_GROUP, aws, programs } from "../../aws-objects.js";
import { UNKNOWN, change, resource } from "../../objects.js";
import { accepts, refuses } from "../../verdict.js";

const RULE = "ec2-imdsv2";
const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
const OPTIONS = { httpTokens: "required", httpPutResponseHopLimit: 1 };
const TOKENS_MISSING =
  'httpTokens is missing, which lets requests without a token through unless the image forbids it: write "required"';
const HOPS = "write 1, so that the token does not reach pods";
const HOPS_MISSING = `httpPutResponseHopLimit is missing, which leaves it to the image, and images for containers say 2: ${HOPS}`;

const MACHINES: readonly (readonly [type: string, name: string, inputs: Value])[] = [
  [TEMPLATE, "launchTemplate", LAUNCH_TEMPLATE],
  [
    "aws:ec2/launchConfiguration:LaunchConfiguration",
    "launchConfiguration",
    { metadataOptions: OPTIONS, rootBlockDevice: { encrypted: true } },
  ],
  ["aws:ec2/instance:Instance", "instance", { metadataOptions: OPTIONS, rootBlockDevice: { encrypted: true } }],
  [
    "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
    "spotInstanceRequest",
    { metadataOptions: OPTIONS, rootBlockDevice: { encrypted: true } },
  ],
];

for (const [type, name, inputs] of MACHINES) {
  const machine = programs(type, inputs);
  const line = `${RULE} ${name}: metadataOptions`;
  test(
    `${name} must say how it answers`,
    refuses,
    machine("metadataOptions", undefined),
    [`${line}.${TOKENS_MISSING}`, `${line}.${HOPS_MISSING}`],
    machine(),
  );
  test(
    `${name} must ask for a token`,
    refuses,
    machine("metadataOptions.httpTokens", "optional"),
    [`${line}.httpTokens is "optional": write "required"`],
    machine(),
  );
  test(
    `${name} must not answer pods`,
    refuses,
    machine("metadataOptions.httpPutResponseHopLimit", 2),
    [`${line}.httpPutResponseHopLimit is 2: ${HOPS}`],
    machine("metadataOptions.httpEndpoint", "enabled"),
  );
  test(
    `${name} may not answer at all`,
    refuses,
    machine("metadataOptions", { httpEndpoint: "enabled", httpTokens: "required" }),
    [`${line}.${HOPS_MISSING}`],
    machine("metadataOptions", { httpEndpoint: "disabled" }),
  );
}

const template = programs(TEMPLATE, LAUNCH_TEMPLATE);

test(
  "metadata options that are not known yet wait",
  refuses,
  template("metadataOptions", UNKNOWN),
  ["later launchTemplate: metadataOptions is not known yet"],
  template(),
);
test(
  "a token option that is not known yet waits",
  refuses,
  template("metadataOptions.httpTokens", UNKNOWN),
  ["later launchTemplate: metadataOptions.httpTokens is not known yet"],
  template(),
);
test(
  "whether there is an endpoint waits, unless it is safe anyway",
  refuses,
  template("metadataOptions", { httpEndpoint: UNKNOWN }),
  ["later launchTemplate: metadataOptions.httpEndpoint is not known yet"],
  template("metadataOptions", { ...OPTIONS, httpEndpoint: UNKNOWN }),
);

const instance = (options: Value): Resource =>
  aws("aws:ec2/instance:Instance", { launchTemplate: { id: "lt-1" }, metadataOptions: options });

test(
  "an instance takes from its launch template what it does not say itself",
  refuses,
  { resources: [instance({ httpTokens: "optional" })] },
  [`${RULE} instance: metadataOptions.httpTokens is "optional": write "required"`],
  { resources: [instance({})] },
);

const nodeClass = (spec: Value): Resource =>
  resource("kubernetes:karpenter.k8s.aws/v1:EC2NodeClass", {
    apiVersion: "karpenter.k8s.aws/v1",
    kind: "EC2NodeClass",
    metadata: { name: "spot" },
    spec,
  });

test(
  "Karpenter's own defaults are safe, what is written over them is judged",
  refuses,
  { resources: [nodeClass({ metadataOptions: { httpPutResponseHopLimit: 2 } })] },
  [`${RULE} spot: spec.metadataOptions.httpPutResponseHopLimit is 2: ${HOPS}`],
  { resources: [nodeClass({})] },
);
test(
  "metadata options of a node class must be known",
  refuses,
  { resources: [nodeClass({ metadataOptions: UNKNOWN })] },
  [`${RULE} spot: spec.metadataOptions is not known yet`],
  { resources: [nodeClass({ metadataOptions: OPTIONS })] },
);

const GROUP = "aws:eks/nodeGroup:NodeGroup";
const group = (launchTemplate?: Value): Resource => aws(GROUP, change(NODE_GROUP, "launchTemplate", launchTemplate));
const own = aws(TEMPLATE, LAUNCH_TEMPLATE);
const FOREIGN = "later nodeGroup: launchTemplate is not one of this stack: its metadata options cannot be seen";

test(
  "a node group without a launch template is refused, one with a template of the stack is not",
  refuses,
  { resources: [group(), own] },
  [
    `${RULE} nodeGroup: launchTemplate is missing, which leaves the metadata options to EKS and the image: name one that sets them`,
  ],
  { resources: [group({ name: "nodes" }), own] },
);
test(
  "a launch template from elsewhere is told of, one that the graph knows is not",
  refuses,
  { resources: [group({ id: "lt-1" }), own] },
  [FOREIGN],
  { resources: [group({ id: "lt-1" }), own], dependencies: { "nodeGroup.launchTemplate": ["launchTemplate"] } },
);
test(
  "an unknown launch template is told of, one that the graph knows is not",
  refuses,
  {
    resources: [group(UNKNOWN), own, aws("aws:ec2/vpc:Vpc", {})],
    dependencies: { "nodeGroup.launchTemplate": ["vpc"] },
  },
  [FOREIGN],
  { resources: [group(UNKNOWN), own], dependencies: { "nodeGroup.launchTemplate": ["launchTemplate"] } },
);
test(
  "a launch template of the same name in another account is another one",
  refuses,
  { resources: [group({ name: "nodes" }), aws(TEMPLATE, LAUNCH_TEMPLATE, { provider: "another" })] },
  [FOREIGN],
  { resources: [group({ name: "nodes" }), own] },
);
test(
  "a launch template of another name is another one",
  refuses,
  { resources: [group({ name: "others" }), own] },
  [FOREIGN],
  { resources: [group({ name: "nodes" }), own] },
);
test(
  "two launch templates without names are not one",
  refuses,
  {
    resources: [group({ id: "lt-1" }), aws(TEMPLATE, change(LAUNCH_TEMPLATE, "name", undefined))],
  },
  [FOREIGN],
  { resources: [group({ name: "nodes" }), own] },
);
test(
  "another resource of the same name is no launch template",
  refuses,
  { resources: [group({ name: "nodes" }), aws("aws:ec2/vpc:Vpc", { name: "nodes" })] },
  [FOREIGN],
  { resources: [group({ name: "nodes" }), own] },
);
test("resources that make no machines need no metadata options", accepts, {
  resources: [aws("aws:ec2/vpc:Vpc", { cidrBlock: "10.0.0.0/16" })],
});
