import test from "ava";

import { refusesOnEks } from "../example-settings.js";

test(
  "zones of another region",
  refusesOnEks,
  { "cluster.network.zones": ["eu-central-1a", "eu-west-1b"] },
  [
    'cluster.network.zones[1] = "eu-west-1b": must be a zone of the region eu-central-1; write for example eu-central-1a, or change cluster.region',
  ],
  {
    "cluster.network.zones": ["eu-central-1a", "eu-central-1b"],
  },
);

test(
  "one zone",
  refusesOnEks,
  { "cluster.network.zones": ["eu-central-1a"] },
  [
    "cluster.network.zones = […]: must be 2 or 3 different availability zones: EKS runs its control plane in two at least; write for example [eu-central-1a, eu-central-1b]",
  ],
  {
    "cluster.network.zones": ["eu-central-1a", "eu-central-1c"],
  },
);

test(
  "one zone twice",
  refusesOnEks,
  { "cluster.network.zones": ["eu-central-1a", "eu-central-1a"] },
  [
    "cluster.network.zones = […]: must be 2 or 3 different availability zones: EKS runs its control plane in two at least; write for example [eu-central-1a, eu-central-1b]",
  ],
  {
    "cluster.network.zones": ["eu-central-1a", "eu-central-1b", "eu-central-1c"],
  },
);

test(
  "a region in place of a zone",
  refusesOnEks,
  { "cluster.network.zones": ["eu-central-1", "eu-central-1b"] },
  ['cluster.network.zones[0] = "eu-central-1": must be an availability zone; write for example eu-central-1a'],
  {
    "cluster.network.zones": ["eu-central-1a", "eu-central-1b"],
  },
);

test(
  "a VPC too small for subnets",
  refusesOnEks,
  { "cluster.network.cidr": "10.20.0.0/21" },
  [
    'cluster.network.cidr = "10.20.0.0/21": must have a prefix length from /16 to /20, which a VPC with subnets in up to three zones needs; write a block of another size, for example with /16',
  ],
  {
    "cluster.network.cidr": "10.20.0.0/20",
  },
);

test(
  "a VPC larger than AWS has",
  refusesOnEks,
  { "cluster.network.cidr": "10.0.0.0/15" },
  [
    'cluster.network.cidr = "10.0.0.0/15": must have a prefix length from /16 to /20, which a VPC with subnets in up to three zones needs; write a block of another size, for example with /16',
  ],
  {
    "cluster.network.cidr": "10.0.0.0/16",
  },
);

test(
  "a VPC of public addresses",
  refusesOnEks,
  { "cluster.network.cidr": "52.20.0.0/16" },
  [
    'cluster.network.cidr = "52.20.0.0/16": must be of the private ranges 10.0.0.0/8, 172.16.0.0/12 and 192.168.0.0/16, else the VPC hides a part of the internet; write for example 10.20.0.0/16',
  ],
  {
    "cluster.network.cidr": "172.21.0.0/16",
  },
);

test(
  "a VPC that does not begin where its block does",
  refusesOnEks,
  { "cluster.network.cidr": "10.20.1.0/16" },
  [
    'cluster.network.cidr = "10.20.1.0/16": must be a block of IPv4 addresses in CIDR notation that begins with its first address; write 10.20.0.0/16',
  ],
  {
    "cluster.network.cidr": "10.20.0.0/16",
  },
);

test(
  "Services in the VPC",
  refusesOnEks,
  { "cluster.serviceCidr": "10.20.128.0/20" },
  [
    'cluster.serviceCidr = "10.20.128.0/20": must not overlap 10.20.0.0/16 of the network: an address would be both a Service and a machine; write a private block that nothing else has, for example 172.20.0.0/16',
  ],
  {
    "cluster.serviceCidr": "10.21.0.0/20",
  },
);

test(
  "an interface endpoint twice",
  refusesOnEks,
  { "cluster.network.endpoints": ["ecr", "sts", "ecr"] },
  ['cluster.network.endpoints[2] = "ecr": must be listed once; remove one of the two'],
  { "cluster.network.endpoints": ["ecr", "sts"] },
);

test(
  "an interface endpoint of a service that has none here",
  refusesOnEks,
  { "cluster.network.endpoints": ["s3"] },
  [
    'cluster.network.endpoints[0] = "s3": must be a service that has an interface endpoint, one of ec2, ecr, eks, eks-auth, glue, kms, logs, secretsmanager, sts; write ec2 or ecr or eks or eks-auth or glue or kms or logs or secretsmanager or sts',
  ],
  { "cluster.network.endpoints": ["eks-auth"] },
);

const subnet = (letter: string, cidr: string, id = letter) => ({
  id: `subnet-${id}`,
  zone: `eu-central-1${letter}`,
  cidr,
});
const existing = (...subnets: object[]) => ({ kind: "existing", vpc: "vpc-0a1b", subnets });
const [one, two] = [subnet("a", "10.20.0.0/18"), subnet("b", "10.20.64.0/18")];

test(
  "subnets in one zone",
  refusesOnEks,
  { "cluster.network": existing(one, subnet("a", "10.20.64.0/18", "b")) },
  [
    "cluster.network.subnets = […]: must be in at least two availability zones: EKS runs its control plane in two; add a private subnet in another zone",
  ],
  {
    "cluster.network": existing(one, two),
  },
);

test(
  "subnets whose addresses overlap",
  refusesOnEks,
  { "cluster.network": existing(one, subnet("b", "10.20.32.0/20")) },
  [
    'cluster.network.subnets[1].cidr = "10.20.32.0/20": must not overlap 10.20.0.0/18 of subnet-a; write the block that the subnet has',
  ],
  {
    "cluster.network": existing(one, two),
  },
);

test(
  "a subnet too small for pods",
  refusesOnEks,
  { "cluster.network": existing(one, subnet("b", "10.20.64.0/25")) },
  [
    'cluster.network.subnets[1].cidr = "10.20.64.0/25": must have a prefix length from /16 to /24, which pods need; write a block of another size, for example with /16',
  ],
  {
    "cluster.network": existing(one, subnet("b", "10.20.64.0/24")),
  },
);

test(
  "a subnet twice",
  refusesOnEks,
  { "cluster.network": existing(one, two, two) },
  ['cluster.network.subnets[2].id = "subnet-b": must be listed once; remove one of the two'],
  {
    "cluster.network": existing(one, two),
  },
);

test(
  "subnets of another region",
  refusesOnEks,
  { "cluster.network": existing(one, { ...two, zone: "eu-west-1b" }) },
  [
    'cluster.network.subnets[1].zone = "eu-west-1b": must be a zone of the region eu-central-1; write for example eu-central-1a, or change cluster.region',
  ],
  {
    "cluster.network": existing(one, two),
  },
);

test(
  "Services in a subnet",
  refusesOnEks,
  { "cluster.network": existing(one, subnet("b", "172.20.0.0/18")) },
  [
    'cluster.serviceCidr = "172.20.0.0/16": must not overlap 172.20.0.0/18 of the network: an address would be both a Service and a machine; write a private block that nothing else has, for example 172.20.0.0/16',
  ],
  {
    "cluster.network": existing(one, subnet("b", "172.21.0.0/18")),
  },
);

test(
  "names of a VPC and of a subnet in place of their ids",
  refusesOnEks,
  {
    "cluster.network": { kind: "existing", vpc: "main", subnets: [one, { ...two, id: "private-b" }] },
  },
  [
    'cluster.network.subnets[1].id = "private-b": must be the id of a subnet; write for example subnet-0a1b2c3d4e5f67890',
    'cluster.network.vpc = "main": must be the id of a VPC; write for example vpc-0a1b2c3d4e5f67890',
  ],
  { "cluster.network": existing(one, two) },
);
