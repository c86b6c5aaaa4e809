/** Property values as rules see them: plain JSON, plus one marker for what is not known yet. */

/** Stands for a value that Pulumi knows only during the update, an unresolved Output in a preview. Registered, so that two copies of this module agree. */
export const UNKNOWN: unique symbol = Symbol.for("spark-platform/unknown");

export type Value =
  null | boolean | number | string | typeof UNKNOWN | readonly Value[] | { readonly [property: string]: Value };

/**
 * Copies properties as the policy SDK hands them over. The SDK wraps them so that reading an unknown one throws, which would end the whole policy
 * at the first unknown value; the copy holds {@link UNKNOWN} there and lets the rules go on.
 */
export function snapshot(value: unknown): Value {
  if (typeof value === "boolean" || typeof value === "number" || typeof value === "string") return value;
  if (Array.isArray(value)) return Array.from({ length: value.length }, (_, index) => property(value, index));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.keys(value).map((key) => [key, property(value, key)]));
  }
  return null;
}

function property(container: object, key: string | number): Value {
  let value: unknown;
  try {
    value = Reflect.get(container, key);
  } catch {
    return UNKNOWN;
  }
  return snapshot(value);
}

/** Whether there is an unknown value anywhere in it. */
export function hasUnknown(value: Value | undefined): boolean {
  if (value === UNKNOWN) return true;
  if (Array.isArray(value)) return value.some(hasUnknown);
  return isRecord(value) && Object.values(value).some(hasUnknown);
}

export function isRecord(value: Value | undefined): value is Readonly<Record<string, Value>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value at a path: `undefined` where something on the way is missing, {@link UNKNOWN} where it is unknown. */
export function at(value: Value | undefined, ...path: readonly string[]): Value | undefined {
  let node = value;
  for (const key of path) {
    if (node === UNKNOWN) return UNKNOWN;
    node = isRecord(node) ? node[key] : undefined;
  }
  return node ?? undefined;
}

/** The string at a path, or `undefined` for everything else. */
export function stringAt(value: Value | undefined, ...path: readonly string[]): string | undefined {
  const found = at(value, ...path);
  return typeof found === "string" ? found : undefined;
}

/** The elements of a list: none where it is missing, a single {@link UNKNOWN} where the list itself is unknown. */
export function listAt(value: Value | undefined, ...path: readonly string[]): readonly Value[] {
  const found = at(value, ...path);
  if (found === UNKNOWN) return [UNKNOWN];
  return isList(found) ? found : [];
}

function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}
