/** What differs between the inputs of a resource and its new ones. */
import { isProperties, type Properties, type Value } from "./values.js";

/** Dotted paths to everything that differs. A list is one value: AWS has no names for its items. */
export function changedPaths(olds: Properties, news: Properties, prefix = ""): string[] {
  const names = new Set([...Object.keys(olds), ...Object.keys(news)]);
  return [...names].flatMap((name) => changesAt(olds[name], news[name], prefix === "" ? name : `${prefix}.${name}`));
}

function changesAt(old: Value | undefined, value: Value | undefined, path: string): string[] {
  if (isSame(old, value)) return [];
  const [before, after] = [old ?? {}, value ?? {}];
  return isProperties(before) && isProperties(after) ? changedPaths(before, after, path) : [path];
}

/** Absent and null mean the same to AWS, and so do two ways to write one document. */
function isSame(old: Value | undefined, value: Value | undefined): boolean {
  return canonical(old) === canonical(value);
}

function canonical(value: Value | undefined): string {
  if (typeof value === "string" && value.startsWith("{")) return parsed(value);
  return JSON.stringify(sorted(value ?? null));
}

function parsed(text: string): string {
  try {
    return JSON.stringify(sorted(JSON.parse(text) as Value));
  } catch {
    return text;
  }
}

function sorted(value: Value): Value {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isProperties(value)) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== null);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, item]) => [key, sorted(item)]));
}
