/** VPCs and what is in them. */
import { Netmask } from "netmask";

import { usersOf } from "../identifiers.js";
import { at, textAt, textsAt } from "../values.js";
import type { Thing, World } from "../world.js";
import { arn, firstOf, type Kind, type Kinds, type Refusal, refuseIf, type Subject } from "./kind.js";

export const VPC = "aws:ec2/vpc:Vpc";
export const SUBNET = "aws:ec2/subnet:Subnet";
const GATEWAY = "aws:ec2/internetGateway:InternetGateway";
const NAT_GATEWAY = "aws:ec2/natGateway:NatGateway";
export const SECURITY_GROUP = "aws:ec2/securityGroup:SecurityGroup";
const SECURITY_GROUP_RULES = [
  "aws:ec2/securityGroupRule:SecurityGroupRule",
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
];

/** They name a subnet, a group or a VPC without being in its way. */
const HARMLESS = new Set([
  "aws:ec2/routeTableAssociation:RouteTableAssociation",
  "aws:ec2/launchTemplate:LaunchTemplate",
  "aws:ec2/flowLog:FlowLog",
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
  "aws:rds/subnetGroup:SubnetGroup",
]);

const id = (prefix: string) => (subject: Subject) => `${prefix}-0${subject.hex("id", 16)}`;

/** Kinds that AWS gives an id with this prefix and an ARN. */
function ec2(prefix: string, resource: string, kind: Kind): Kind {
  return {
    ...kind,
    id: id(prefix),
    made: (subject, own) => ({
      arn: arn(subject.place, "ec2", `${resource}/${own}`),
      ownerId: subject.place.account,
      ...kind.made?.(subject, own),
    }),
  };
}

const vpc = ec2("vpc", "vpc", {
  made: ({ hex }) => ({
    mainRouteTableId: `rtb-0${hex("main route table", 16)}`,
    defaultRouteTableId: `rtb-0${hex("main route table", 16)}`,
    defaultSecurityGroupId: `sg-0${hex("default group", 16)}`,
    defaultNetworkAclId: `acl-0${hex("acl", 16)}`,
    dhcpOptionsId: `dopt-0${hex("dhcp", 16)}`,
    enableDnsSupport: true,
    enableDnsHostnames: false,
    instanceTenancy: "default",
  }),
  refuseDelete: (thing, world) =>
    refuseIf(
      inTheWay(thing, world).length > 0,
      `DependencyViolation: The vpc '${thing.id}' has dependencies and cannot be deleted.`,
    ),
});

const subnet = ec2("subnet", "subnet", {
  made: ({ hex, place }) => ({
    availabilityZone: `${place.region}a`,
    availabilityZoneId: `zone-${hex("zone", 4)}`,
    mapPublicIpOnLaunch: false,
  }),
  refuseCreate: ({ inputs, world }) => refuseSubnet(textAt(inputs, "vpcId"), textAt(inputs, "cidrBlock"), world),
  refuseDelete: (thing, world) =>
    refuseIf(
      inTheWay(thing, world).length > 0 || databasesIn(thing, world).length > 0,
      `DependencyViolation: The subnet '${thing.id}' has dependencies and cannot be deleted.`,
    ),
});

function refuseSubnet(vpcId: string, cidr: string, world: World): Refusal {
  const whole = textAt(world.find(VPC, vpcId)?.outputs, "cidrBlock");
  const block = new Netmask(cidr);
  const overlaps = ({ outputs }: Thing) => {
    const other = new Netmask(textAt(outputs, "cidrBlock"));
    return textAt(outputs, "vpcId") === vpcId && (other.contains(block) || block.contains(other));
  };
  return firstOf(
    refuseIf(
      whole !== "" && !new Netmask(whole).contains(block),
      `InvalidSubnet.Range: The CIDR '${cidr}' is invalid.`,
    ),
    refuseIf(
      world.things(SUBNET).some(overlaps),
      `InvalidSubnet.Conflict: The CIDR '${cidr}' conflicts with another subnet`,
    ),
  );
}

/** Those that stand on the thing, so that AWS keeps it. */
function inTheWay(thing: Thing, world: World): Thing[] {
  return usersOf(world, thing, new Set([thing.id])).filter(({ type }) => !HARMLESS.has(type));
}

/** A subnet group is no network interface; the databases in it have one. */
function databasesIn({ id: subnetId }: Thing, world: World): Thing[] {
  const groups = world.things("aws:rds/subnetGroup:SubnetGroup");
  const around = groups
    .filter(({ inputs }) => textsAt(inputs, "subnetIds").includes(subnetId))
    .map((group) => group.id);
  return world
    .things("aws:rds/instance:Instance")
    .filter(({ inputs }) => around.includes(textAt(inputs, "dbSubnetGroupName")));
}

const internetGateway = ec2("igw", "internet-gateway", {
  unique: {
    by: ["vpcId"],
    taken: (inputs) =>
      `Resource.AlreadyAssociated: network ${textAt(inputs, "vpcId")} already has an internet gateway attached.`,
  },
  refuseDelete: ({ inputs }, world) =>
    refuseIf(
      world.things(NAT_GATEWAY).some((nat) => vpcOf(world, textAt(nat.inputs, "subnetId")) === textAt(inputs, "vpcId")),
      `DependencyViolation: Network ${textAt(inputs, "vpcId")} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.`,
    ),
});

const natGateway = ec2("nat", "natgateway", {
  made: ({ hex }) => ({
    publicIp: address("203.0.113", hex),
    privateIp: address("10.0.0", hex),
    networkInterfaceId: `eni-0${hex("eni", 16)}`,
    associationId: `eipassoc-0${hex("association", 16)}`,
    connectivityType: "public",
  }),
  refuseCreate: ({ inputs, world }) => {
    const vpcId = vpcOf(world, textAt(inputs, "subnetId"));
    const attached = world.things(GATEWAY).some((gateway) => textAt(gateway.inputs, "vpcId") === vpcId);
    const isPublic = textAt(inputs, "connectivityType") !== "private";
    return refuseIf(isPublic && !attached, `Gateway.NotAttached: Network ${vpcId} has no Internet gateway attached`);
  },
});

function vpcOf(world: World, subnetId: string): string {
  return textAt(world.find(SUBNET, subnetId)?.outputs, "vpcId");
}

function address(network: string, hex: Subject["hex"]): string {
  return `${network}.${1 + (Number.parseInt(hex("address", 2), 16) % 254)}`;
}

const elasticIp = ec2("eipalloc", "elastic-ip", {
  made: ({ hex }, own) => ({ allocationId: own, publicIp: address("203.0.113", hex), domain: "vpc" }),
  refuseDelete: (thing, world) =>
    refuseIf(
      inTheWay(thing, world).length > 0,
      `InvalidIPAddress.InUse: Address with allocation id [${thing.id}] cannot be released because it is in use.`,
    ),
});

const routeTable = ec2("rtb", "route-table", {
  refuseDelete: (thing, world) =>
    refuseIf(
      usersOf(world, thing, new Set([thing.id])).some(({ type }) => type.includes("routeTableAssociation")),
      `DependencyViolation: The routeTable '${thing.id}' has dependencies and cannot be deleted.`,
    ),
});

const vpcEndpoint = ec2("vpce", "vpc-endpoint", {
  made: ({ hex, place }, own) => ({
    state: "available",
    prefixListId: `pl-0${hex("prefix list", 8)}`,
    vpcEndpointType: "Gateway",
    dnsEntries: [{ dnsName: `${own}.vpce.${place.region}.vpce.amazonaws.com`, hostedZoneId: "Z00000000000000000000" }],
  }),
});

const securityGroup = ec2("sg", "security-group", {
  made: () => ({ description: "Managed by Pulumi" }),
  unique: {
    by: ["vpcId", "name"],
    taken: (inputs) =>
      `InvalidGroup.Duplicate: The security group '${textAt(inputs, "name")}' already exists for VPC '${textAt(inputs, "vpcId")}'`,
  },
  refuseDelete: (thing, world) =>
    refuseIf(
      inTheWay(thing, world).some((user) => !isRuleOf(user, thing)),
      `DependencyViolation: resource ${thing.id} has a dependent object`,
    ),
});

/** A group's own rules go with it; a rule of another group that speaks of it stays. */
function isRuleOf({ type, inputs }: Thing, { id: group }: Thing): boolean {
  return SECURITY_GROUP_RULES.includes(type) && textAt(inputs, "securityGroupId") === group;
}

const securityGroupRule = ec2("sgr", "security-group-rule", {
  made: (_, own) => ({ securityGroupRuleId: own }),
});

const launchTemplate = ec2("lt", "launch-template", {
  made: () => ({ latestVersion: 1, defaultVersion: 1 }),
  remade: ({ inputs }, before) => {
    const latestVersion = Number(at(before.outputs, "latestVersion")) + 1;
    return inputs["updateDefaultVersion"] === true
      ? { latestVersion, defaultVersion: latestVersion }
      : { latestVersion };
  },
  unique: {
    by: ["name"],
    taken: () => "InvalidLaunchTemplateName.AlreadyExistsException: Launch template name already in use.",
  },
});

export const NETWORK_KINDS: Kinds = {
  [VPC]: vpc,
  [SUBNET]: subnet,
  [GATEWAY]: internetGateway,
  [NAT_GATEWAY]: natGateway,
  "aws:ec2/eip:Eip": elasticIp,
  "aws:ec2/routeTable:RouteTable": routeTable,
  "aws:ec2/vpcEndpoint:VpcEndpoint": vpcEndpoint,
  "aws:ec2/launchTemplate:LaunchTemplate": launchTemplate,
  "aws:ec2/flowLog:FlowLog": ec2("fl", "vpc-flow-log", {}),
  // Taken over from the VPC, which brings it along and takes it with it.
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": {
    id: ({ inputs, world }) => textAt(world.find(VPC, textAt(inputs, "vpcId"))?.outputs, "defaultSecurityGroupId"),
  },
  "aws:ec2/route:Route": { id: id("r-rtb") },
  "aws:ec2/routeTableAssociation:RouteTableAssociation": { id: id("rtbassoc") },
  [SECURITY_GROUP]: securityGroup,
  ...Object.fromEntries(SECURITY_GROUP_RULES.map((type) => [type, securityGroupRule])),
};

/** Availability zones of subnets that exist. */
export function zonesOf(world: World, subnetIds: readonly string[]): Set<string> {
  const zones = subnetIds.map((subnetId) => textAt(world.find(SUBNET, subnetId)?.outputs, "availabilityZone"));
  return new Set(zones.filter(Boolean));
}

/** The VPC of the first subnet that exists. */
export function vpcOfSubnets(world: World, subnetIds: readonly string[]): string {
  return subnetIds.map((subnetId) => vpcOf(world, subnetId)).find(Boolean) ?? "";
}
