/** What the component tells EKS of the cluster. */
import type { ClusterArgs as EksClusterArgs } from "@pulumi/aws/eks/cluster.js";
import type { ClusterArgs } from "@pulumi/eks";
import * as pulumi from "@pulumi/pulumi";

import type { Roles } from "./roles.js";

export function clusterInputs(
  name: string,
  args: ClusterArgs,
  roles: Roles,
  securityGroup: pulumi.Input<string> | undefined,
): EksClusterArgs {
  const isAuto = args.autoMode?.enabled === true;
  return {
    name: args.name,
    roleArn: roles.service.arn,
    computeConfig: isAuto ? computeConfig(args, roles) : undefined,
    storageConfig: isAuto ? { blockStorage: { enabled: true } } : undefined,
    kubernetesNetworkConfig: networkConfig(args, isAuto),
    bootstrapSelfManagedAddons: isAuto ? false : (args.bootstrapSelfManagedAddons ?? true),
    vpcConfig: {
      securityGroupIds: securityGroup === undefined ? undefined : [securityGroup],
      subnetIds: subnetsOf(args),
      endpointPrivateAccess: args.endpointPrivateAccess,
      endpointPublicAccess: args.endpointPublicAccess,
      publicAccessCidrs: args.publicAccessCidrs,
    },
    version: args.version,
    enabledClusterLogTypes: args.enabledClusterLogTypes,
    tags: pulumi
      .all([args.tags, args.clusterTags])
      .apply(([tags, own]) => ({ Name: `${name}-eksCluster`, ...own, ...tags })),
    encryptionConfig:
      args.encryptionConfigKeyArn === undefined
        ? undefined
        : { provider: { keyArn: args.encryptionConfigKeyArn }, resources: ["secrets"] },
    accessConfig: { authenticationMode: args.authenticationMode, bootstrapClusterCreatorAdminPermissions: true },
    upgradePolicy: args.upgradePolicy,
    deletionProtection: args.deletionProtection,
  };
}

/** All subnets, however the program sorted them. */
export function subnetsOf(args: ClusterArgs): pulumi.Output<string[]> {
  if (args.subnetIds !== undefined) return pulumi.output(args.subnetIds);
  return pulumi
    .all([args.publicSubnetIds ?? [], args.privateSubnetIds ?? []])
    .apply(([open, closed]) => [...open, ...closed]);
}

function computeConfig({ autoMode }: ClusterArgs, { node }: Roles): NonNullable<EksClusterArgs["computeConfig"]> {
  return pulumi.all([autoMode?.computeConfig, node?.arn]).apply(([config, nodeRoleArn]) => ({
    enabled: true,
    nodeRoleArn,
    nodePools: ["general-purpose", "system"],
    ...config,
  }));
}

function networkConfig(args: ClusterArgs, isAuto: boolean): EksClusterArgs["kubernetesNetworkConfig"] {
  if (args.kubernetesServiceIpAddressRange === undefined && args.ipFamily === undefined && !isAuto) return undefined;
  return {
    serviceIpv4Cidr: args.kubernetesServiceIpAddressRange,
    ipFamily: args.ipFamily ?? "ipv4",
    elasticLoadBalancing: isAuto ? { enabled: true } : undefined,
  };
}
