/** Property values as they travel between the engine and a provider, and plain ways to look into them. */

export type Value = null | boolean | number | string | Value[] | Properties;
export interface Properties {
  [name: string]: Value;
}

/** How the engine writes a value that is not known yet. Source: `UnknownStringValue` in Pulumi's Go SDK. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The value as a secret on the wire. Sources: `SigKey` and `SecretSig` in Pulumi's Go SDK. */
export function secret(value: Value): Properties {
  return { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value };
}

export function isProperties(value: Value | undefined): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What is at a dotted path. An array on the way stands for its first element. */
export function at(value: Value | undefined, path: string): Value | undefined {
  return path.split(".").reduce<Value | undefined>((found, key) => {
    const parent = Array.isArray(found) ? found[0] : found;
    return isProperties(parent) ? parent[key] : undefined;
  }, value);
}

/** The text at a path; empty when there is none. */
export function textAt(value: Value | undefined, path: string): string {
  const found = at(value, path);
  return typeof found === "string" ? found : "";
}

/** The texts of a list at a path. */
export function textsAt(value: Value | undefined, path: string): string[] {
  const found = at(value, path);
  return Array.isArray(found) ? found.filter((item) => typeof item === "string") : [];
}

/** Every text in a value, however deep. */
export function textsIn(value: Value | undefined): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isProperties(value) ? Object.values(value).flatMap(textsIn) : [];
}

/** The same shape with another value in place of each leaf. Empty lists and objects are leaves. */
export function mapLeaves(value: Value, replace: (leaf: Value) => Value): Value {
  if (Array.isArray(value) && value.length > 0) return value.map((item) => mapLeaves(item, replace));
  if (!isProperties(value) || Object.keys(value).length === 0) return replace(value);
  return mapValues(value, (item) => mapLeaves(item, replace));
}

export function mapValues(properties: Properties, replace: (value: Value) => Value): Properties {
  return Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, replace(value)]));
}

/** `base` with everything of `over` written over it, object by object; lists and leaves are taken as a whole. */
export function merged(base: Properties, over: Properties): Properties {
  const result = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const below = result[key];
    result[key] = isProperties(below) && isProperties(value) ? merged(below, value) : value;
  }
  return result;
}
