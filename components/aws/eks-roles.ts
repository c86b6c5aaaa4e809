/** IAM roles of an EKS cluster itself: of its control plane, its nodes and its add-ons. Rights of workloads are in {@link WorkloadRole}. */
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import { type AwsPlace, policyDocument, type ResourceStatement } from "./iam-document";
import { podIdentityTrust, type ServiceAccount } from "./iam-trust";

/** A role together with its rights: whoever takes the role must wait for them too. */
export interface EksRole {
  readonly role: aws.iam.Role;
  readonly rights: readonly aws.iam.RolePolicyAttachment[];
}

interface RoleArgs extends AwsPlace {
  readonly clusterName: string;
}

/** What Auto Mode does besides, for nodes, disks, load balancers and network. Source: EKS user guide, "Amazon EKS Auto Mode cluster IAM role". */
const AUTO_MODE_POLICIES = [
  "AmazonEKSComputePolicy",
  "AmazonEKSBlockStoragePolicy",
  "AmazonEKSLoadBalancingPolicy",
  "AmazonEKSNetworkingPolicy",
];

/** What the control plane does in the account. */
export function serviceRole(name: string, args: RoleArgs & { readonly autoMode: boolean }, parent: pulumi.Resource) {
  const { clusterName, autoMode } = args;
  return eksRole(
    `${name}-service`,
    {
      ...args,
      name: `${clusterName}-cluster`,
      description: `Control plane of the EKS cluster ${clusterName}`,
      trust: {
        Sid: "Eks",
        Effect: "Allow",
        Principal: { Service: "eks.amazonaws.com" },
        Action: ["sts:AssumeRole", ...(autoMode ? ["sts:TagSession"] : [])],
      },
      policies: ["AmazonEKSClusterPolicy", ...(autoMode ? AUTO_MODE_POLICIES : [])],
    },
    parent,
  );
}

/** What nodes do: join, and pull images. Pods cannot get at it, and network and storage have roles of their own. */
export function nodeRole(name: string, args: RoleArgs & { readonly autoMode: boolean }, parent: pulumi.Resource) {
  const { clusterName, partition, autoMode } = args;
  return eksRole(
    `${name}-nodes`,
    {
      ...args,
      name: `${clusterName}-nodes`,
      description: `Nodes of the EKS cluster ${clusterName}`,
      trust: {
        Sid: "Ec2",
        Effect: "Allow",
        // The one service that has another name in China.
        Principal: { Service: partition === "aws-cn" ? "ec2.amazonaws.com.cn" : "ec2.amazonaws.com" },
        Action: ["sts:AssumeRole"],
      },
      policies: [
        autoMode ? "AmazonEKSWorkerNodeMinimalPolicy" : "AmazonEKSWorkerNodePolicy",
        "AmazonEC2ContainerRegistryPullOnly",
      ],
    },
    parent,
  );
}

/** What the pods of an add-on do, by Pod Identity: without it they would need the rights of the node, and every pod of theirs is on all nodes. */
export function addonRole(
  name: string,
  args: RoleArgs & { readonly addon: string; readonly account: ServiceAccount; readonly policy: string },
  parent: pulumi.Resource,
): EksRole {
  const { clusterName, addon, account, policy } = args;
  return eksRole(
    `${name}-${addon}`,
    {
      ...args,
      name: `${clusterName}-${addon}`,
      description: `Add-on ${addon} of the EKS cluster ${clusterName}`,
      trust: podIdentityTrust(account, clusterName, args),
      policies: [policy],
    },
    parent,
  );
}

interface EksRoleArgs extends AwsPlace {
  readonly name: string;
  readonly description: string;
  readonly trust: ResourceStatement;
  /** Names of policies that AWS keeps up to date. */
  readonly policies: readonly string[];
}

function eksRole(name: string, args: EksRoleArgs, parent: pulumi.Resource): EksRole {
  const { partition, trust, policies, description } = args;
  const role = new aws.iam.Role(
    name,
    { name: args.name, description, assumeRolePolicy: JSON.stringify(policyDocument([trust])) },
    { parent },
  );
  const rights = policies.map(
    (policy) =>
      new aws.iam.RolePolicyAttachment(
        `${name}-${policy.replace(/^.*\//, "")}`,
        { role: role.name, policyArn: `arn:${partition}:iam::aws:policy/${policy}` },
        { parent },
      ),
  );
  return { role, rights };
}
