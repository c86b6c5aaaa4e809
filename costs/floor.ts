/**
 * What a stack costs in a month in which no job runs: the floor below every bill. Traffic, requests, log volume, objects in S3 and the nodes of jobs come on top.
 */
import type { Compute, NodePool } from "../components/aws/node-pools";
import { mebibytes } from "../infra/mebibytes";
import { computeOf } from "../infra/node-pools";
import type { EksSettings, Settings } from "../infra/settings";
import { type Figure, known, times, unknown } from "./figure";
import { autoModeHour, databaseHour, instanceHour, otherRegion, type Price, type Prices } from "./prices";

/** One line of the bill. */
export interface CostLine {
  readonly item: string;
  /** How often it is paid for. */
  readonly count: number;
  /** US dollars a month for one of them. */
  readonly each: Figure;
}

/** What lines add up to. */
export interface Total {
  /** US dollars a month of those whose price is known. */
  readonly dollars: number;
  /** Items of the others. */
  readonly unknown: readonly string[];
}

/** The lines of a stack's floor; none for a stack on a cluster that is paid for elsewhere. */
export function floor({ cluster, postgres }: Settings, prices: Prices): CostLine[] {
  if (cluster.kind === "existing") return [];
  const lines = [
    { item: "EKS control plane", count: 1, each: hourly(prices.hourly.controlPlane, prices) },
    ...networkLines(cluster.network, prices),
    ...nodeLines(computeOf(cluster), prices),
    ...databaseLines(postgres, prices),
    { item: "KMS key", count: 1, each: monthly(prices.monthly.key) },
  ].filter(({ count }) => count > 0);
  const foreign = otherRegion(cluster.region, prices);
  return foreign === undefined ? lines : lines.map((line) => ({ ...line, each: unknown(foreign) }));
}

export function total(lines: readonly CostLine[]): Total {
  return {
    dollars: lines.reduce(
      (dollars, { count, each }) => dollars + (each.kind === "known" ? count * each.dollars : 0),
      0,
    ),
    unknown: lines.filter(({ each }) => each.kind !== "known").map(({ item }) => item),
  };
}

function networkLines(network: EksSettings["network"], prices: Prices): CostLine[] {
  if (network.kind === "existing") return [];
  const zones = network.zones.length;
  const gateways = network.nat === "perZone" ? zones : 1;
  // ECR answers at two: one for its API, one for the layers of images.
  const endpoints = network.endpoints.reduce((sum, service) => sum + (service === "ecr" ? 2 : 1), 0);
  return [
    { item: "NAT gateway", count: gateways, each: hourly(prices.hourly.natGateway, prices) },
    { item: "public IPv4 address", count: gateways, each: hourly(prices.hourly.publicAddress, prices) },
    {
      item: "interface endpoint, in each zone",
      count: endpoints * zones,
      each: hourly(prices.hourly.interfaceEndpoint, prices),
    },
  ];
}

/** Auto Mode keeps one node for Airflow and what serves the cluster, and none for jobs; managed pools have the nodes that are written. */
function nodeLines(compute: Compute, prices: Prices): CostLine[] {
  if (compute.kind === "managed") {
    return Object.entries(compute.pools).flatMap(([name, pool]) => poolLines(name, pool, pool.nodes, prices));
  }
  const platform = Object.entries(compute.pools).find(([, { workload }]) => workload === "platform");
  if (platform === undefined) return [];
  const [name, pool] = platform;
  const [type = ""] = pool.instanceTypes;
  const [node, disk] = poolLines(name, pool, 1, prices);
  const fee = inMonth(autoModeHour(type, prices), prices);
  return [node, { item: `Auto Mode for pool ${name}`, count: 1, each: fee }, disk];
}

function poolLines(name: string, pool: NodePool, count: number, prices: Prices): [node: CostLine, disk: CostLine] {
  const [type = ""] = pool.instanceTypes;
  const { diskGiB, capacity } = pool;
  const item = `node of pool ${name}, ${type}${capacity === "spot" ? " spot" : ""}`;
  return [
    { item, count, each: inMonth(instanceHour(type, capacity, prices), prices) },
    { item: `disk of a node of pool ${name}, ${diskGiB} GB`, count, each: gigabytes(prices.monthly.gp3, diskGiB) },
  ];
}

function databaseLines(postgres: Settings["postgres"], prices: Prices): CostLine[] {
  if (postgres.kind === "pod") {
    const { kind, size } = postgres.storage;
    const gib = (mebibytes(size) ?? 0) / 1024;
    const volume = { item: `volume of Postgres, ${gib} GB`, count: 1, each: gigabytes(prices.monthly.gp3, gib) };
    return kind === "class" ? [volume] : [];
  }
  const { instanceClass, storageGiB, multiAz } = postgres;
  const count = multiAz ? 2 : 1;
  return [
    { item: `RDS ${instanceClass}`, count, each: inMonth(databaseHour(instanceClass, prices), prices) },
    {
      item: `storage of RDS, ${storageGiB} GB`,
      count,
      each: gigabytes(prices.monthly.databaseStorage, storageGiB),
    },
    { item: "secret with the master password of RDS", count: 1, each: monthly(prices.monthly.secret) },
  ];
}

function hourly({ price }: Price, prices: Prices): Figure {
  return inMonth(known(price, `${price}`), prices);
}

function inMonth(hour: Figure, { hoursPerMonth }: Prices): Figure {
  return times(hour, hoursPerMonth, `${hoursPerMonth} h`);
}

function monthly({ price }: Price): Figure {
  return known(price, `${price}`);
}

function gigabytes({ price }: Price, gib: number): Figure {
  return known(price * gib, `${price} × ${gib} GB`);
}
