import * as aws from "@pulumi/aws";
import * as eks from "@pulumi/eks";
import * as pulumi from "@pulumi/pulumi";

import { componentType, PROJECT } from "../../vocabulary";
import { ADDON_VERSIONS, type KubernetesVersion } from "./addon-versions";
import { accessEntries, accessPolicyArn, type ClusterAccess, creatorWithoutRights } from "./eks-access";
import { addonsBeforeNodes, addonsOnNodes } from "./eks-addons";
import { eksKey } from "./eks-key";
import { type EksRole, nodeRole, serviceRole } from "./eks-roles";
import type { AwsPlace } from "./iam-document";
import type { ClusterNetwork } from "./network";
import { nodeGroups } from "./node-groups";
import type { Compute } from "./node-pools";

/** Where the Kubernetes API answers: always in the VPC, and on the internet for named networks only. */
export type Endpoint =
  | { readonly kind: "private" }
  /** `reason`: why that is right, in words that AWS takes in a tag. */
  | { readonly kind: "public"; readonly cidrs: readonly string[]; readonly reason: string };

export interface EksClusterArgs extends AwsPlace {
  /** Name of the cluster, and first part of the names of everything that belongs to it. */
  readonly clusterName: string;
  /** Kubernetes version. Raising it upgrades the control plane first, then add-ons and nodes. */
  readonly version: KubernetesVersion;
  readonly endpoint: Endpoint;
  /** All who may use the Kubernetes API, by any key. Whoever creates the cluster has no rights by that: Pulumi's own identity must be among them. */
  readonly access: Readonly<Record<string, ClusterAccess>>;
  readonly network: ClusterNetwork;
  /** Block of addresses of Services, outside the VPC's. It can never be changed. */
  readonly serviceCidr: string;
  /** `irsa`: also makes the cluster's tokens known to IAM. */
  readonly workloadIdentity: "podIdentity" | "irsa";
  readonly compute: Compute;
  /** Days for which logs of the control plane are kept, one of {@link LOG_RETENTION_DAYS}. */
  readonly logDays: number;
  /** Whether Pulumi refuses to delete the key, and EKS the cluster. */
  readonly protect: boolean;
}

/** All that there are; AWS writes none by itself. */
const CONTROL_PLANE_LOGS = ["api", "audit", "authenticator", "controllerManager", "scheduler"];

/**
 * An EKS cluster with its nodes. Secrets are encrypted with a key of its own, its control plane keeps all its logs, and NetworkPolicies are enforced: with
 * managed node groups by the VPC CNI, in Auto Mode by what {@link AutoModeNodes} sets. There is no default StorageClass.
 *
 * It must wait for the whole {@link Network} (`dependsOn`), and workloads for {@link nodes}. It has standard support only: at its end EKS upgrades the cluster,
 * where it would otherwise charge six times as much.
 */
export class EksCluster extends pulumi.ComponentResource {
  public readonly clusterName: string;
  public readonly clusterArn: pulumi.Output<string>;
  /** As JSON. It holds no credentials but asks the AWS CLI for them; secret all the same. */
  public readonly kubeconfig: pulumi.Output<string>;
  /** Empty with Pod Identity. */
  public readonly oidcProviderArn: pulumi.Output<string>;
  /** Without `https://`. */
  public readonly oidcIssuer: pulumi.Output<string>;
  /** The security group that control plane and nodes share. */
  public readonly securityGroupId: pulumi.Output<string>;
  public readonly kmsKeyArn: pulumi.Output<string>;
  /** The role that nodes have, also those that Auto Mode starts. */
  public readonly nodeRoleName: pulumi.Output<string>;
  /** What must be there before the first pod: nodes and add-ons, or, in Auto Mode, the right of nodes to join. */
  public readonly nodes: readonly pulumi.Resource[];

  constructor(name: string, args: EksClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    super(componentType("aws", "EksCluster"), name, {}, opts);
    const autoMode = args.compute.kind === "auto";
    const key = eksKey(name, args, this);
    const service = serviceRole(name, { ...args, autoMode }, this);
    const nodes = nodeRole(name, { ...args, autoMode }, this);

    const cluster = this.cluster(name, args, key, service);
    const madeClusterName = cluster.eksCluster.name;

    this.clusterName = args.clusterName;
    this.clusterArn = cluster.eksCluster.arn;
    this.kubeconfig = pulumi.secret(cluster.kubeconfigJson);
    this.oidcProviderArn = cluster.oidcProviderArn;
    this.oidcIssuer = cluster.oidcIssuer;
    this.securityGroupId = cluster.clusterSecurityGroupId;
    this.kmsKeyArn = key.arn;
    this.nodeRoleName = nodes.role.name;
    this.nodes =
      args.compute.kind === "auto"
        ? this.autoModeAccess(name, args, madeClusterName, nodes)
        : this.managedNodes(name, { ...args, compute: args.compute }, madeClusterName, nodes);
    this.registerOutputs({ kubeconfig: this.kubeconfig });
  }

  private cluster(name: string, args: EksClusterArgs, key: aws.kms.Key, service: EksRole): eks.Cluster {
    const { clusterName, version, endpoint, network, workloadIdentity, compute, logDays, protect } = args;
    const logGroup = new aws.cloudwatch.LogGroup(
      name,
      // The name that EKS writes to; it would make the group itself and keep everything in it for ever.
      { name: `/aws/eks/${clusterName}/cluster`, retentionInDays: logDays },
      { parent: this },
    );
    return new eks.Cluster(
      name,
      {
        name: clusterName,
        version,
        upgradePolicy: { supportType: "STANDARD" },
        deletionProtection: protect,
        authenticationMode: "API",
        accessEntries: accessEntries(args.access, args.partition),
        serviceRole: service.role,
        encryptionConfigKeyArn: key.arn,
        enabledClusterLogTypes: CONTROL_PLANE_LOGS,
        createOidcProvider: workloadIdentity === "irsa",
        vpcId: network.vpcId,
        privateSubnetIds: network.subnets.map(({ id }) => id),
        kubernetesServiceIpAddressRange: args.serviceCidr,
        ...endpointAccess(endpoint),
        // Where reviewers of the plan, and whoever looks at the cluster, see it.
        ...(endpoint.kind === "public" && { clusterTags: { [`${PROJECT}/public-endpoint`]: endpoint.reason } }),
        // Nodes share the group that EKS makes, and have a role of their own.
        skipDefaultSecurityGroups: true,
        skipDefaultNodeGroup: true,
        createInstanceRole: false,
        // Needs nodes to become active, and these come after the cluster.
        corednsAddonOptions: { enabled: false },
        ...(compute.kind === "auto" ? AUTO_MODE : ownNetworking(version)),
      },
      { parent: this, dependsOn: [logGroup, ...service.rights], transforms: [creatorWithoutRights] },
    );
  }

  /** Nodes of pools other than EKS' own may join only by an entry of their own. Source: EKS user guide, "Create a Node Class for Amazon EKS". */
  private autoModeAccess(
    name: string,
    { partition }: EksClusterArgs,
    clusterName: pulumi.Output<string>,
    { role, rights }: EksRole,
  ): pulumi.Resource[] {
    const entry = new aws.eks.AccessEntry(
      `${name}-nodes`,
      { clusterName, principalArn: role.arn, type: "EC2" },
      { parent: this, dependsOn: [...rights] },
    );
    const policy = new aws.eks.AccessPolicyAssociation(
      `${name}-nodes`,
      {
        clusterName,
        principalArn: entry.principalArn,
        policyArn: accessPolicyArn(partition, "AmazonEKSAutoNodePolicy"),
        accessScope: { type: "cluster" },
      },
      { parent: this },
    );
    return [policy];
  }

  private managedNodes(
    name: string,
    args: EksClusterArgs & { readonly compute: Extract<Compute, { kind: "managed" }> },
    madeClusterName: pulumi.Output<string>,
    nodes: EksRole,
  ): pulumi.Resource[] {
    const { pools } = args.compute;
    const after = addonsBeforeNodes(name, { ...args, madeClusterName }, this);
    const groups = nodeGroups(
      name,
      { ...args, madeClusterName, pools, subnets: args.network.subnets, nodes, after },
      this,
    );
    return [...groups, ...addonsOnNodes(name, { ...args, madeClusterName }, groups, this)];
  }
}

function endpointAccess(endpoint: Endpoint) {
  return {
    endpointPrivateAccess: true,
    endpointPublicAccess: endpoint.kind === "public",
    ...(endpoint.kind === "public" && { publicAccessCidrs: [...endpoint.cidrs] }),
  };
}

/**
 * Without the pools that EKS brings: all nodes are of pools that the settings name. DNS, network and storage of Auto Mode need no pods.
 */
const AUTO_MODE = { autoMode: { enabled: true, createNodeRole: false, computeConfig: { nodePools: [] } } };

/** Nothing that EKS installs unasked; the CNI comes before the nodes and enforces NetworkPolicies. */
function ownNetworking(version: KubernetesVersion) {
  const versions = ADDON_VERSIONS[version];
  return {
    bootstrapSelfManagedAddons: false,
    kubeProxyAddonOptions: { version: versions["kube-proxy"] },
    vpcCniOptions: { addonVersion: versions["vpc-cni"], enableNetworkPolicy: true },
  };
}
