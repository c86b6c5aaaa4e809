/** Add-ons of a cluster with managed node groups. In Auto Mode the nodes bring all of this with them. */
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import { type Addon, ADDON_VERSIONS, type KubernetesVersion } from "./addon-versions";
import { addonRole } from "./eks-roles";
import type { AwsPlace } from "./iam-document";

export interface AddonsArgs extends AwsPlace {
  readonly clusterName: string;
  /** The same name as it comes from the cluster: what has it waits for the cluster. */
  readonly madeClusterName: pulumi.Output<string>;
  readonly version: KubernetesVersion;
}

/** The service account of the VPC CNI, which every node needs before its first pod. */
const CNI_ACCOUNT = { namespace: "kube-system", account: "aws-node" };

/** Source: aws-ebs-csi-driver, its add-on's configuration. */
const EBS_ACCOUNT = { namespace: "kube-system", account: "ebs-csi-controller-sa" };

/**
 * What nodes must find when they start: the agent that hands credentials to pods, and those of the VPC CNI. The CNI itself and kube-proxy come with the cluster.
 * Both run on the node's own network, so neither waits for the other.
 */
export function addonsBeforeNodes(name: string, args: AddonsArgs, parent: pulumi.Resource): pulumi.Resource[] {
  const { madeClusterName } = args;
  const cni = addonRole(
    name,
    { ...args, addon: "vpc-cni", account: CNI_ACCOUNT, policy: "AmazonEKS_CNI_Policy" },
    parent,
  );
  const association = new aws.eks.PodIdentityAssociation(
    `${name}-vpc-cni`,
    {
      clusterName: madeClusterName,
      namespace: CNI_ACCOUNT.namespace,
      serviceAccount: CNI_ACCOUNT.account,
      roleArn: cni.role.arn,
    },
    { parent, dependsOn: [...cni.rights] },
  );
  return [addon(name, "eks-pod-identity-agent", args, {}, { parent }), association];
}

/** What needs a node to become active on. It runs on nodes of the platform: those of drivers and executors are tainted. */
export function addonsOnNodes(
  name: string,
  args: AddonsArgs,
  nodes: readonly pulumi.Resource[],
  parent: pulumi.Resource,
): pulumi.Resource[] {
  const ebs = addonRole(
    name,
    { ...args, addon: "ebs-csi", account: EBS_ACCOUNT, policy: "service-role/AmazonEBSCSIDriverPolicy" },
    parent,
  );
  const podIdentityAssociations = [{ serviceAccount: EBS_ACCOUNT.account, roleArn: ebs.role.arn }];
  return [
    addon(name, "coredns", args, {}, { parent, dependsOn: [...nodes] }),
    addon(
      name,
      "aws-ebs-csi-driver",
      args,
      { podIdentityAssociations },
      { parent, dependsOn: [...nodes, ...ebs.rights] },
    ),
  ];
}

function addon(
  name: string,
  addonName: Addon,
  { madeClusterName, version }: AddonsArgs,
  more: Pick<aws.eks.AddonArgs, "podIdentityAssociations">,
  opts: pulumi.CustomResourceOptions,
): aws.eks.Addon {
  return new aws.eks.Addon(
    `${name}-${addonName}`,
    {
      clusterName: madeClusterName,
      addonName,
      addonVersion: ADDON_VERSIONS[version][addonName],
      // What somebody changed by hand goes back to what EKS ships.
      resolveConflictsOnCreate: "OVERWRITE",
      resolveConflictsOnUpdate: "OVERWRITE",
      ...more,
    },
    opts,
  );
}
