/** Everything that changes, by component, folded. What happens to several alike is told once. Markdown. */
import { collect, compare } from "./collect";
import type { Change, Operation } from "./event-log";
import { kindOf } from "./kinds";
import { codes, counted, details, list } from "./markdown";
import { propertyLines } from "./property-words";

/** Components of one type to which the same happens. */
export interface Group {
  readonly type: string;
  readonly names: readonly string[];
  readonly items: readonly Item[];
  /** How many resources of one component change. */
  readonly counts: string;
  readonly changes: number;
}

/** Resources of one kind to which the same happens. */
interface Item {
  readonly operation: Operation;
  readonly kind: string;
  readonly names: readonly string[];
  readonly properties: readonly string[];
}

/** In the order in which a reviewer wants to know. */
const VERBS: Readonly<Record<Operation, string>> = {
  delete: "delete",
  replace: "replace",
  update: "update",
  create: "create",
  import: "import",
  forget: "take out of the stack, where it stays",
};

const OPERATIONS = Object.keys(VERBS) as Operation[];

/** Most names of resources or components that are alike. */
const MOST_NAMES = 8;

/** Most properties of one resource. */
const MOST_PROPERTIES = 15;

/** How many resources are created, updated and so on. */
export function counts(changes: readonly Change[]): string {
  const parts = OPERATIONS.flatMap((operation) => {
    const count = changes.filter((change) => change.operation === operation).length;
    return count === 0 ? [] : [`${count} to ${VERBS[operation]}`];
  });
  return parts.length === 0 ? "no changes" : parts.join(", ");
}

/** @param withProperties whether it is told what changes about each resource; without, many more are alike */
export function groupsOf(changes: readonly Change[], withProperties: boolean): Group[] {
  const components = collect(changes, ({ component }) => JSON.stringify(component));
  const groups = components.map((group) => groupOf(group, withProperties));
  const alike = collect(groups, ({ type, items }) => [type, ...items.map(sameness)].join());
  return alike.map(merged).sort(inOrder);
}

/** @param most groups, and lines of one */
export function changeSection(groups: readonly Group[], most: number): string {
  if (groups.length === 0) return "";
  const told = groups.slice(0, most).map((group) => groupWords(group, most));
  const rest = groups.slice(most).reduce((sum, { changes }) => sum + changes, 0);
  if (rest > 0)
    told.push(`${told.length > 0 ? "… and " : ""}${counted(rest, "change")} for which there is no room here.`);
  return ["#### All changes", ...told].join("\n\n");
}

function groupOf(changes: readonly [Change, ...Change[]], withProperties: boolean): Group {
  const [{ component }] = changes;
  const items = changes.map((change) => ({
    operation: change.operation,
    kind: kindOf(change.type),
    names: [change.name],
    properties: withProperties ? propertyLines(change) : [],
  }));
  const alike = collect(items, sameness);
  return {
    type: component.type,
    names: [component.name],
    items: alike
      .map((same) => ({ ...same[0], names: same.flatMap(({ names }) => names).sort(compare) }))
      .sort((a, b) => order(a) - order(b) || compare(a.kind, b.kind) || compare(a.names.join(), b.names.join())),
    counts: counts(changes),
    changes: changes.length,
  };
}

/** Equal for items of which the same is told. */
function sameness({ operation, kind, properties }: Item): string {
  return JSON.stringify([operation, kind, properties]);
}

function merged(groups: readonly [Group, ...Group[]]): Group {
  const [first] = groups;
  if (groups.length === 1) return first;
  return {
    type: first.type,
    names: groups.flatMap(({ names }) => names).sort(compare),
    // The names follow from those of the components.
    items: first.items.map((item) => ({ ...item, names: [] })),
    counts: first.counts,
    changes: groups.reduce((sum, { changes }) => sum + changes, 0),
  };
}

function groupWords({ type, names, items, counts: each }: Group, most: number): string {
  const first = names.slice(0, MOST_NAMES).map((name) => `<code>${name}</code>`);
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : "";
  const title = `<b>${kindOf(type)} ${first.join(", ")}${more}</b>${names.length > 1 ? ", each" : ""}: ${each}`;
  return details(title, list(items.map(itemWords), most));
}

function itemWords({ operation, kind, names, properties }: Item): string {
  const line = [VERBS[operation], kind, ...(names.length === 0 ? [] : [codes(names, MOST_NAMES)])].join(" ");
  if (properties.length === 0) return line;
  return `${line}\n${list(properties, MOST_PROPERTIES).replaceAll(/^/gm, "  ")}`;
}

/** What loses something comes first. */
function order({ operation }: Pick<Item, "operation">): number {
  return OPERATIONS.indexOf(operation);
}

function inOrder(a: Group, b: Group): number {
  const rank = ({ items }: Group): number => Math.min(...items.map(order));
  const title = ({ type, names: [name = ""] }: Group): string => `${type} ${name}`;
  return rank(a) - rank(b) || compare(title(a), title(b));
}
