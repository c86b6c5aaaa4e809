import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import { LABELS } from "../../vocabulary";
import type { KubernetesVersion } from "./addon-versions";
import type { EksRole } from "./eks-roles";
import type { ClusterNetwork } from "./network";
import { type ManagedPool, poolArchitecture } from "./node-pools";

export interface NodeGroupsArgs {
  readonly clusterName: string;
  readonly madeClusterName: pulumi.Output<string>;
  readonly version: KubernetesVersion;
  readonly pools: Readonly<Record<string, ManagedPool>>;
  readonly subnets: ClusterNetwork["subnets"];
  readonly nodes: EksRole;
  /** What nodes must find when they start. */
  readonly after: readonly pulumi.Resource[];
}

const AMI_TYPES = { amd64: "AL2023_x86_64_STANDARD", arm64: "AL2023_ARM_64_STANDARD" } as const;

const CAPACITY_TYPES = { onDemand: "ON_DEMAND", spot: "SPOT" } as const;

/** Root disk of Amazon Linux 2023. */
const ROOT_DEVICE = "/dev/xvda";

/**
 * A managed node group for each pool, each with a launch template of its own. Pulumi makes up their names, so that a group which has to be replaced gets its
 * successor before it goes.
 */
export function nodeGroups(name: string, args: NodeGroupsArgs, parent: pulumi.Resource): aws.eks.NodeGroup[] {
  return Object.entries(args.pools).map(([key, pool]) => nodeGroup(`${name}-${key}`, key, pool, args, parent));
}

function nodeGroup(
  name: string,
  key: string,
  pool: ManagedPool,
  args: NodeGroupsArgs,
  parent: pulumi.Resource,
): aws.eks.NodeGroup {
  const { clusterName, madeClusterName, version, nodes, after } = args;
  const template = launchTemplate(name, `${clusterName}-${key}`, pool, parent);
  return new aws.eks.NodeGroup(
    name,
    {
      clusterName: madeClusterName,
      nodeRoleArn: nodes.role.arn,
      version,
      subnetIds: subnetsOf(pool, args.subnets).map(({ id }) => id),
      amiType: AMI_TYPES[poolArchitecture(pool)],
      instanceTypes: [...pool.instanceTypes],
      capacityType: CAPACITY_TYPES[pool.capacity],
      scalingConfig: { minSize: pool.nodes, maxSize: pool.nodes, desiredSize: pool.nodes },
      launchTemplate: { id: template.id, version: template.latestVersion.apply(String) },
      labels: { [LABELS.nodes]: pool.workload },
      taints: taints(pool),
      updateConfig: { maxUnavailable: 1 },
    },
    { parent, dependsOn: [...nodes.rights, ...after] },
  );
}

function subnetsOf({ zone }: ManagedPool, subnets: ClusterNetwork["subnets"]): ClusterNetwork["subnets"] {
  return zone === undefined ? subnets : subnets.filter((subnet) => subnet.zone === zone);
}

/** Nodes of the platform also take the cluster's own pods, which tolerate nothing. */
function taints({ workload }: ManagedPool): aws.types.input.eks.NodeGroupTaint[] {
  return workload === "platform" ? [] : [{ key: LABELS.nodes, value: workload, effect: "NO_SCHEDULE" }];
}

/** What EKS leaves to a template: encrypted disks, and metadata that only the node itself can read, so that no pod gets the node's role. */
function launchTemplate(
  name: string,
  label: string,
  { diskGiB }: ManagedPool,
  parent: pulumi.Resource,
): aws.ec2.LaunchTemplate {
  const tags = { Name: label };
  return new aws.ec2.LaunchTemplate(
    name,
    {
      description: `Nodes of ${label}`,
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      blockDeviceMappings: [
        {
          deviceName: ROOT_DEVICE,
          ebs: { volumeType: "gp3", volumeSize: diskGiB, encrypted: "true", deleteOnTermination: "true" },
        },
      ],
      tagSpecifications: ["instance", "volume"].map((resourceType) => ({ resourceType, tags })),
      tags,
    },
    { parent },
  );
}
