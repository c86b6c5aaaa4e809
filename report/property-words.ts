/** What changes about a resource, property by property. Markdown. */
import { type Difference, differences } from "./differences";
import type { Change } from "./event-log";
import { code, codes } from "./markdown";
import { Hidden, type Shown, type ShownObject, Unknown } from "./secrecy";

/** The way to a pod template, the same everywhere. */
const POD = /^spec(\.jobTemplate\.spec)?\.template(\.spec)?(?=\.)/;

/** One line each, in the order of the inputs. */
export function propertyLines({ before, after, paths, replacing }: Change): string[] {
  if (before === undefined || after === undefined) return [];
  const found = differences(before, after);
  const told = found.map((one) => `${place(one.path, replacing)}: ${words(one)}`);
  // Of a secret only the provider knows that it changes, and of what somebody changed by hand.
  const others = paths.filter((path) => found.length === 0 || isSecret(after, path));
  return [
    ...told,
    ...others
      .filter((path) => !found.some((one) => touches(path, one.path)))
      .map((path) => `${place(path, replacing)}: changes`),
  ];
}

/** Which properties make a replacement necessary. */
export function reasonWords({ before, after, replacing }: Change): string {
  const found = differences(before, after).filter(({ path }) => replacing.some((other) => touches(other, path)));
  const changes = found.map((one) => `${code(one.path)} (${words(one)})`);
  return changes.length > 0 ? changes.join(", ") : codes(replacing);
}

function place(path: string, replacing: readonly string[]): string {
  const forces = replacing.some((other) => touches(other, path)) ? " **(forces the replacement)**" : "";
  return `${code(path.replace(POD, "pod"))}${forces}`;
}

/** Whether two paths lead to the same place or one below the other. The provider counts the elements of lists, here they have names. */
function touches(one: string, other: string): boolean {
  const [a, b] = [steps(one), steps(other)];
  const length = Math.min(a.length, b.length);
  return a.slice(0, length).join("\n") === b.slice(0, length).join("\n");
}

function steps(path: string): string[] {
  return path.split(/\.(?![^[]*\])|(?=\[)/).map((step) => step.replace(/^\["?(.*?)"?\]$/, "$1"));
}

/** Whether the path leads to a secret, or into it. */
function isSecret(inputs: ShownObject, path: string): boolean {
  let value: Shown | undefined = inputs;
  for (const step of steps(path)) {
    if (typeof value !== "object" || value === null || value instanceof Hidden) break;
    value = (value as ShownObject)[step];
  }
  return value instanceof Hidden && value.word === "secret";
}

function words({ before, after }: Difference): string {
  if (isTextOfLines(before) && isTextOfLines(after)) return lineWords(before, after);
  if (isList(before) || isList(after)) return listWords(asList(before), asList(after));
  if (before instanceof Hidden && after instanceof Hidden) return `changes (${after.word})`;
  if (before === undefined) return `new, ${shown(after)}`;
  return after === undefined ? `gone, was ${shown(before)}` : `${shown(before)} → ${shown(after)}`;
}

function listWords(gone: readonly Shown[], added: readonly Shown[]): string {
  return [...gone.map((item) => `− ${shown(item)}`), ...added.map((item) => `+ ${shown(item)}`)].slice(0, 8).join(" ");
}

function lineWords(before: string, after: string): string {
  const [old, current] = [before.split("\n"), after.split("\n")];
  const gone = old.filter((line) => !current.includes(line)).length;
  const added = current.filter((line) => !old.includes(line)).length;
  return `text with ${added} new and ${gone} removed lines`;
}

function shown(value: Shown | undefined): string {
  if (value instanceof Hidden || value instanceof Unknown) return value.word;
  if (isTextOfLines(value)) return `text of ${value.split("\n").length} lines`;
  return code(typeof value === "string" ? value : JSON.stringify(value, readable));
}

function readable(_key: string, value: unknown): unknown {
  return value instanceof Hidden || value instanceof Unknown ? `(${value.word})` : value;
}

function isTextOfLines(value: Shown | undefined): value is string {
  return typeof value === "string" && value.includes("\n");
}

function isList(value: Shown | undefined): value is readonly Shown[] {
  return Array.isArray(value);
}

function asList(value: Shown | undefined): readonly Shown[] {
  if (value === undefined) return [];
  return isList(value) ? value : [value];
}
