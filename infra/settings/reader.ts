/**
 * Reads raw configuration part by part, so that one wrong part does not hide what is wrong with the others.
 */

import type { z } from "zod";
import { type Problem, pathOf } from "../../components/problem";
import { eks } from "./cluster-schema";
import { settingsSchema } from "./schema";
import { RULE_END } from "./values";
import { closest } from "../../spelling";

type Values = z.output<typeof settingsSchema>;
type Entries = "buckets" | "teams" | "jobs";
type EksValues = z.output<typeof eks>;

/**
 * What could be read. Sections with problems are undefined, teams and jobs with problems are absent from their group. What needs names only finds
 * them by themselves, so that a wrong quota does not hide a wrong name.
 */
export type ReadableParts = {
  readonly [Section in Exclude<keyof Values, Entries>]: Values[Section] | undefined;
} & Pick<Values, Entries> & {
    readonly teamNamespaces: Readonly<Record<string, string | undefined>>;
    readonly jobTeams: Readonly<Record<string, string | undefined>>;
    readonly bucketKeys: readonly string[];
    readonly clusterKind: EksValues["kind"] | "existing" | undefined;
    /** What could be read of a cluster of kind `eks`, key by key; absent for another kind. */
    readonly eks?: { readonly [Key in keyof EksValues]?: EksValues[Key] };
  };

const SHAPE = settingsSchema.shape;

/** Reads every part that can be read and adds what is wrong with the rest to `problems`. */
export function readParts(raw: Readonly<Record<string, unknown>>, problems: Problem[]): ReadableParts {
  const clusterKind = kindOfCluster(raw);
  const known = Object.keys(SHAPE);
  const unknown = Object.keys(raw).filter((key) => !known.includes(key));
  problems.push(...unknown.map((key) => unknownKey([key], raw[key], known)));
  const part = <Schema extends z.ZodType>(key: keyof Values, schema: Schema) =>
    readPart(schema, raw[key], [key], problems);
  return {
    cluster: part("cluster", SHAPE.cluster),
    network: part("network", SHAPE.network),
    images: part("images", SHAPE.images),
    postgres: part("postgres", SHAPE.postgres),
    buckets: readEntries(SHAPE.buckets.unwrap(), raw["buckets"], "buckets", problems),
    airflow: part("airflow", SHAPE.airflow),
    teams: readEntries(SHAPE.teams.unwrap(), raw["teams"], "teams", problems),
    jobs: readEntries(SHAPE.jobs.unwrap(), raw["jobs"], "jobs", problems),
    teamNamespaces: textOfEach(raw["teams"], "namespace"),
    jobTeams: textOfEach(raw["jobs"], "team"),
    bucketKeys: Object.keys(textOfEach(raw["buckets"], "name")),
    clusterKind,
    ...(clusterKind === "eks" && { eks: readKeys(eks, raw["cluster"]) }),
  };
}

function kindOfCluster(raw: unknown): ReadableParts["clusterKind"] {
  const kind = valueAt(raw, ["cluster", "kind"]);
  return kind === "existing" || kind === "eks" ? kind : undefined;
}

function readEntries<Entry extends z.ZodType>(
  schema: z.ZodRecord<z.ZodString, Entry>,
  raw: unknown,
  group: Entries,
  problems: Problem[],
): Record<string, z.output<Entry>> {
  if (!isGroup(raw)) {
    if (raw !== undefined) readPart(schema, raw, [group], problems);
    return {};
  }
  const entries = Object.entries(raw).flatMap(([name, value]) => {
    readName(schema.keyType, name, group, problems);
    const entry = readPart(schema.valueType, value, [group, name], problems);
    return entry === undefined ? [] : [[name, entry] as const];
  });
  return byName(entries);
}

function readName(schema: z.ZodString, name: string, group: Entries, problems: Problem[]): void {
  for (const { message } of schema.safeParse(name).error?.issues ?? []) {
    const [rule = "", fix = ""] = message.split(RULE_END);
    problems.push({ path: pathOf([group, name]), value: name, rule: rule.replace("must be", "its name must be"), fix });
  }
}

function readPart<Schema extends z.ZodType>(
  schema: Schema,
  raw: unknown,
  path: readonly PropertyKey[],
  problems: Problem[],
): z.output<Schema> | undefined {
  const result = schema.safeParse(raw);
  if (result.success) return result.data;
  problems.push(...result.error.issues.flatMap((issue) => describeIssue(issue, raw, path)));
  return schema.safeParse(withoutUnknownKeys(raw, result.error.issues)).data;
}

/** What is wrong with the keys is told where the whole is read. */
function readKeys<Shape extends z.ZodRawShape>(schema: z.ZodObject<Shape>, raw: unknown) {
  const keys = Object.entries(schema.shape).flatMap(([key, part]) => {
    const value = readPart(part as z.ZodType, valueAt(raw, [key]), [key], []);
    return value === undefined ? [] : [[key, value]];
  });
  return Object.fromEntries(keys) as Partial<z.output<z.ZodObject<Shape>>>;
}

function textOfEach(entries: unknown, key: string): Record<string, string | undefined> {
  if (!isGroup(entries)) return {};
  const texts = Object.entries(entries).map(([name, entry]) => [name, valueAt(entry, [key])] as const);
  return byName(texts.map(([name, text]) => [name, typeof text === "string" ? text : undefined]));
}

/** The names are a user's: looking for a team `constructor` must not find what every object inherits. */
function byName<Value>(entries: readonly (readonly [string, Value])[]): Record<string, Value> {
  return Object.setPrototypeOf(Object.fromEntries(entries), null) as Record<string, Value>;
}

function describeIssue(issue: z.core.$ZodIssue, raw: unknown, path: readonly PropertyKey[]): Problem[] {
  const value = valueAt(raw, issue.path);
  const where = [...path, ...issue.path];
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => unknownKey([...where, key], valueAt(value, [key]), issue.message.split(" ")));
  }
  const [rule = "", fix = ""] = issue.message.split(RULE_END);
  return [
    { path: pathOf(where), value, rule: value === undefined ? rule.replace("must be", "is required:") : rule, fix },
  ];
}

function unknownKey(path: readonly PropertyKey[], value: unknown, known: readonly string[]): Problem {
  const meant = closest(String(path.at(-1)), known);
  const fix = meant === undefined ? `remove it, or write one of ${known.join(", ")}` : `did you mean ${meant}?`;
  return { path: pathOf(path), value, rule: "is not a setting", fix };
}

/** A copy without the keys that the issues call unknown: what is left may still be good enough for the checks between settings. */
function withoutUnknownKeys(raw: unknown, issues: readonly z.core.$ZodIssue[]): unknown {
  const copy: unknown = structuredClone(raw);
  for (const issue of issues) {
    const group = valueAt(copy, issue.path);
    if (issue.code !== "unrecognized_keys" || !isGroup(group)) continue;
    for (const key of issue.keys) Reflect.deleteProperty(group, key);
  }
  return copy;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((inner, step) => (isObject(inner) ? Reflect.get(inner, step) : undefined), value);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function isGroup(value: unknown): value is Record<string, unknown> {
  return isObject(value) && !Array.isArray(value);
}
