/**
 * What a stack costs in a month in which no job runs: the floor below every bill. Traffic, requests, log volume, objects in S3 and the nodes of jobs come on top.
 */
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import type { Compute, NodePool } from "../components/aws/node-pools";
import { mebibytes } from "../infra/mebibytes";
import { computeOf } from "../infra/node-pools";
import type { EksSettings, Settings } from "../infra/settings";

/** One line of the bill. */
export interface CostLine {
  readonly item: string;
  /** How often it is paid for. */
  readonly count: number;
  /** For one of them. Absent where the price is not known. */
  readonly each?: Figure;
}

interface Figure {
  /** US dollars a month. */
  readonly dollars: number;
  /** How the figure is made up. */
  readonly made: string;
}

interface Price {
  readonly price: number;
  readonly source: string;
}

/** The content of prices.yaml. */
export interface Prices {
  readonly region: string;
  readonly hoursPerMonth: number;
  readonly hourly: Readonly<Record<"controlPlane" | "natGateway" | "publicAddress" | "interfaceEndpoint", Price>>;
  readonly monthly: Readonly<Record<"gp3" | "key" | "secret" | "databaseStorage", Price>>;
  readonly autoMode: { readonly share: number; readonly source: string };
  readonly instances: Readonly<Record<string, Price | undefined>>;
  readonly databases: Readonly<Record<string, Price | undefined>>;
}

/** List prices of a file such as prices.yaml. */
export function readPrices(file: string): Prices {
  return parse(readFileSync(file, "utf8")) as Prices;
}

/** The lines of a stack's floor; none for a stack on a cluster that is paid for elsewhere. */
export function floor({ cluster, postgres }: Settings, prices: Prices): CostLine[] {
  if (cluster.kind === "existing") return [];
  return [
    { item: "EKS control plane", count: 1, each: hourly(prices.hourly.controlPlane, prices) },
    ...networkLines(cluster.network, prices),
    ...nodeLines(computeOf(cluster), prices),
    ...databaseLines(postgres, prices),
    { item: "KMS key", count: 1, each: monthly(prices.monthly.key) },
  ].filter(({ count }) => count > 0);
}

/** US dollars a month of all lines whose price is known, and the items of the others. */
export function total(lines: readonly CostLine[]): { readonly dollars: number; readonly unknown: readonly string[] } {
  return {
    dollars: lines.reduce((sum, { count, each }) => sum + count * (each?.dollars ?? 0), 0),
    unknown: lines.filter(({ each }) => each === undefined).map(({ item }) => item),
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
  const [node, ...disks] = poolLines(name, pool, 1, prices);
  const share = node?.each === undefined ? {} : { each: partOf(node.each, prices.autoMode.share) };
  return [...(node === undefined ? [] : [node]), { item: `Auto Mode for pool ${name}`, count: 1, ...share }, ...disks];
}

function poolLines(name: string, pool: NodePool, count: number, prices: Prices): CostLine[] {
  const [type = ""] = pool.instanceTypes;
  const { diskGiB } = pool;
  const disk = { item: `disk of a node of pool ${name}, ${diskGiB} GB`, count };
  // A spot price changes by the hour.
  const node =
    pool.capacity === "spot"
      ? { item: `node of pool ${name}, ${type} spot`, count }
      : { item: `node of pool ${name}, ${type}`, count, ...known(prices.instances[type], prices) };
  return [node, { ...disk, each: gigabytes(prices.monthly.gp3, diskGiB) }];
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
    { item: `RDS ${instanceClass}`, count, ...known(prices.databases[instanceClass], prices) },
    {
      item: `storage of RDS, ${storageGiB} GB`,
      count,
      each: gigabytes(prices.monthly.databaseStorage, storageGiB),
    },
    { item: "secret with the master password of RDS", count: 1, each: monthly(prices.monthly.secret) },
  ];
}

function known(price: Price | undefined, prices: Prices) {
  return price === undefined ? {} : { each: hourly(price, prices) };
}

function hourly({ price }: Price, { hoursPerMonth }: Prices): Figure {
  return { dollars: price * hoursPerMonth, made: `${price} × ${hoursPerMonth} h` };
}

function partOf({ dollars, made }: Figure, share: number): Figure {
  return { dollars: dollars * share, made: `${share * 100} % of ${made}` };
}

function monthly({ price }: Price): Figure {
  return { dollars: price, made: `${price}` };
}

function gigabytes({ price }: Price, gib: number): Figure {
  return { dollars: price * gib, made: `${price} × ${gib} GB` };
}
