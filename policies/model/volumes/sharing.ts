/** Claims on EBS, and how many pods of which workloads can mount each at once. */
import { home } from "../namespaces";
import type { Resource } from "../resource";
import { UNKNOWN, stringAt } from "../values";
import { type Claim, candidates, claimOf, isClaimOnEbs, specOf } from "./claims";
import type { Consumer } from "./consumer";
import { consumers } from "./consumers";
import { isPersistentVolume, isScaler, isStatefulSet, isStorageClass } from "./kinds";
import { claimTemplates } from "./claim-spec";
import { type Pods, most, mostPods } from "./max-pods";
import type { View } from "./view";

/** A workload that mounts a claim. */
export interface Holder {
  readonly resource: Resource;
  /** Where it names the claim. */
  readonly place: string;
  /** How many of its pods can be there at once. */
  readonly pods: Pods;
  /** Whether it is known that it mounts this claim and no other, and that this is on EBS. */
  readonly certain: boolean;
}

/** A claim that is on EBS or may be, with its holders in order of registration. */
export interface HeldClaim {
  readonly claim: Claim;
  readonly holders: readonly Holder[];
}

/** All claims on EBS that somebody mounts. */
export function heldClaims(view: View): readonly HeldClaim[] {
  return heldBy(view.inventory.consumers.all(), view);
}

/** Those of them about which a resource can have changed something. */
export function heldClaimsAround(arriving: Resource, view: View): readonly HeldClaim[] {
  const decidesForMany = isStorageClass(arriving) || isPersistentVolume(arriving) || isScaler(arriving);
  if (decidesForMany) return heldClaims(view);
  const { consumers: all } = view.inventory;
  const own = claimOf(arriving, view)?.name;
  const names = new Set([own, ...consumers(arriving).map(({ claimName }) => claimName)]);
  const mounted = [...names].flatMap((name) => (typeof name === "string" ? all.named(name) : []));
  return heldBy([...mounted, ...othersOnTemplates(arriving, view)], view);
}

/** Who mounts claims that a StatefulSet makes for its own pods. */
function othersOnTemplates(arriving: Resource, { inventory }: View): readonly Consumer[] {
  if (!isStatefulSet(arriving)) return [];
  const names = claimTemplates(arriving).flatMap(({ name }) => (name === undefined ? [] : [`${name}-`]));
  return names.length === 0
    ? []
    : inventory.consumers.all().filter(({ claimName }) => names.some((name) => String(claimName).startsWith(name)));
}

/** A consumer and whether it mounts the claim for certain. */
interface Mount {
  readonly consumer: Consumer;
  readonly certain: boolean;
}

function heldBy(all: readonly Consumer[], view: View): readonly HeldClaim[] {
  const mounts = new Map<string, { readonly claim: Claim; readonly of: Mount[] }>();
  for (const consumer of all) {
    const { claims, certain } = candidates(consumer, view);
    for (const claim of claims) {
      const key = JSON.stringify([claim.provider, claim.namespace, claim.name]);
      const entry = mounts.get(key) ?? { claim, of: [] };
      entry.of.push({ consumer, certain });
      mounts.set(key, entry);
    }
  }
  return [...mounts.values()].flatMap(({ claim, of }) => {
    const onEbs = isClaimOnEbs(claim, view);
    return onEbs === false ? [] : [{ claim, holders: holders(claim, of, onEbs === true, view) }];
  });
}

function holders(claim: Claim, mounts: readonly Mount[], onEbs: boolean, view: View): readonly Holder[] {
  const all = [...new Set(mounts.map(({ consumer }) => consumer.resource))];
  const workloads = new Map<Resource, Mount[]>();
  for (const mount of mounts) {
    const workload = patched(mount.consumer.resource, all, view);
    workloads.set(workload, [...(workloads.get(workload) ?? []), mount]);
  }
  const found = [...workloads].map(([workload, its]) => holder(workload, its, onEbs, view));
  return [...found, ...ownPod(claim, onEbs, view)].sort((one, other) => place(one, view) - place(other, view));
}

function place({ resource }: Holder, { inventory }: View): number {
  return inventory.position(resource);
}

/** The workload that a patch changes, if that mounts the claim too: they are the same pods. */
function patched(resource: Resource, all: readonly Resource[], view: View): Resource {
  if (resource.object?.patch !== true) return resource;
  const key = identity(resource, view);
  return all.find((it) => it.object?.patch === false && identity(it, view) === key) ?? resource;
}

function identity(resource: Resource, view: View): string {
  const { group, kind } = resource.object ?? {};
  const name = stringAt(resource.inputs, "metadata", "name") ?? resource.id;
  return JSON.stringify([resource.provider, group, kind, String(home(resource, view)), name]);
}

function holder(resource: Resource, mounts: readonly Mount[], onEbs: boolean, view: View): Holder {
  const all = mounts.map(({ consumer }) => consumer);
  const places = new Set(all.filter((it) => it.resource === resource).map((it) => it.place));
  const certain = onEbs && mounts.some((mount) => mount.certain);
  return { resource, place: [...places].join(" and "), pods: podsOf(all, view), certain };
}

/** What the same pods mount twice counts once. */
function podsOf(all: readonly Consumer[], view: View): Pods {
  const slots = new Map<string, Pods>();
  for (const { pod, pods, resource } of all) {
    slots.set(pod, most([slots.get(pod) ?? 0, pods === "any" ? Infinity : mostPods(resource, view)]));
  }
  return sum([...slots.values()]);
}

function sum(counts: readonly Pods[]): Pods {
  const known = counts.filter((count) => count !== UNKNOWN).reduce((total, count) => total + count, 0);
  return known <= 1 && counts.includes(UNKNOWN) ? UNKNOWN : known;
}

/** The pod for which a StatefulSet makes the claim. */
function ownPod(claim: Claim, onEbs: boolean, view: View): readonly Holder[] {
  const spec = specOf(claim, view);
  if (spec === undefined || !isStatefulSet(spec.resource)) return [];
  const { resource, place } = spec;
  return [{ resource, place, pods: 1, certain: onEbs }];
}
