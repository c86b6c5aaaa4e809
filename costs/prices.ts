/** List prices, each with where it was read. */
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import type { NodePool } from "../components/aws/node-pools";
import { type Figure, known, unknown } from "./figure";

export interface Price {
  /** US dollars. */
  readonly price: number;
  /** Where it was read, and when that was written. */
  readonly source: string;
}

type PriceList = Readonly<Record<string, Price | undefined>>;

/** The content of prices.yaml. */
export interface Prices {
  /** The only region that these prices are for. */
  readonly region: string;
  /** Day on which they were read. */
  readonly read: string;
  readonly hoursPerMonth: number;
  readonly hourly: Readonly<Record<"controlPlane" | "natGateway" | "publicAddress" | "interfaceEndpoint", Price>>;
  readonly monthly: Readonly<Record<"gp3" | "key" | "secret" | "databaseStorage", Price>>;
  readonly autoMode: { readonly share: number; readonly source: string };
  readonly instances: PriceList;
  /** Spot prices of instances. Default: none, since they change by the hour. */
  readonly spot?: PriceList;
  readonly databases: PriceList;
  /** An hour of a DPU of AWS Glue, for a Spark job of the standard execution class. */
  readonly glue: Price;
}

/** The prices of this repository. */
export const PRICES_FILE = "costs/prices.yaml";

/** List prices of a file such as prices.yaml. */
export function readPrices(file: string): Prices {
  return parse(readFileSync(file, "utf8")) as Prices;
}

/**
 * An hour of an instance. On spot it costs what it costs on demand at most, unless somebody asked for more. Source: EC2 user guide, "Spot Instances", on the
 * maximum price.
 */
export function instanceHour(type: string, capacity: NodePool["capacity"], prices: Prices): Figure {
  const spot = prices.spot?.[type];
  if (capacity === "spot" && spot !== undefined) return hour(type, spot);
  const onDemand = hour(type, prices.instances[type]);
  if (capacity === "onDemand" || onDemand.kind !== "known") return onDemand;
  return { ...onDemand, kind: "ceiling", why: "its price changes by the hour" };
}

/** What Auto Mode adds to an hour of an instance. */
export function autoModeHour(type: string, { instances, autoMode }: Prices): Figure {
  const percent = Math.round(autoMode.share * 100);
  const onDemand = hour(type, instances[type]);
  if (onDemand.kind !== "known") return onDemand;
  return known(onDemand.dollars * autoMode.share, `${percent} % of ${onDemand.made}`);
}

/** An hour of a database instance in one zone. */
export function databaseHour(instanceClass: string, { databases }: Prices): Figure {
  return hour(instanceClass, databases[instanceClass]);
}

function hour(item: string, price: Price | undefined): Figure {
  return price === undefined ? unknown(`${PRICES_FILE} has no price of ${item}`) : known(price.price, `${price.price}`);
}

/** Why nothing is known about the costs of a stack in this region; nothing where it is that of the prices. */
export function otherRegion(region: string, prices: Prices): string | undefined {
  return region === prices.region
    ? undefined
    : `${PRICES_FILE} has the prices of ${prices.region} only, and this is ${region}`;
}
