/** Resources of a stack as linters get them: from a component under mocks, or from a preview by the real engine. */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export interface StackResource {
  /** Type token, for example `aws:s3/bucket:Bucket`. */
  readonly type: string;
  /** Pulumi name, unique together with the type. */
  readonly name: string;
  readonly inputs: Readonly<Record<string, Json>>;
  /** Which resources' outputs went into each property, as {@link label}: linters follow these to see that a bucket has its policy. */
  readonly sources?: Readonly<Record<string, readonly string[]>>;
}

/** How one resource names another. */
export function label({ type, name }: Pick<StackResource, "type" | "name">): string {
  return `${type} ${name}`;
}

/** How the engine writes a value that is not known yet. Source: `UnknownStringValue` in Pulumi's Go SDK. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Mark of a secret on the wire between SDK and engine. */
const SECRET = "4dabf18193072939515e22adb298388d";

/** What linters see of such values: something that is there, and is nothing that they look for. */
const KNOWN_LATER = "(known after apply)";
const HIDDEN = "(secret)";

/** Replaces what is not known yet, and what is secret. */
export function shown(value: Json): Json {
  if (typeof value === "string") return value.replaceAll(UNKNOWN, KNOWN_LATER);
  if (isList(value)) return value.map(shown);
  if (!isRecord(value)) return value;
  return SECRET in value ? HIDDEN : shownEach(value);
}

/** Of a resource's inputs. */
export function shownEach(inputs: Readonly<Record<string, Json>>): Record<string, Json> {
  return Object.fromEntries(Object.entries(inputs).map(([key, value]) => [key, shown(value)]));
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

export function isRecord(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !isList(value);
}
