import test from "ava";

import { cidrPlan, cidrProblems, type ClusterAddresses } from "../../../components/aws/cidr-plan.js";
import { describeProblems } from "../../../components/problem.js";

const ZONES = ["eu-central-1a", "eu-central-1b", "eu-central-1c"];

test("a VPC gives each zone a quarter for nodes and pods, and a small block for what faces the internet", (t) => {
  t.deepEqual(cidrPlan("10.20.0.0/16", ZONES), {
    public: [
      { zone: "eu-central-1a", cidr: "10.20.192.0/24" },
      { zone: "eu-central-1b", cidr: "10.20.193.0/24" },
      { zone: "eu-central-1c", cidr: "10.20.194.0/24" },
    ],
    private: [
      { zone: "eu-central-1a", cidr: "10.20.0.0/18" },
      { zone: "eu-central-1b", cidr: "10.20.64.0/18" },
      { zone: "eu-central-1c", cidr: "10.20.128.0/18" },
    ],
  });
});

test("a third zone leaves the blocks of the first two where they are", (t) => {
  const two = cidrPlan("10.20.0.0/16", ZONES.slice(0, 2));
  const three = cidrPlan("10.20.0.0/16", ZONES);
  t.deepEqual(two, { public: three.public.slice(0, 2), private: three.private.slice(0, 2) });
});

test("the smallest VPC still has public subnets of the size that AWS asks for", (t) => {
  const { public: open, private: closed } = cidrPlan("192.168.16.0/20", ZONES.slice(0, 2));
  t.deepEqual(
    [...closed, ...open].map(({ cidr }) => cidr),
    ["192.168.16.0/22", "192.168.20.0/22", "192.168.28.0/28", "192.168.28.16/28"],
  );
});

const NEW = { kind: "new", cidr: "10.20.0.0/16", zones: ZONES } as const;
const EXISTING = {
  kind: "existing",
  subnets: [
    { id: "subnet-1", zone: "eu-central-1a", cidr: "10.30.0.0/20" },
    { id: "subnet-2", zone: "eu-central-1b", cidr: "10.30.16.0/20" },
  ],
} as const;

function told(network: ClusterAddresses, serviceCidr = "172.20.0.0/16"): string[] {
  return describeProblems(cidrProblems(["cluster"], network, serviceCidr))
    .split("\n")
    .filter((line) => line !== "");
}

const accepted = test.macro({
  exec: (t, network: ClusterAddresses, serviceCidr?: string) => {
    t.deepEqual(told(network, serviceCidr), []);
  },
  title: (title = "") => `nothing is wrong with ${title}`,
});
test("three zones", accepted, NEW);
test("two zones", accepted, { ...NEW, zones: ZONES.slice(0, 2) });
test("the largest VPC", accepted, { ...NEW, cidr: "172.16.0.0/16" });
test("the smallest VPC", accepted, { ...NEW, cidr: "192.168.240.0/20" });
test("subnets of somebody else's VPC in two zones", accepted, EXISTING);
test("a small existing subnet", accepted, {
  ...EXISTING,
  subnets: [...EXISTING.subnets, { id: "subnet-3", zone: "eu-central-1c", cidr: "100.64.0.0/24" }],
});
test("Services beside the VPC", accepted, NEW, "10.21.0.0/16");
test("the fewest addresses for Services", accepted, NEW, "10.21.0.0/24");
test("the most addresses for Services", accepted, NEW, "172.16.0.0/12");

const refused = test.macro({
  exec: (t, expected: readonly string[], network: ClusterAddresses, serviceCidr?: string) => {
    t.deepEqual(told(network, serviceCidr), [...expected]);
  },
  title: (title = "") => `refused: ${title}`,
});

test(
  "a new VPC in one zone",
  refused,
  [
    "  cluster.network.zones = […]: must be 2 or 3 different availability zones: EKS runs its control plane in two at least; write for example [eu-central-1a, eu-central-1b]",
  ],
  { ...NEW, zones: ["eu-central-1a"] },
);
test(
  "a zone named twice",
  refused,
  [
    "  cluster.network.zones = […]: must be 2 or 3 different availability zones: EKS runs its control plane in two at least; write for example [eu-central-1a, eu-central-1b]",
  ],
  { ...NEW, zones: ["eu-central-1a", "eu-central-1a"] },
);
test(
  "four zones",
  refused,
  [
    "  cluster.network.zones = […]: must be 2 or 3 different availability zones: EKS runs its control plane in two at least; write for example [eu-central-1a, eu-central-1b]",
  ],
  { ...NEW, zones: [...ZONES, "eu-central-1d"] },
);
test(
  "a VPC too small for its public subnets",
  refused,
  [
    '  cluster.network.cidr = "10.20.0.0/21": must have a prefix length from /16 to /20, which a VPC with subnets in up to three zones needs; write a block of another size, for example with /16',
  ],
  { ...NEW, cidr: "10.20.0.0/21" },
);
test(
  "a VPC larger than AWS makes them",
  refused,
  [
    '  cluster.network.cidr = "10.20.0.0/15": must have a prefix length from /16 to /20, which a VPC with subnets in up to three zones needs; write a block of another size, for example with /16',
  ],
  { ...NEW, cidr: "10.20.0.0/15" },
);
test(
  "a VPC of public addresses",
  refused,
  [
    '  cluster.network.cidr = "52.0.0.0/16": must be of the private ranges 10.0.0.0/8, 172.16.0.0/12 and 192.168.0.0/16, else the VPC hides a part of the internet; write for example 10.20.0.0/16',
  ],
  { ...NEW, cidr: "52.0.0.0/16" },
);
test(
  "an address that is not the first of its block",
  refused,
  [
    '  cluster.network.cidr = "10.20.1.0/16": must be a block of IPv4 addresses in CIDR notation that begins with its first address; write 10.20.0.0/16',
  ],
  { ...NEW, cidr: "10.20.1.0/16" },
);

for (const cidr of [
  "2001:db8::/32",
  "10.20.0.0",
  "10.20.0.0/33",
  "010.20.0.0/16",
  "10.20.0.0/016",
  "10.300.0.0/16",
  "",
]) {
  test(
    `a VPC of ${JSON.stringify(cidr)}`,
    refused,
    [
      `  cluster.network.cidr = ${JSON.stringify(cidr)}: must be a block of IPv4 addresses in CIDR notation that begins with its first address; write for example 10.20.0.0/16`,
    ],
    { ...NEW, cidr },
  );
}

test(
  "Services inside the VPC",
  refused,
  [
    '  cluster.serviceCidr = "10.20.64.0/18": must not overlap 10.20.0.0/16 of the network: an address would be both a Service and a machine; write a private block that nothing else has, for example 172.20.0.0/16',
  ],
  NEW,
  "10.20.64.0/18",
);
test(
  "Services around an existing subnet",
  refused,
  [
    '  cluster.serviceCidr = "10.16.0.0/12": must not overlap 10.30.0.0/20 of the network: an address would be both a Service and a machine; write a private block that nothing else has, for example 172.20.0.0/16',
  ],
  EXISTING,
  "10.16.0.0/12",
);
test(
  "Services with addresses that EKS does not take, and too few of them",
  refused,
  [
    '  cluster.serviceCidr = "100.64.0.0/25": must have a prefix length from /12 to /24, which EKS allows for Services; write a block of another size, for example with /12',
    '  cluster.serviceCidr = "100.64.0.0/25": must be of the private ranges 10.0.0.0/8, 172.16.0.0/12 and 192.168.0.0/16: EKS takes no others for Services; write for example 172.20.0.0/16',
  ],
  NEW,
  "100.64.0.0/25",
);
test(
  "existing subnets in one zone",
  refused,
  [
    "  cluster.network.subnets = […]: must be in at least two availability zones: EKS runs its control plane in two; add a private subnet in another zone",
  ],
  { ...EXISTING, subnets: EXISTING.subnets.map((subnet) => ({ ...subnet, zone: "eu-central-1a" })) },
);
test(
  "existing subnets that overlap, are too small or listed twice, all at once",
  refused,
  [
    '  cluster.network.subnets[2].cidr = "10.30.24.0/21": must not overlap 10.30.16.0/20 of subnet-2; write the block that the subnet has',
    '  cluster.network.subnets[3].cidr = "10.31.0.0/25": must have a prefix length from /16 to /24, which pods need; write a block of another size, for example with /16',
    '  cluster.network.subnets[4].id = "subnet-1": must be listed once; remove one of the two',
  ],
  {
    ...EXISTING,
    subnets: [
      ...EXISTING.subnets,
      { id: "subnet-3", zone: "eu-central-1c", cidr: "10.30.24.0/21" },
      { id: "subnet-4", zone: "eu-central-1c", cidr: "10.31.0.0/25" },
      EXISTING.subnets[0],
    ],
  },
);
