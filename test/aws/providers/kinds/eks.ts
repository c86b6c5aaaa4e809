/** Kubernetes clusters and what belongs to them. */
import { usersOf } from "../identifiers.js";
import { textAt, textsAt } from "../values.js";
import type { Thing, World } from "../world.js";
import { arn, firstOf, type Kind, type Kinds, type Place, type Refusal, refuseIf, type Subject } from "./kind.js";
import { SECURITY_GROUP, vpcOfSubnets, zonesOf } from "./network.js";

export const CLUSTER = "aws:eks/cluster:Cluster";
export const NODE_GROUP = "aws:eks/nodeGroup:NodeGroup";
const FARGATE_PROFILE = "aws:eks/fargateProfile:FargateProfile";
const ACCESS_ENTRY = "aws:eks/accessEntry:AccessEntry";

/** What a cluster gets that names no version. */
const NEWEST = "1.36";

const cluster: Kind = {
  id: ({ inputs }) => textAt(inputs, "name"),
  made: ({ inputs, place, world, hex }, id) => ({
    arn: arn(place, "eks", `cluster/${id}`),
    createdAt: "2026-01-01T00:00:00Z",
    endpoint: `https://${hex("endpoint", 32).toUpperCase()}.gr7.${place.region}.eks.${suffixOf(place)}`,
    certificateAuthority: { data: Buffer.from(`certificate of ${id}`).toString("base64") },
    identities: [
      {
        oidcs: [{ issuer: `https://oidc.eks.${place.region}.${suffixOf(place)}/id/${hex("oidc", 32).toUpperCase()}` }],
      },
    ],
    platformVersion: "eks.1",
    status: "ACTIVE",
    version: NEWEST,
    deletionProtection: false,
    accessConfig: { authenticationMode: "CONFIG_MAP" },
    kubernetesNetworkConfig: {
      ipFamily: "ipv4",
      serviceIpv4Cidr: "172.20.0.0/16",
      elasticLoadBalancing: { enabled: false },
    },
    upgradePolicy: { supportType: "EXTENDED" },
    vpcConfig: {
      clusterSecurityGroupId: `sg-0${hex("cluster group", 16)}`,
      vpcId: vpcOfSubnets(world, textsAt(inputs, "vpcConfig.subnetIds")),
      endpointPrivateAccess: false,
      endpointPublicAccess: true,
      publicAccessCidrs: ["0.0.0.0/0"],
    },
  }),
  unique: {
    by: ["name"],
    taken: (inputs) => `ResourceInUseException: Cluster already exists with name: ${textAt(inputs, "name")}`,
  },
  refuseCreate: ({ inputs, world }) =>
    refuseIf(
      zonesOf(world, textsAt(inputs, "vpcConfig.subnetIds")).size < 2,
      "InvalidParameterException: Subnets specified must be in at least two different AZs",
    ),
  refuseUpdate: ({ inputs }, before) =>
    refuseClusterVersion(textAt(before.outputs, "version"), textAt(inputs, "version")),
  refuseDelete: (thing, world) =>
    firstOf(
      refuseIf(
        thing.outputs["deletionProtection"] === true,
        `InvalidRequestException: Cluster ${thing.id} has deletion protection enabled and cannot be deleted.`,
      ),
      refuseIf(
        belonging(NODE_GROUP, thing, world).length > 0,
        "ResourceInUseException: Cluster has nodegroups attached",
      ),
      refuseIf(
        belonging(FARGATE_PROFILE, thing, world).length > 0,
        `ResourceInUseException: Cannot delete because cluster ${thing.id} currently has Fargate profiles`,
      ),
    ),
  deleted: leaveUsedGroup,
};

function suffixOf({ partition }: Place): string {
  return partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
}

function belonging(type: string, { id }: Thing, world: World): Thing[] {
  return world.things(type).filter(({ inputs }) => inputs["clusterName"] === id);
}

/** EKS gives up on removing its own security group when something still speaks of it; then the VPC cannot be deleted. */
function leaveUsedGroup(thing: Thing, world: World): void {
  const id = textAt(thing.outputs, "vpcConfig.clusterSecurityGroupId");
  if (usersOf(world, thing, new Set([id])).length === 0) return;
  const inputs = { vpcId: textAt(thing.outputs, "vpcConfig.vpcId"), name: `eks-cluster-sg-${thing.id}` };
  world.add({ ...thing, type: SECURITY_GROUP, id, inputs, outputs: inputs });
}

/** Upgrades are one minor version at a time and never back. Source: EKS user guide, "Update existing cluster to new Kubernetes version". */
function refuseClusterVersion(before: string, after: string): Refusal {
  if (after === "" || after === before) return undefined;
  const steps = minor(after) - minor(before);
  return firstOf(
    refuseIf(
      steps < 0,
      `InvalidParameterException: Unsupported Kubernetes minor version update from ${before} to ${after}: a cluster cannot be downgraded`,
    ),
    refuseIf(
      steps > 1,
      `InvalidParameterException: Unsupported Kubernetes minor version update from ${before} to ${after}`,
    ),
  );
}

function minor(version: string): number {
  return Number(version.split(".")[1]);
}

const nodeGroup: Kind = {
  id: ({ inputs }) => `${textAt(inputs, "clusterName")}:${textAt(inputs, "nodeGroupName")}`,
  made: ({ inputs, place, world, hex }, id) => ({
    arn: arn(place, "eks", `nodegroup/${id.replace(":", "/")}/${hex("arn", 8)}`),
    version: textAt(clusterOf(world, inputs)?.outputs, "version"),
    releaseVersion: `${textAt(clusterOf(world, inputs)?.outputs, "version")}.0-20260101`,
    status: "ACTIVE",
    amiType: "AL2023_x86_64_STANDARD",
    capacityType: "ON_DEMAND",
    instanceTypes: ["t3.medium"],
    diskSize: 20,
    resources: [
      {
        autoscalingGroups: [{ name: `eks-${textAt(inputs, "nodeGroupName")}-${hex("group", 8)}` }],
        remoteAccessSecurityGroupId: "",
      },
    ],
  }),
  names: { clusterName: CLUSTER },
  unique: {
    by: ["clusterName", "nodeGroupName"],
    taken: (inputs) =>
      `ResourceInUseException: NodeGroup already exists with name ${textAt(inputs, "nodeGroupName")} and cluster name ${textAt(inputs, "clusterName")}`,
  },
  refuseCreate: refuseNodeVersion,
  refuseUpdate: (subject, before) =>
    firstOf(
      refuseNodeVersion(subject),
      refuseIf(
        minor(textAt(subject.inputs, "version") || textAt(before.outputs, "version")) <
          minor(textAt(before.outputs, "version")),
        "InvalidParameterException: A nodegroup cannot be downgraded",
      ),
    ),
};

function clusterOf(world: World, inputs: Thing["inputs"]): Thing | undefined {
  return world.find(CLUSTER, textAt(inputs, "clusterName"));
}

function refuseNodeVersion({ inputs, world }: Subject): Refusal {
  const own = textAt(inputs, "version");
  const most = textAt(clusterOf(world, inputs)?.outputs, "version");
  return refuseIf(
    own !== "" && minor(own) > minor(most),
    `InvalidParameterException: Requested Nodegroup release version ${own} is invalid. Allowed release version is ${most}`,
  );
}

const addon: Kind = {
  id: ({ inputs }) => `${textAt(inputs, "clusterName")}:${textAt(inputs, "addonName")}`,
  made: ({ place, hex }, id) => ({
    arn: arn(place, "eks", `addon/${id.replace(":", "/")}/${hex("arn", 8)}`),
    addonVersion: "v1.0.0-eksbuild.1",
    createdAt: "2026-01-01T00:00:00Z",
    modifiedAt: "2026-01-01T00:00:00Z",
  }),
  names: { clusterName: CLUSTER },
  unique: {
    by: ["clusterName", "addonName"],
    taken: (inputs) => `ResourceInUseException: Addon already exists: ${textAt(inputs, "addonName")}`,
  },
};

const accessEntry: Kind = {
  id: ({ inputs }) => `${textAt(inputs, "clusterName")}:${textAt(inputs, "principalArn")}`,
  made: ({ inputs, place, hex }) => ({
    accessEntryArn: arn(
      place,
      "eks",
      `access-entry/${textAt(inputs, "clusterName")}/role/${place.account}/${hex("arn", 8)}`,
    ),
    type: "STANDARD",
    userName: textAt(inputs, "principalArn"),
    createdAt: "2026-01-01T00:00:00Z",
    modifiedAt: "2026-01-01T00:00:00Z",
  }),
  names: { clusterName: CLUSTER },
  unique: {
    by: ["clusterName", "principalArn"],
    taken: () => "ResourceInUseException: The specified access entry resource is already in use on this cluster.",
  },
};

const accessPolicyAssociation: Kind = {
  id: ({ inputs }) => ["clusterName", "principalArn", "policyArn"].map((name) => textAt(inputs, name)).join("#"),
  names: { clusterName: CLUSTER },
  refuseCreate: ({ inputs, world }) =>
    refuseIf(
      world.find(ACCESS_ENTRY, `${textAt(inputs, "clusterName")}:${textAt(inputs, "principalArn")}`) === undefined,
      "ResourceNotFoundException: The specified principalArn could not be found. You can view your available access entries with 'list-access-entries'.",
    ),
};

const podIdentityAssociation: Kind = {
  id: ({ hex }) => `a-${hex("id", 17)}`,
  made: ({ inputs, place }, id) => ({
    associationId: id,
    associationArn: arn(place, "eks", `podidentityassociation/${textAt(inputs, "clusterName")}/${id}`),
  }),
  names: { clusterName: CLUSTER },
  unique: {
    by: ["clusterName", "namespace", "serviceAccount"],
    taken: () => "ResourceInUseException: Association already exists",
  },
};

const fargateProfile: Kind = {
  id: ({ inputs }) => `${textAt(inputs, "clusterName")}:${textAt(inputs, "fargateProfileName")}`,
  made: ({ place }, id) => ({ arn: arn(place, "eks", `fargateprofile/${id.replace(":", "/")}`), status: "ACTIVE" }),
  names: { clusterName: CLUSTER },
};

export const EKS_KINDS: Kinds = {
  [CLUSTER]: cluster,
  [NODE_GROUP]: nodeGroup,
  [FARGATE_PROFILE]: fargateProfile,
  [ACCESS_ENTRY]: accessEntry,
  "aws:eks/addon:Addon": addon,
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": accessPolicyAssociation,
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": podIdentityAssociation,
};
