/** The pools of nodes of the settings, with what follows from the network filled in. */

import type { AutoPool, Compute, ManagedPool } from "../components/aws/node-pools";
import type { EksSettings } from "./settings";

/** The settings that decide about nodes. Without a network, as far as they can be told without it: checks come before all could be read. */
interface NodeSettings {
  readonly compute: EksSettings["compute"];
  readonly network: EksSettings["network"] | undefined;
}

/** Executors on spot and in one zone, so that a shuffle pays for no way between zones; all others on demand and everywhere; unless a pool says otherwise. */
export function computeOf({ compute, network }: NodeSettings): Compute {
  const zones = network === undefined ? [] : zonesOf(network);
  return compute.kind === "auto"
    ? { kind: "auto", pools: mapValues(compute.pools, (pool): AutoPool => ({ ...pool, ...placement(pool, zones) })) }
    : {
        kind: "managed",
        pools: mapValues(compute.pools, (pool): ManagedPool => ({ ...pool, ...placement(pool, zones) })),
      };
}

/** The zones of a network, in the order in which they are written. */
export function zonesOf(network: EksSettings["network"]): string[] {
  return network.kind === "new" ? [...network.zones] : [...new Set(network.subnets.map(({ zone }) => zone))];
}

type PoolSettings = EksSettings["compute"]["pools"][string];

function placement({ workload, capacity, zone }: PoolSettings, [first]: readonly string[]) {
  const isExecutors = workload === "executors";
  const home = zone ?? (isExecutors ? first : undefined);
  return {
    capacity: capacity ?? (isExecutors ? ("spot" as const) : ("onDemand" as const)),
    ...(home !== undefined && { zone: home }),
  };
}

function mapValues<Value, Result>(values: Readonly<Record<string, Value>>, change: (value: Value) => Result) {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]));
}
