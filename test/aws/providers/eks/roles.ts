/** The roles that the component makes for what the program brings none. */
import type { Role } from "@pulumi/aws/iam/role.js";
import type { ClusterArgs } from "@pulumi/eks";
import * as pulumi from "@pulumi/pulumi";

import { getPartitionOutput, iam } from "./sdk.js";
import { ServiceRole } from "./service-role.js";

const AUTO_MODE_POLICIES = [
  "AmazonEKSComputePolicy",
  "AmazonEKSBlockStoragePolicy",
  "AmazonEKSLoadBalancingPolicy",
  "AmazonEKSNetworkingPolicy",
];

export interface Roles {
  readonly service: pulumi.Output<Role>;
  /** Of the nodes of Auto Mode. */
  readonly node: Role | undefined;
  /** Of the nodes that the program starts itself. */
  readonly instance: Role | undefined;
  /** What the cluster waits for. */
  readonly ready: readonly pulumi.Resource[];
}

export function createRoles(name: string, args: ClusterArgs, parent: pulumi.Resource): Roles {
  const { partition, dnsSuffix } = getPartitionOutput({}, { parent });
  const ec2 = pulumi.interpolate`ec2.${dnsSuffix}`;
  const isAuto = args.autoMode?.enabled === true;
  const make = (suffix: string, role: Omit<ConstructorParameters<typeof ServiceRole>[1], "partition" | "tags">) =>
    new ServiceRole(`${name}-${suffix}`, { ...role, partition, tags: args.tags }, { parent });
  const service =
    args.serviceRole === undefined
      ? make("eksRole", {
          service: "eks.amazonaws.com",
          description: "Allows EKS to manage clusters on your behalf.",
          policies: ["AmazonEKSClusterPolicy", ...(isAuto ? AUTO_MODE_POLICIES : [])],
          actions: ["sts:AssumeRole", "sts:TagSession"],
        })
      : undefined;
  const node =
    isAuto && args.autoMode?.createNodeRole !== false
      ? make("nodeRole", {
          service: ec2,
          policies: ["AmazonEKSWorkerNodeMinimalPolicy", "AmazonEC2ContainerRegistryPullOnly"],
        })
      : undefined;
  const hasInstances =
    args.createInstanceRole === true || (args.skipDefaultNodeGroup !== true && args.createInstanceRole === undefined);
  const instance = hasInstances
    ? make("instanceRole", {
        service: ec2,
        policies: ["AmazonEKSWorkerNodePolicy", "AmazonEKS_CNI_Policy", "AmazonEC2ContainerRegistryReadOnly"],
      })
    : undefined;
  if (instance !== undefined) new iam.InstanceProfile(`${name}-instanceProfile`, { role: instance.role }, { parent });
  return {
    service: pulumi.output(args.serviceRole ?? service?.role) as pulumi.Output<Role>,
    node: node?.role,
    instance: instance?.role,
    ready: [...(service?.attachments ?? []), ...(node?.attachments ?? [])],
  };
}
