/** What has the same key, in the order in which each key comes first. */
export function collect<T>(all: readonly T[], keyOf: (one: T) => string): [T, ...T[]][] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const one of all) {
    const key = keyOf(one);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return [...groups.values()];
}

/** Orders texts as every machine does. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
