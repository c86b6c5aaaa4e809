import test from "ava";

import { CLUSTER, LAUNCH_TEMPLATE, aws, programs } from "../../aws-objects.js";
import { UNKNOWN } from "../../objects.js";
import { accepts, refuses } from "../../verdict.js";
import type { Value } from "../../../../policies/model/values.js";

const TYPE = "aws:eks/cluster:Cluster";
const cluster = programs(TYPE, CLUSTER);
const correct = cluster();

test("a private cluster with its own key, all logs and a supported version passes", accepts, correct);
test("a cluster that a component makes elsewhere is judged by its children", accepts, {
  resources: [aws("eks:index:Cluster", {})],
});

const OPEN = "eks-endpoint-closed cluster: ";
const vpc = (config: Value) => cluster("vpcConfig", config);
const INTERNET = "vpcConfig.publicAccessCidrs is missing, which means the whole internet";
const DEFAULT_PUBLIC = "vpcConfig.endpointPublicAccess is missing, which means public, and ";

test(
  "a public endpoint for nobody in particular is refused, one for a named network is not",
  refuses,
  vpc({ endpointPublicAccess: true }),
  [`${OPEN}${INTERNET}`],
  vpc({ endpointPublicAccess: true, publicAccessCidrs: ["198.51.100.0/24"] }),
);
test(
  "an empty list of networks is the whole internet",
  refuses,
  vpc({ endpointPublicAccess: true, publicAccessCidrs: [] }),
  [`${OPEN}${INTERNET}`],
  vpc({ endpointPublicAccess: false, publicAccessCidrs: [] }),
);
test(
  "an endpoint that nothing is said of is public",
  refuses,
  vpc({ subnetIds: [] }),
  [`${OPEN}${DEFAULT_PUBLIC}${INTERNET}`],
  vpc({ publicAccessCidrs: ["198.51.100.0/24"] }),
);
test(
  "a cluster without vpcConfig has a public endpoint",
  refuses,
  cluster("vpcConfig", undefined),
  [`${OPEN}${DEFAULT_PUBLIC}${INTERNET}`],
  correct,
);
for (const [open, closed] of [
  ["0.0.0.0/0", "192.0.2.1/32"],
  ["::/0", "2001:db8::/32"],
  ["128.0.0.0/1", "10.0.0.0/10"],
  ["0.0.0.0/7", "10.0.0.0/8"],
] as const) {
  test(
    `the network ${open} is too wide, ${closed} is not`,
    refuses,
    vpc({ endpointPublicAccess: true, publicAccessCidrs: ["198.51.100.0/24", open, UNKNOWN] }),
    [`${OPEN}vpcConfig.publicAccessCidrs holds ${open}`],
    vpc({ endpointPublicAccess: true, publicAccessCidrs: ["198.51.100.0/24", closed] }),
  );
}
test(
  "all networks that are too wide are named",
  refuses,
  vpc({ publicAccessCidrs: ["0.0.0.0/0", "::/0"] }),
  [`${OPEN}${DEFAULT_PUBLIC}vpcConfig.publicAccessCidrs holds 0.0.0.0/0, ::/0`],
  vpc({ endpointPublicAccess: false, publicAccessCidrs: ["0.0.0.0/0", "::/0"] }),
);
test(
  "a network that is not known yet waits, unless the endpoint is private",
  refuses,
  vpc({ endpointPublicAccess: true, publicAccessCidrs: ["198.51.100.0/24", UNKNOWN] }),
  ["later cluster: vpcConfig.publicAccessCidrs is not known yet"],
  vpc({ endpointPublicAccess: false, publicAccessCidrs: ["198.51.100.0/24", UNKNOWN] }),
);
test(
  "whether the endpoint is public waits, unless its networks are closed anyway",
  refuses,
  vpc({ endpointPublicAccess: UNKNOWN, publicAccessCidrs: ["0.0.0.0/0"] }),
  ["later cluster: vpcConfig.endpointPublicAccess is not known yet"],
  vpc({ endpointPublicAccess: UNKNOWN, publicAccessCidrs: ["198.51.100.0/24"] }),
);
test(
  "a vpcConfig that is not known yet waits",
  refuses,
  vpc(UNKNOWN),
  ["later cluster: vpcConfig.endpointPublicAccess is not known yet"],
  correct,
);

const SECRETS = "eks-secrets-encrypted cluster: encryptionConfig";

test(
  "a cluster without a key of its own is refused",
  refuses,
  cluster("encryptionConfig", undefined),
  [`${SECRETS} is missing`],
  correct,
);
test(
  "encryption of anything but Secrets is refused",
  refuses,
  cluster("encryptionConfig.resources", []),
  [`${SECRETS}.resources does not hold "secrets"`],
  cluster("encryptionConfig.resources", [UNKNOWN, "secrets"]),
);
for (const arn of [undefined, ""]) {
  test(
    `the key ${JSON.stringify(arn)} is refused, one whose ARN is not known yet is there`,
    refuses,
    cluster("encryptionConfig.provider.keyArn", arn),
    [`${SECRETS}.provider.keyArn is missing`],
    cluster("encryptionConfig.provider.keyArn", UNKNOWN),
  );
}
test(
  "an encryption that is not known yet waits",
  refuses,
  cluster("encryptionConfig", UNKNOWN),
  ["later cluster: encryptionConfig is not known yet"],
  correct,
);
test(
  "what is encrypted waits if it is not known yet",
  refuses,
  cluster("encryptionConfig.resources", [UNKNOWN]),
  ["later cluster: encryptionConfig.resources is not known yet"],
  correct,
);

const LOGS = "eks-control-plane-logs cluster: enabledClusterLogTypes";

test(
  "a cluster without logs is refused",
  refuses,
  cluster("enabledClusterLogTypes", undefined),
  [`${LOGS} lacks api, audit, authenticator, controllerManager, scheduler`],
  correct,
);
test(
  "every log that is lacking is named, and their order does not matter",
  refuses,
  cluster("enabledClusterLogTypes", ["scheduler", "api", "authenticator"]),
  [`${LOGS} lacks audit, controllerManager`],
  cluster("enabledClusterLogTypes", ["scheduler", "api", "audit", "controllerManager", "authenticator"]),
);
test(
  "logs that are not known yet wait, unless all are there",
  refuses,
  cluster("enabledClusterLogTypes", ["api", UNKNOWN]),
  ["later cluster: enabledClusterLogTypes is not known yet"],
  cluster("enabledClusterLogTypes", ["api", "audit", "authenticator", "controllerManager", "scheduler", UNKNOWN]),
);

const VERSION = "eks-supported-version";

test(
  "a cluster without a version is refused",
  refuses,
  cluster("version", undefined),
  [`${VERSION} cluster: version is missing, which means the default of the day: write one of 1.35, 1.36`],
  correct,
);
test(
  "a version out of standard support is refused",
  refuses,
  cluster("version", "1.34"),
  [`${VERSION} cluster: version is "1.34": write one of 1.35, 1.36`],
  cluster("version", "1.35"),
);
test(
  "the stack says which versions are tested",
  refuses,
  { ...correct, parameters: { eksVersions: ["1.35"] } },
  [`${VERSION} cluster: version is "1.36": write one of 1.35`],
  { ...cluster("version", "1.37"), parameters: { eksVersions: ["1.37"] } },
);
test(
  "a version that is not known yet waits",
  refuses,
  cluster("version", UNKNOWN),
  ["later cluster: version is not known yet"],
  correct,
);

const template = aws("aws:ec2/launchTemplate:LaunchTemplate", LAUNCH_TEMPLATE);
const nodes = programs("aws:eks/nodeGroup:NodeGroup", { launchTemplate: { name: "nodes" }, version: "1.36" }, template);

test(
  "a node group has a supported version too, or that of its cluster",
  refuses,
  nodes("version", "1.29"),
  [`${VERSION} nodeGroup: version is "1.29": write one of 1.35, 1.36`],
  nodes("version", undefined),
);
test("the versions of others are not judged", accepts, {
  resources: [aws("aws:eks/addon:Addon", { version: "1.29" })],
});
test("a node group of a supported version passes", accepts, nodes());
