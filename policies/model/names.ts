/** Names that a stack declares, of which some are not known yet. */
import type { Resource } from "./resource";
import { UNKNOWN } from "./values";

export type Name = string | typeof UNKNOWN;

/** A set of names such as those of namespaces, or of several parts such as namespace and account; each cluster has its own. */
export class Names {
  private readonly keys = new Set<string>();

  add({ provider }: Pick<Resource, "provider">, ...name: readonly Name[]): void {
    this.keys.add(key(provider, name)).add(key(ANY_CLUSTER, name));
  }

  /** Whether the cluster of the asking resource has the name, {@link UNKNOWN} if that hangs on a name that is not known yet. */
  has(asking: Resource, ...name: readonly Name[]): boolean | typeof UNKNOWN {
    // Neither a cloud resource nor a component tells which cluster of the stack its names belong to.
    const cluster = (asking.type.startsWith("kubernetes:") ? asking.provider : undefined) ?? ANY_CLUSTER;
    if (name.includes(UNKNOWN)) return UNKNOWN;
    if (this.keys.has(key(cluster, name))) return true;
    return withUnknowns(name).some((possible) => this.keys.has(key(cluster, possible))) ? UNKNOWN : false;
  }
}

const ANY_CLUSTER = "*";

function key(cluster: string | undefined, name: readonly Name[]): string {
  return JSON.stringify([cluster, ...name.map((part) => (part === UNKNOWN ? null : part))]);
}

/** The name with each choice of its parts unknown, itself included. */
function withUnknowns([first, ...rest]: readonly Name[]): readonly (readonly Name[])[] {
  if (first === undefined) return [[]];
  return withUnknowns(rest).flatMap((others) => [
    [first, ...others],
    [UNKNOWN, ...others],
  ]);
}
