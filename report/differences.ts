/** What differs between the inputs of a resource before and after. */
import { Hidden, type Shown, type ShownObject, Unknown } from "./secrecy";

/** One difference. Of a list of texts or numbers, `before` has what is gone from it and `after` what is new. */
export interface Difference {
  /** For example `spec.template.spec.containers[base].image`. */
  readonly path: string;
  readonly before?: Shown;
  readonly after?: Shown;
}

/** Keys with which an element of a list is known among the others. */
const NAMES = ["name", "key", "sid", "Sid"] as const;

/** In the order of the inputs. What the provider fills in and what the SDK keeps for itself begins with two underscores and is left out. */
export function differences(before: Shown | undefined, after: Shown | undefined, path = ""): Difference[] {
  if (same(before, after)) return [];
  if (isObject(before) && isObject(after)) return ofObjects(before, after, path);
  if (isList(before) && isList(after)) return ofLists(before, after, path);
  return [{ path, ...(before !== undefined && { before }), ...(after !== undefined && { after }) }];
}

function same(one: Shown | undefined, other: Shown | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function ofObjects(before: ShownObject, after: ShownObject, path: string): Difference[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((key) => !key.startsWith("__"));
  return keys.flatMap((key) => differences(before[key], after[key], join(path, key)));
}

function join(path: string, key: string): string {
  if (path === "") return key;
  return /^[\w/-]+$/.test(key) ? `${path}.${key}` : `${path}["${key}"]`;
}

function ofLists(before: readonly Shown[], after: readonly Shown[], path: string): Difference[] {
  if ([...before, ...after].every((item) => !isObject(item) && !isList(item))) return [ofTexts(before, after, path)];
  const keyOf = [before, after].every(haveNames) ? named : byPlace;
  const [old, current] = [keyed(before, keyOf), keyed(after, keyOf)];
  const names = [...new Set([...old.keys(), ...current.keys()])];
  return names.flatMap((name) => differences(old.get(name), current.get(name), `${path}[${name}]`));
}

/** Where only the order differs, both lists are told in full. */
function ofTexts(before: readonly Shown[], after: readonly Shown[], path: string): Difference {
  const gone = without(before, after);
  const added = without(after, before);
  if (gone.length === 0 && added.length === 0) return { path, before, after };
  return { path, ...(gone.length > 0 && { before: gone }), ...(added.length > 0 && { after: added }) };
}

function without(items: readonly Shown[], others: readonly Shown[]): Shown[] {
  const known = new Set(others.map((other) => JSON.stringify(other)));
  return items.filter((item) => !known.has(JSON.stringify(item)));
}

/** Whether each has a name of its own. */
function haveNames(items: readonly Shown[]): boolean {
  const names = items.map(named);
  return !names.includes("") && new Set(names).size === names.length;
}

function named(item: Shown): string {
  return (isObject(item) ? NAMES.map((key) => item[key]).find(isText) : undefined) ?? "";
}

function byPlace(_item: Shown, index: number): string {
  return String(index);
}

function keyed(items: readonly Shown[], keyOf: (item: Shown, index: number) => string): Map<string, Shown> {
  return new Map(items.map((item, index) => [keyOf(item, index), item]));
}

function isText(value: Shown | undefined): value is string {
  return typeof value === "string";
}

function isList(value: Shown | undefined): value is readonly Shown[] {
  return Array.isArray(value);
}

export function isObject(value: Shown | undefined): value is ShownObject {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Hidden) &&
    !(value instanceof Unknown)
  );
}
