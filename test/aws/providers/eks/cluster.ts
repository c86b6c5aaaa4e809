/**
 * `eks.Cluster`: registers what the real component registers, of the SDK's own classes, so that policies judge it and the simulated AWS makes it. Read from
 * pulumi-eks (nodejs/eks/cluster); what this project does not use of it is refused, not left out.
 */
import type { SecurityGroup } from "@pulumi/aws/ec2/securityGroup.js";
import type { Cluster as AwsCluster } from "@pulumi/aws/eks/cluster.js";
import type { ClusterArgs } from "@pulumi/eks";
import * as pulumi from "@pulumi/pulumi";

import { createAccessEntries } from "./access.js";
import { createAddon } from "./addon.js";
import { clusterInputs, subnetsOf } from "./cluster-inputs.js";
import { kubeconfigOf } from "./kubeconfig.js";
import { createRoles, type Roles } from "./roles.js";
import { eks, iam, KubernetesProvider } from "./sdk.js";
import { createClusterGroup, createNodeGroup, type NodeGroupSecurity } from "./security-groups.js";
import { VpcCniAddon } from "./vpc-cni-addon.js";

/** In place of the fingerprint that the real component asks of AWS' own endpoint. */
const THUMBPRINT = "9e99a48a9960b14926bb7f3b02e22da2b0ab7280";

const EMPTY = pulumi.output("");

export class Cluster extends pulumi.ComponentResource {
  /** What the program reads of the component. */
  readonly state: pulumi.Inputs;

  constructor(name: string, args: ClusterArgs, options: pulumi.ComponentResourceOptions) {
    super("eks:index:Cluster", name, {}, options);
    this.refuseUnsupported(args);
    const roles = createRoles(name, args, this);
    const clusterGroup = this.clusterGroup(name, args);
    const cluster = this.cluster(name, args, roles, clusterGroup);
    const nodeSecurity = this.nodeSecurity(name, args, cluster, clusterGroup);
    const kubeconfig = kubeconfigOf(cluster);
    const provider = new KubernetesProvider(
      `${name}-eks-k8s`,
      { kubeconfig: pulumi.jsonStringify(kubeconfig) },
      { parent: this },
    );
    const entries = this.accessEntries(name, args, roles, cluster);
    this.addons(name, args, cluster, provider, entries);
    const oidcProvider = args.createOidcProvider === true ? this.oidcProvider(name, cluster) : undefined;
    this.state = this.describe({
      args,
      roles,
      cluster,
      clusterGroup,
      nodeSecurity,
      kubeconfig,
      provider,
      oidcProvider,
    });
    this.registerOutputs(this.state);
  }

  private refuseUnsupported(args: ClusterArgs): void {
    const isAuto = args.autoMode?.enabled === true;
    const unsupported = {
      "an authenticationMode other than API": args.authenticationMode !== "API",
      "a cluster without vpcId": args.vpcId === undefined,
      "a default node group (write skipDefaultNodeGroup: true)": args.skipDefaultNodeGroup !== true && !isAuto,
      ...Object.fromEntries(
        (
          [
            "fargate",
            "storageClasses",
            "creationRoleProvider",
            "instanceRole",
            "instanceRoles",
            "roleMappings",
            "userMappings",
          ] as const
        ).map((option) => [option, args[option] !== undefined]),
      ),
    };
    const found = Object.entries(unsupported).flatMap(([option, isUsed]) => (isUsed ? [option] : []));
    if (found.length > 0) throw new pulumi.ResourceError(`The simulated EKS does not know ${found.join(", ")}.`, this);
  }

  private clusterGroup(name: string, args: ClusterArgs): pulumi.Input<SecurityGroup> | undefined {
    if (args.clusterSecurityGroup !== undefined) return args.clusterSecurityGroup;
    if (skipsGroups(args)) return undefined;
    return createClusterGroup(name, args.vpcId ?? "", tagsOf(args, args.clusterSecurityGroupTags), this);
  }

  private cluster(
    name: string,
    args: ClusterArgs,
    roles: Roles,
    group: pulumi.Input<SecurityGroup> | undefined,
  ): AwsCluster {
    const groupId = group === undefined ? undefined : pulumi.output(group).id;
    return new eks.Cluster(`${name}-eksCluster`, clusterInputs(name, args, roles, groupId), {
      parent: this,
      ignoreChanges: ["accessConfig.bootstrapClusterCreatorAdminPermissions", "bootstrapSelfManagedAddons"],
      dependsOn: [...roles.ready],
    });
  }

  private nodeSecurity(
    name: string,
    args: ClusterArgs,
    cluster: AwsCluster,
    group: pulumi.Input<SecurityGroup> | undefined,
  ): NodeGroupSecurity | undefined {
    if (skipsGroups(args)) return undefined;
    const tags = tagsOf(args, args.nodeSecurityGroupTags);
    return createNodeGroup(name, args.vpcId ?? "", groupIdOf(cluster, group), cluster.name, tags, this);
  }

  private accessEntries(name: string, args: ClusterArgs, { instance }: Roles, cluster: AwsCluster): pulumi.Resource[] {
    const nodes = instance && {
      defaultNodeGroupInstanceRole: { principalArn: instance.arn, type: "EC2_LINUX" as const },
    };
    const options = { parent: this, dependsOn: [cluster] };
    return createAccessEntries(name, cluster.name, { ...nodes, ...args.accessEntries }, options);
  }

  private addons(
    name: string,
    args: ClusterArgs,
    cluster: AwsCluster,
    kubernetes: pulumi.ProviderResource,
    dependsOn: pulumi.Resource[],
  ): void {
    const isAuto = args.autoMode?.enabled === true;
    const about = { name: cluster.name, version: cluster.version, tags: args.tags };
    if (args.kubeProxyAddonOptions?.enabled ?? !isAuto) {
      createAddon(`${name}-kube-proxy`, "kube-proxy", about, args.kubeProxyAddonOptions ?? {}, this);
    }
    if (args.useDefaultVpcCni === undefined ? !isAuto : !args.useDefaultVpcCni) {
      const options = { parent: this, dependsOn, providers: { kubernetes } };
      new VpcCniAddon(`${name}-vpc-cni`, { ...args.vpcCniOptions, cluster: about }, options);
    }
    if (wantsCoreDns(args)) createAddon(`${name}-coredns`, "coredns", about, args.corednsAddonOptions ?? {}, this);
  }

  private oidcProvider(name: string, cluster: AwsCluster) {
    const url = issuerOf(cluster);
    const args = { clientIdLists: ["sts.amazonaws.com"], url, thumbprintLists: [THUMBPRINT] };
    return new iam.OpenIdConnectProvider(`${name}-oidcProvider`, args, { parent: this });
  }

  private describe(made: Made): pulumi.Inputs {
    const { args, roles, cluster, clusterGroup, nodeSecurity, kubeconfig, provider, oidcProvider } = made;
    const [groupId, issuer] = [groupIdOf(cluster, clusterGroup), issuerOf(cluster)];
    const instanceRoles = roles.instance === undefined ? [] : [roles.instance];
    return {
      ...{ kubeconfig, kubeconfigJson: pulumi.jsonStringify(kubeconfig), eksCluster: cluster, instanceRoles },
      ...{ clusterSecurityGroup: clusterGroup, clusterSecurityGroupId: groupId },
      nodeSecurityGroup: nodeSecurity?.group,
      nodeSecurityGroupId: nodeSecurity?.group.id ?? cluster.vpcConfig.clusterSecurityGroupId,
      eksClusterIngressRule: nodeSecurity?.clusterIngressRule,
      clusterIngressRuleId: nodeSecurity?.clusterIngressRule.securityGroupRuleId ?? EMPTY,
      ...{
        defaultNodeGroup: undefined,
        defaultNodeGroupAsgName: EMPTY,
        fargateProfileId: EMPTY,
        fargateProfileStatus: EMPTY,
      },
      oidcProviderArn: oidcProvider?.arn ?? EMPTY,
      oidcProviderUrl: issuer,
      oidcIssuer: issuer.apply((url) => url.replace("https://", "")),
      autoModeNodeRoleName: roles.node?.name ?? EMPTY,
      core: {
        ...{ cluster, provider, kubeconfig, instanceRoles, oidcProvider, clusterSecurityGroup: clusterGroup },
        ...{ vpcId: args.vpcId, subnetIds: subnetsOf(args), endpoint: cluster.endpoint, clusterIamRole: roles.service },
        ...{ publicSubnetIds: args.publicSubnetIds, privateSubnetIds: args.privateSubnetIds, tags: args.tags },
        ...{ nodeGroupOptions: {}, storageClasses: {}, encryptionConfig: cluster.encryptionConfig },
      },
    };
  }
}

interface Made {
  readonly args: ClusterArgs;
  readonly roles: Roles;
  readonly cluster: AwsCluster;
  readonly clusterGroup: pulumi.Input<SecurityGroup> | undefined;
  readonly nodeSecurity: NodeGroupSecurity | undefined;
  readonly kubeconfig: pulumi.Output<unknown>;
  readonly provider: pulumi.ProviderResource;
  readonly oidcProvider: { readonly arn: pulumi.Output<string> } | undefined;
}

function skipsGroups(args: ClusterArgs): boolean {
  return args.skipDefaultSecurityGroups ?? args.autoMode?.enabled === true;
}

function groupIdOf(cluster: AwsCluster, group: pulumi.Input<SecurityGroup> | undefined): pulumi.Output<string> {
  return group === undefined ? cluster.vpcConfig.clusterSecurityGroupId : pulumi.output(group).id;
}

function issuerOf(cluster: AwsCluster): pulumi.Output<string> {
  return cluster.identities.apply(([identity]) => identity?.oidcs[0]?.issuer ?? "");
}

/** The component places CoreDNS only where it knows of nodes, or where the program insists. */
function wantsCoreDns({ corednsAddonOptions, autoMode, skipDefaultNodeGroup }: ClusterArgs): boolean {
  if (corednsAddonOptions?.enabled === true || corednsAddonOptions?.configurationValues !== undefined) return true;
  return (skipDefaultNodeGroup !== true || autoMode?.enabled === true) && (corednsAddonOptions?.enabled ?? true);
}

function tagsOf(args: ClusterArgs, own: ClusterArgs["clusterTags"]): pulumi.Output<Record<string, string>> {
  return pulumi.all([args.tags, own]).apply(([tags, others]) => ({ ...others, ...tags }));
}
