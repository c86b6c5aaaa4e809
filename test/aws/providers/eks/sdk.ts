/** The SDK's own classes, loaded part by part: the whole package takes as long to load as everything else together. */
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

export const ec2 = require("@pulumi/aws/ec2") as typeof import("@pulumi/aws/ec2/index.js");
export const eks = require("@pulumi/aws/eks") as typeof import("@pulumi/aws/eks/index.js");
export const iam = require("@pulumi/aws/iam") as typeof import("@pulumi/aws/iam/index.js");

const { getPartitionOutput } = require("@pulumi/aws/getPartition") as typeof import("@pulumi/aws/getPartition.js");
export { getPartitionOutput };

export const { Provider: KubernetesProvider } =
  require("@pulumi/kubernetes/provider") as typeof import("@pulumi/kubernetes/provider.js");
