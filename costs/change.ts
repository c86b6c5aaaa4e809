/** What a change of settings changes about a stack's floor, at today's prices. Pure. */
import { isDeepStrictEqual } from "node:util";
import type { Settings } from "../infra/settings";
import { type CostLine, floor, type Total, total } from "./floor";
import type { Prices } from "./prices";

/** A line of the bill that is new, gone, or not what it was. */
export interface LineChange {
  readonly item: string;
  readonly before?: CostLine;
  readonly after?: CostLine;
  /** US dollars a month more, below zero less. Absent where its price is not known. */
  readonly dollars?: number;
}

export interface FloorChange {
  /** The floor as it was. Absent for a stack that is new. */
  readonly before?: Total;
  readonly after: Total;
  /** Lines that differ: those of the new floor in its order, then those that are gone. */
  readonly lines: readonly LineChange[];
  /** What the differing lines add up to. What stays as it is cancels out, so that a price that is not known only counts where it changes. */
  readonly change: Total;
}

/**
 * The change from one floor to another, line by line.
 *
 * @param before settings of the stack as it is. Absent: there is none yet.
 */
export function floorChange(before: Settings | undefined, after: Settings, prices: Prices): FloorChange {
  const old = before === undefined ? [] : floor(before, prices);
  const next = floor(after, prices);
  const lines = changedLines(old, next);
  return {
    ...(before !== undefined && { before: total(old) }),
    after: total(next),
    lines,
    change: {
      dollars: lines.reduce((sum, { dollars = 0 }) => sum + dollars, 0),
      unknown: lines.filter(({ dollars }) => dollars === undefined).map(({ item }) => item),
    },
  };
}

function changedLines(old: readonly CostLine[], next: readonly CostLine[]): LineChange[] {
  const items = new Set([...next, ...old].map(({ item }) => item));
  return [...items].flatMap((item) => {
    const before = old.find((line) => line.item === item);
    const after = next.find((line) => line.item === item);
    return isDeepStrictEqual(before, after) ? [] : [lineChange(item, before, after)];
  });
}

function lineChange(item: string, before: CostLine | undefined, after: CostLine | undefined): LineChange {
  const [was, is] = [monthly(before), monthly(after)];
  return {
    item,
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
    ...(was !== undefined && is !== undefined && { dollars: is - was }),
  };
}

/** Nothing for a line that is not there; undefined where its price is not known. */
function monthly(line: CostLine | undefined): number | undefined {
  if (line === undefined) return 0;
  return line.each.kind === "known" ? line.count * line.each.dollars : undefined;
}
