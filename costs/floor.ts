/**
 * What a stack costs in a month in which no job runs: the floor below every bill. Traffic, requests, log volume, objects in S3 and the nodes of jobs come on top.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { EksSettings, Settings } from "../infra/settings";

/** One line of the bill. */
export interface CostLine {
  readonly item: string;
  /** How often it is paid for. */
  readonly count: number;
  /** US dollars a month for one of them, and how that figure is made up. Absent where the price is not known. */
  readonly each?: { readonly dollars: number; readonly made: string };
}

interface Price {
  readonly price: number;
  readonly source: string;
}

/** The content of prices.yaml. */
interface Prices {
  readonly region: string;
  readonly hoursPerMonth: number;
  readonly hourly: Readonly<Record<"controlPlane" | "natGateway" | "publicAddress" | "interfaceEndpoint", Price>>;
  readonly monthly: Readonly<Record<"gp3" | "key" | "secret" | "databaseStorage", Price>>;
  readonly autoMode: { readonly share: number; readonly source: string };
  readonly instances: Readonly<Record<string, Price | undefined>>;
  readonly databases: Readonly<Record<string, Price | undefined>>;
}

type Pool = EksSettings["compute"]["pools"][string];

const PRICES = parse(readFileSync(join(__dirname, "prices.yaml"), "utf8")) as Prices;

/** Region whose list prices these are. */
export const PRICED_REGION = PRICES.region;

/** The lines of a stack's floor; none for a stack on a cluster that is paid for elsewhere. */
export function floor({ cluster, postgres }: Settings): CostLine[] {
  if (cluster.kind === "existing") return [];
  return [
    { item: "EKS control plane", count: 1, each: hourly(PRICES.hourly.controlPlane) },
    ...networkLines(cluster.network),
    ...nodeLines(cluster.compute),
    ...databaseLines(postgres),
    { item: "KMS key", count: 1, each: monthly(PRICES.monthly.key) },
  ].filter(({ count }) => count > 0);
}

/** US dollars a month of all lines whose price is known, and the items of the others. */
export function total(lines: readonly CostLine[]): { readonly dollars: number; readonly unknown: readonly string[] } {
  return {
    dollars: lines.reduce((sum, { count, each }) => sum + count * (each?.dollars ?? 0), 0),
    unknown: lines.filter(({ each }) => each === undefined).map(({ item }) => item),
  };
}

function networkLines(network: EksSettings["network"]): CostLine[] {
  if (network.kind === "existing") return [];
  const zones = network.zones.length;
  const gateways = network.nat === "perZone" ? zones : 1;
  // ECR answers at two: one for its API, one for the layers of images.
  const endpoints = network.endpoints.reduce((sum, service) => sum + (service === "ecr" ? 2 : 1), 0);
  return [
    { item: "NAT gateway", count: gateways, each: hourly(PRICES.hourly.natGateway) },
    { item: "public IPv4 address", count: gateways, each: hourly(PRICES.hourly.publicAddress) },
    {
      item: "interface endpoint, in each zone",
      count: endpoints * zones,
      each: hourly(PRICES.hourly.interfaceEndpoint),
    },
  ];
}

/** Auto Mode keeps one node for Airflow and what serves the cluster, and none for jobs; managed pools have the nodes that are written. */
function nodeLines(compute: EksSettings["compute"]): CostLine[] {
  const pools =
    compute.kind === "managed"
      ? Object.entries(compute.pools).map(([name, pool]) => ({ name, pool, count: pool.nodes, share: 0 }))
      : Object.entries(compute.pools)
          .filter(([, { workload }]) => workload === "platform")
          .slice(0, 1)
          .map(([name, pool]) => ({ name, pool, count: 1, share: PRICES.autoMode.share }));
  return pools.flatMap(({ name, pool, count, share }) => poolLines(name, pool, count, share));
}

function poolLines(name: string, pool: Pool, count: number, share: number): CostLine[] {
  const [type = ""] = pool.instanceTypes;
  // A spot price changes by the hour.
  const price = pool.capacity === "spot" ? undefined : PRICES.instances[type];
  return [
    { item: `node of pool ${name}, ${type}${pool.capacity === "spot" ? " spot" : ""}`, count, ...known(price, hourly) },
    ...(share > 0 ? [{ item: `Auto Mode for pool ${name}`, count, ...known(price, autoMode) }] : []),
    {
      item: `disk of a node of pool ${name}, ${pool.diskGiB} GB`,
      count,
      each: gigabytes(PRICES.monthly.gp3, pool.diskGiB),
    },
  ];
}

function databaseLines(postgres: Settings["postgres"]): CostLine[] {
  if (postgres.kind === "pod") {
    const gib = Number.parseFloat(postgres.storage.size);
    return postgres.storage.kind === "class" && postgres.storage.size.endsWith("Gi")
      ? [{ item: `volume of Postgres, ${gib} GB`, count: 1, each: gigabytes(PRICES.monthly.gp3, gib) }]
      : [];
  }
  const instances = postgres.multiAz ? 2 : 1;
  const { instanceClass, storageGiB } = postgres;
  return [
    { item: `RDS ${instanceClass}`, count: instances, ...known(PRICES.databases[instanceClass], hourly) },
    {
      item: `storage of RDS, ${storageGiB} GB`,
      count: instances,
      each: gigabytes(PRICES.monthly.databaseStorage, storageGiB),
    },
    { item: "secret with the master password of RDS", count: 1, each: monthly(PRICES.monthly.secret) },
  ];
}

function known(price: Price | undefined, each: (price: Price) => CostLine["each"]) {
  const made = price && each(price);
  return made === undefined ? {} : { each: made };
}

function hourly({ price }: Price) {
  const { hoursPerMonth } = PRICES;
  return { dollars: price * hoursPerMonth, made: `${price} × ${hoursPerMonth} h` };
}

function autoMode({ price }: Price) {
  const { share } = PRICES.autoMode;
  const { dollars, made } = hourly({ price, source: "" });
  return { dollars: dollars * share, made: `${share * 100} % of ${made}` };
}

function monthly({ price }: Price) {
  return { dollars: price, made: `${price}` };
}

function gigabytes({ price }: Price, gib: number) {
  return { dollars: price * gib, made: `${price} × ${gib} GB` };
}
