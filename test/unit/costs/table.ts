/** The table of a stack's floor in docs/aws.md, as it has to be. */
import { floor, total } from "../../../costs/floor.js";
import { PRICES_FILE, readPrices } from "../../../costs/prices.js";
import { parseSettings } from "../../../infra/settings.js";
import { readSettings } from "../../../local/settings-file.js";

export function costTable(stack: string): string[] {
  const lines = floor(parseSettings(readSettings(`stacks/Pulumi.${stack}.yaml`)), readPrices(PRICES_FILE));
  const { dollars, unknown } = total(lines);
  const rows = lines.map(({ item, count, each }) => [
    item,
    String(count),
    each.kind === "known" ? each.made : each.why,
    each.kind === "known" ? (count * each.dollars).toFixed(2) : "not known",
  ]);
  const sum = unknown.length === 0 ? dollars.toFixed(2) : `${dollars.toFixed(2)} and what is not known`;
  return [...rows, ["**sum**", "", "", `**${sum}**`]].map((cells) => cells.join(" | "));
}
