import test from "ava";

import { Network } from "../../../components/aws/network.js";
import { record, type Registration } from "../components/kubernetes/recorder.js";
import { made, parent, small } from "./network-example.js";

test.serial("a network is a VPC with closed defaults, subnets that load balancers find, and one way out", async (t) => {
  const [component, ...children] = await made(small);
  t.deepEqual(component, { type: "spark-platform:aws:Network", name: "net", inputs: {} });
  const vpcId = "net-id";
  const table = (name: string, label: string) => ({
    type: "aws:ec2/routeTable:RouteTable",
    name,
    ...parent,
    inputs: { vpcId, tags: { Name: label } },
  });
  const association = (name: string, subnetId: string, routeTableId: string) => ({
    type: "aws:ec2/routeTableAssociation:RouteTableAssociation",
    name,
    ...parent,
    inputs: { subnetId, routeTableId },
  });
  const subnet = (kind: string, zone: string, cidrBlock: string, role: string) => ({
    type: "aws:ec2/subnet:Subnet",
    name: `net-${kind}-${zone}`,
    ...parent,
    inputs: {
      vpcId,
      availabilityZone: zone,
      cidrBlock,
      mapPublicIpOnLaunch: false,
      tags: { Name: `data-dev-${kind}-${zone}`, [role]: "1" },
    },
  });
  const privateZone = (zone: string) => [
    table(`net-private-${zone}`, `data-dev-private-${zone}`),
    association(`net-private-${zone}`, `net-private-${zone}-id`, `net-private-${zone}-id`),
    {
      type: "aws:ec2/route:Route",
      name: `net-private-${zone}-internet`,
      ...parent,
      inputs: {
        routeTableId: `net-private-${zone}-id`,
        destinationCidrBlock: "0.0.0.0/0",
        natGatewayId: "net-nat-eu-central-1a-id",
      },
    },
  ];
  t.deepEqual(children, [
    {
      type: "aws:ec2/vpc:Vpc",
      name: "net",
      ...parent,
      inputs: {
        cidrBlock: "10.20.0.0/16",
        enableDnsSupport: true,
        enableDnsHostnames: true,
        tags: { Name: "data-dev" },
      },
    },
    {
      type: "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
      name: "net",
      ...parent,
      inputs: { vpcId, ingress: [], egress: [], tags: { Name: "data-dev-default-closed" } },
    },
    subnet("public", "eu-central-1a", "10.20.192.0/24", "kubernetes.io/role/elb"),
    subnet("public", "eu-central-1b", "10.20.193.0/24", "kubernetes.io/role/elb"),
    {
      type: "aws:ec2/internetGateway:InternetGateway",
      name: "net",
      ...parent,
      inputs: { vpcId, tags: { Name: "data-dev-public" } },
    },
    table("net-public", "data-dev-public"),
    {
      type: "aws:ec2/route:Route",
      name: "net-public-internet",
      ...parent,
      inputs: { routeTableId: "net-public-id", destinationCidrBlock: "0.0.0.0/0", gatewayId: "net-id" },
    },
    association("net-public-eu-central-1a", "net-public-eu-central-1a-id", "net-public-id"),
    association("net-public-eu-central-1b", "net-public-eu-central-1b-id", "net-public-id"),
    {
      type: "aws:ec2/eip:Eip",
      name: "net-nat-eu-central-1a",
      ...parent,
      inputs: { domain: "vpc", tags: { Name: "data-dev-nat-eu-central-1a" } },
    },
    {
      type: "aws:ec2/natGateway:NatGateway",
      name: "net-nat-eu-central-1a",
      ...parent,
      dependsOn: ["net"],
      inputs: {
        subnetId: "net-public-eu-central-1a-id",
        allocationId: "net-nat-eu-central-1a-id",
        connectivityType: "public",
        tags: { Name: "data-dev-nat-eu-central-1a" },
      },
    },
    subnet("private", "eu-central-1a", "10.20.0.0/18", "kubernetes.io/role/internal-elb"),
    subnet("private", "eu-central-1b", "10.20.64.0/18", "kubernetes.io/role/internal-elb"),
    ...privateZone("eu-central-1a"),
    ...privateZone("eu-central-1b"),
    {
      type: "aws:ec2/vpcEndpoint:VpcEndpoint",
      name: "net-s3",
      ...parent,
      inputs: {
        vpcId,
        vpcEndpointType: "Gateway",
        serviceName: "com.amazonaws.eu-central-1.s3",
        routeTableIds: ["net-private-eu-central-1a-id", "net-private-eu-central-1b-id"],
        tags: { Name: "data-dev-s3" },
      },
    },
    ...flowLog,
  ]);
});

const flowLog = [
  {
    type: "aws:cloudwatch/logGroup:LogGroup",
    name: "net-flow-log",
    ...parent,
    inputs: { name: "/aws/eks/data-dev/flow-log", retentionInDays: 90 },
  },
  {
    type: "aws:iam/role:Role",
    name: "net-flow-log",
    ...parent,
    inputs: {
      name: "data-dev-flow-log",
      description: "VPC flow log of the EKS cluster data-dev",
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "FlowLogs",
            Effect: "Allow",
            Principal: { Service: "vpc-flow-logs.amazonaws.com" },
            Action: "sts:AssumeRole",
            Condition: {
              StringEquals: { "aws:SourceAccount": "111122223333" },
              ArnLike: { "aws:SourceArn": "arn:aws:ec2:eu-central-1:111122223333:vpc-flow-log/*" },
            },
          },
        ],
      }),
    },
  },
  {
    type: "aws:iam/rolePolicy:RolePolicy",
    name: "net-flow-log",
    ...parent,
    inputs: {
      name: "write",
      role: "data-dev-flow-log",
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
            Resource: ["arn:aws:logs:eu-central-1:111122223333:log-group:/aws/eks/data-dev/flow-log:*"],
          },
          {
            Effect: "Allow",
            Action: ["logs:DescribeLogGroups"],
            Resource: ["arn:aws:logs:eu-central-1:111122223333:log-group:*"],
          },
        ],
      }),
    },
  },
  {
    type: "aws:ec2/flowLog:FlowLog",
    name: "net",
    ...parent,
    dependsOn: ["net-flow-log"],
    inputs: {
      vpcId: "net-id",
      trafficType: "REJECT",
      logDestinationType: "cloud-watch-logs",
      logDestination: "arn of net-flow-log",
      iamRoleArn: "arn of net-flow-log",
      tags: { Name: "data-dev" },
    },
  },
];

test.serial("with a NAT gateway per zone no zone's traffic depends on another", async (t) => {
  const zones = ["eu-central-1a", "eu-central-1b", "eu-central-1c"];
  const children = await made({ ...small, zones, nat: "perZone" });
  const gateways = children.filter(({ type }) => type === "aws:ec2/natGateway:NatGateway");
  t.deepEqual(
    gateways.map(({ inputs }) => (inputs as { subnetId: string }).subnetId),
    zones.map((zone) => `net-public-${zone}-id`),
  );
  const routes = children.filter(({ name }) => name.startsWith("net-private") && name.endsWith("-internet"));
  t.deepEqual(
    routes.map(({ inputs }) => inputs),
    zones.map((zone) => ({
      routeTableId: `net-private-${zone}-id`,
      destinationCidrBlock: "0.0.0.0/0",
      natGatewayId: `net-nat-${zone}-id`,
    })),
  );
});

/** Everything but what lists all zones at once: that is updated in place. */
function ofZones(children: readonly Registration[]): Registration[] {
  return children.filter(({ type }) => type !== "aws:ec2/vpcEndpoint:VpcEndpoint");
}

test.serial("a third zone adds to a network and changes nothing of what is there", async (t) => {
  const two = ofZones(await made(small));
  const three = ofZones(await made({ ...small, zones: [...small.zones, "eu-central-1c"] }));
  const added = three.filter(({ type, name }) => !two.some((one) => one.type === type && one.name === name));
  t.deepEqual(
    added.map(({ name }) => name),
    [
      "net-public-eu-central-1c",
      "net-public-eu-central-1c",
      "net-private-eu-central-1c",
      "net-private-eu-central-1c",
      "net-private-eu-central-1c",
      "net-private-eu-central-1c-internet",
    ],
  );
  t.deepEqual(
    three.filter((one) => !added.includes(one)),
    two,
  );
});

test.serial("the cluster gets the private subnets with their zones and blocks", async (t) => {
  const given: unknown[] = [];
  await record((opts) => {
    const { privateSubnets } = new Network("net", small, opts);
    given.push(...privateSubnets.map(({ zone, cidr }) => ({ zone, cidr })));
  });
  t.deepEqual(given, [
    { zone: "eu-central-1a", cidr: "10.20.0.0/18" },
    { zone: "eu-central-1b", cidr: "10.20.64.0/18" },
  ]);
});
