/** Blocks of IPv4 addresses: how a VPC is divided into subnets, and which blocks cannot work. Pure, so that settings are refused before AWS is asked. */
import { Netmask } from "netmask";

import { type Problem, pathOf, unless } from "../problem";

/** A subnet that is to be made. */
export interface PlannedSubnet {
  /** Availability zone, for example `eu-central-1a`. */
  readonly zone: string;
  readonly cidr: string;
}

export interface CidrPlan {
  /** For NAT gateways and load balancers, a 256th of the VPC each. */
  readonly public: readonly PlannedSubnet[];
  /** For nodes and pods, each of which has an address of the VPC: a quarter of it each. */
  readonly private: readonly PlannedSubnet[];
}

/** Where a cluster's addresses come from. Its nodes and pods run in the given subnets, or in the private ones that {@link cidrPlan} draws. */
export type ClusterAddresses =
  | { readonly kind: "new"; readonly cidr: string; readonly zones: readonly string[] }
  | { readonly kind: "existing"; readonly subnets: readonly (PlannedSubnet & { readonly id: string })[] };

/** Prefix lengths of a VPC that is made here. AWS has none larger; a smaller one would leave its public subnets less than the /28 that AWS asks for. */
const VPC_PREFIX = { shortest: 16, longest: 20 };

/** EKS itself takes a few addresses of a subnet and each pod takes one, so that a smaller one is full with a handful of nodes. */
const LONGEST_SUBNET_PREFIX = 24;

/** Source: EKS API, `KubernetesNetworkConfigRequest.serviceIpv4Cidr`. */
const SERVICE_PREFIX = { shortest: 12, longest: 24 };

const PRIVATE_BLOCKS = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"].map((block) => new Netmask(block));

/** Zones that a plan has room for: three quarters of the VPC are private subnets, the last one holds the public ones and is otherwise free. */
const ZONES = { fewest: 2, most: 3 };

/**
 * The subnets of a VPC, one public and one private in each zone. A zone's blocks depend on its place in the list alone: one added at the end leaves the others
 * where they are.
 *
 * @param cidr block without {@link cidrProblems}
 */
export function cidrPlan(cidr: string, zones: readonly string[]): CidrPlan {
  const vpc = new Netmask(cidr);
  const firstQuarter = new Netmask(vpc.base, String(vpc.bitmask + 2));
  const firstOfLastQuarter = new Netmask(firstQuarter.next(3).base, String(vpc.bitmask + 8));
  const subnets = (first: Netmask) => zones.map((zone, place) => ({ zone, cidr: first.next(place).toString() }));
  return { public: subnets(firstOfLastQuarter), private: subnets(firstQuarter) };
}

/**
 * Everything about a cluster's addresses that cannot work.
 *
 * @param at path of the cluster's settings, whose keys `network` and `serviceCidr` the problems name
 */
export function cidrProblems(
  at: readonly PropertyKey[],
  network: ClusterAddresses,
  serviceCidr: string,
): readonly Problem[] {
  const networkAt = [...at, "network"];
  const own = network.kind === "new" ? vpcProblems(networkAt, network) : subnetProblems(networkAt, network);
  return [...own, ...serviceProblems([...at, "serviceCidr"], serviceCidr, blocksOf(network))];
}

function vpcProblems(
  at: readonly PropertyKey[],
  { cidr, zones }: Extract<ClusterAddresses, { kind: "new" }>,
): Problem[] {
  const path = [...at, "cidr"];
  return [
    ...unless(zones.length >= ZONES.fewest && zones.length <= ZONES.most && new Set(zones).size === zones.length, {
      path: pathOf([...at, "zones"]),
      value: zones,
      rule: `must be ${ZONES.fewest} or ${ZONES.most} different availability zones: EKS runs its control plane in two at least`,
      fix: "write for example [eu-central-1a, eu-central-1b]",
    }),
    ...blockProblems(path, cidr),
    ...sizeProblems(path, cidr, VPC_PREFIX, "which a VPC with subnets in up to three zones needs"),
    ...unless(isPrivate(cidr), {
      path: pathOf(path),
      value: cidr,
      rule: "must be of the private ranges 10.0.0.0/8, 172.16.0.0/12 and 192.168.0.0/16, else the VPC hides a part of the internet",
      fix: "write for example 10.20.0.0/16",
    }),
  ];
}

function subnetProblems(
  at: readonly PropertyKey[],
  { subnets }: Extract<ClusterAddresses, { kind: "existing" }>,
): Problem[] {
  return [
    ...unless(new Set(subnets.map(({ zone }) => zone)).size >= ZONES.fewest, {
      path: pathOf([...at, "subnets"]),
      value: subnets,
      rule: "must be in at least two availability zones: EKS runs its control plane in two",
      fix: "add a private subnet in another zone",
    }),
    ...subnets.flatMap(({ id, cidr }, index) => {
      const path = [...at, "subnets", index, "cidr"];
      const before = subnets.slice(0, index);
      const twin = before.find((other) => other.id === id);
      const overlapped = before.find((other) => other.id !== id && overlap(cidr, other.cidr));
      return [
        ...blockProblems(path, cidr),
        ...sizeProblems(
          path,
          cidr,
          { shortest: VPC_PREFIX.shortest, longest: LONGEST_SUBNET_PREFIX },
          "which pods need",
        ),
        ...unless(twin === undefined, {
          path: pathOf([...at, "subnets", index, "id"]),
          value: id,
          rule: "must be listed once",
          fix: "remove one of the two",
        }),
        ...unless(overlapped === undefined, {
          path: pathOf(path),
          value: cidr,
          rule: `must not overlap ${overlapped?.cidr} of ${overlapped?.id}`,
          fix: "write the block that the subnet has",
        }),
      ];
    }),
  ];
}

function serviceProblems(path: readonly PropertyKey[], cidr: string, taken: readonly string[]): Problem[] {
  const overlapped = taken.find((block) => overlap(cidr, block));
  return [
    ...blockProblems(path, cidr),
    ...sizeProblems(path, cidr, SERVICE_PREFIX, "which EKS allows for Services"),
    ...unless(isPrivate(cidr), {
      path: pathOf(path),
      value: cidr,
      rule: "must be of the private ranges 10.0.0.0/8, 172.16.0.0/12 and 192.168.0.0/16: EKS takes no others for Services",
      fix: "write for example 172.20.0.0/16",
    }),
    ...unless(overlapped === undefined, {
      path: pathOf(path),
      value: cidr,
      rule: `must not overlap ${overlapped} of the network: an address would be both a Service and a machine`,
      fix: "write a private block that nothing else has, for example 172.20.0.0/16",
    }),
  ];
}

function blocksOf(network: ClusterAddresses): readonly string[] {
  return network.kind === "new" ? [network.cidr] : network.subnets.map(({ cidr }) => cidr);
}

function blockProblems(path: readonly PropertyKey[], cidr: string): Problem[] {
  const block = parsed(cidr);
  const written = block?.toString();
  return unless(written === cidr, {
    path: pathOf(path),
    value: cidr,
    rule: "must be a block of IPv4 addresses in CIDR notation that begins with its first address",
    fix: `write ${written ?? "for example 10.20.0.0/16"}`,
  });
}

function sizeProblems(
  path: readonly PropertyKey[],
  cidr: string,
  { shortest, longest }: { readonly shortest: number; readonly longest: number },
  why: string,
): Problem[] {
  const block = parsed(cidr);
  return unless(block === undefined || (block.bitmask >= shortest && block.bitmask <= longest), {
    path: pathOf(path),
    value: cidr,
    rule: `must have a prefix length from /${shortest} to /${longest}, ${why}`,
    fix: `write a block of another size, for example with /${shortest}`,
  });
}

/** What cannot be read is told as such, and nothing else about it. */
function isPrivate(cidr: string): boolean {
  const block = parsed(cidr);
  return block === undefined || PRIVATE_BLOCKS.some((range) => range.contains(block));
}

function overlap(one: string, other: string): boolean {
  const [first, second] = [parsed(one), parsed(other)];
  return first !== undefined && second !== undefined && (first.contains(second) || second.contains(first));
}

/** `netmask` also reads octal numbers, masks and addresses without a length, none of which AWS does. */
function parsed(cidr: string): Netmask | undefined {
  const decimal = "(?:0|[1-9]\\d{0,2})";
  if (!new RegExp(`^${decimal}(?:\\.${decimal}){3}/${decimal}$`).test(cidr)) return undefined;
  try {
    return new Netmask(cidr);
  } catch {
    return undefined;
  }
}
