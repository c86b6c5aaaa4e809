/** Example stacks with some settings changed, and prices of them. */
import { type Prices, PRICES_FILE, readPrices } from "../../../costs/prices.js";
import { parseSettings, type Settings } from "../../../infra/settings.js";
import { readSettings } from "../../../local/settings-file.js";

export const PRICES: Prices = readPrices(PRICES_FILE);

/** Settings of a committed stack with other values at these paths, for example `cluster.region`. */
export function exampleSettings(stack: string, changes: Readonly<Record<string, unknown>> = {}): Settings {
  const settings = readSettings(`stacks/Pulumi.${stack}.yaml`);
  for (const [path, value] of Object.entries(changes)) write(settings, path.split("."), value);
  return parseSettings(settings);
}

function write(group: Record<string, unknown>, [key = "", ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) group[key] = value;
  else write((group[key] ??= {}) as Record<string, unknown>, rest, value);
}

/** An amount as people write it. */
export function dollars(amount: number | undefined): string | undefined {
  return amount?.toFixed(2);
}
