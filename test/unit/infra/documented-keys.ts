/** The keys of the settings twice: as the schema has them, and as the tables of `stacks/README.md` describe them. */
import { readFileSync } from "node:fs";

import { z } from "zod";

import { settingsSchema } from "../../../infra/settings/schema.js";

/** One row of the README's tables, without its prose. */
export interface DocumentedKey {
  readonly key: string;
  readonly type: string;
  readonly default: string;
}

interface JsonSchema {
  readonly type?: string;
  readonly const?: string;
  readonly enum?: readonly string[];
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly oneOf?: readonly JsonSchema[];
}

export function schemaKeys(): DocumentedKey[] {
  return keysBelow("", z.toJSONSchema(settingsSchema, { io: "input" }) as JsonSchema);
}

export function readmeRows(): string[][] {
  const rows = readFileSync("stacks/README.md", "utf8")
    .split("\n")
    .filter((line) => line.startsWith("| `"));
  return rows.map((row) =>
    row
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

function keysBelow(path: string, schema: JsonSchema, kind?: string): DocumentedKey[] {
  return Object.entries(schema.properties ?? {})
    .filter(([name]) => name !== "kind")
    .flatMap(([name, child]) => keysOf(path === "" ? name : `${path}.${name}`, child, missing(name, schema, kind)));
}

function missing(name: string, { required = [] }: JsonSchema, kind?: string): string {
  if (!required.includes(name)) return "none";
  return kind === undefined ? "required" : `required for \`${kind}\``;
}

function keysOf(key: string, schema: JsonSchema, absent: string): DocumentedKey[] {
  if (schema.oneOf !== undefined) return keysOfUnion(key, schema, schema.oneOf);
  if (schema.properties !== undefined) return keysBelow(key, schema);
  const row = { key: `\`${key}\``, type: typeName(schema), default: defaultText(schema, absent) };
  return [row, ...keysOfEntries(key, schema)];
}

function keysOfUnion(key: string, { default: fallback }: JsonSchema, options: readonly JsonSchema[]): DocumentedKey[] {
  const kinds = options.map((option) => option.properties?.["kind"]?.const ?? "");
  const kind = {
    key: `\`${key}.kind\``,
    type: kinds.map((name) => `\`${name}\``).join(" or "),
    default: fallback === undefined ? "required" : `\`${(fallback as { kind: string }).kind}\``,
  };
  const everyKind = (name: string) => options.every(({ properties = {} }) => name in properties);
  const keys = options.flatMap((option, index) => {
    const own = keysBelow(key, option, options.length > 1 ? kinds[index] : undefined);
    return own.map((row) =>
      everyKind(row.key.slice(key.length + 2, -1)) ? { ...row, default: row.default.replace(/ for .*/, "") } : row,
    );
  });
  return [kind, ...keys.filter((row, index) => keys.findIndex((other) => other.key === row.key) === index)];
}

function keysOfEntries(key: string, { items, additionalProperties }: JsonSchema): DocumentedKey[] {
  if (items !== undefined) return keysBelow(`${key}[]`, items);
  if (typeof additionalProperties !== "object") return [];
  const { oneOf } = additionalProperties;
  const entry = `${key}.<name>`;
  return oneOf === undefined ? keysBelow(entry, additionalProperties) : keysOfUnion(entry, additionalProperties, oneOf);
}

function typeName({ type, items, additionalProperties, enum: words }: JsonSchema): string {
  if (words !== undefined) return words.map((word) => `\`${word}\``).join(" or ");
  if (items !== undefined) return items.properties === undefined ? "list of text" : "list of groups";
  if (typeof additionalProperties === "object") {
    const isGroup = additionalProperties.properties !== undefined || additionalProperties.oneOf !== undefined;
    return isGroup ? "group by name" : "text by name";
  }
  return (
    { string: "text", integer: "whole number", boolean: "true or false" }[type ?? ""] ?? `unknown type ${String(type)}`
  );
}

function defaultText({ default: fallback }: JsonSchema, absent: string): string {
  if (fallback === undefined) return absent;
  const empty = typeof fallback === "object" && Object.keys(fallback as object).length === 0;
  if (empty) return "empty";
  return `\`${typeof fallback === "string" ? fallback : JSON.stringify(fallback)}\``;
}
