/** The resources of a stack that have to do with volumes, so that no rule searches the whole stack for each claim. */
import type { Registered, Resource } from "../resource";
import { stringAt } from "../values";
import { claimSpecs, claimTemplates } from "./claim-spec";
import type { Consumer } from "./consumer";
import { consumers } from "./consumers";
import { isAttachment, isClaim, isPersistentVolume, isScaler, isStorageClass } from "./kinds";

/** All lists are in order of registration. */
export class Inventory {
  /** Claims that are resources of their own, by name. */
  readonly claims = new Groups<Resource>();
  /** Pods with claims, by the claim's name. */
  readonly consumers = new Groups<Consumer>();
  /** What says how claims are to be: claims, StatefulSets with templates of them, pods with claims of their own. */
  readonly claimants: Resource[] = [];
  readonly statefulSets: Resource[] = [];
  readonly classes: Resource[] = [];
  readonly persistentVolumes: Resource[] = [];
  readonly attachments: Resource[] = [];
  readonly scalers: Resource[] = [];
  private readonly places = new Map<string, Resource>();
  private readonly numbers = new Map<Resource, number>();

  constructor(resources: Iterable<Resource>) {
    for (const resource of resources) this.add(resource);
  }

  add(resource: Resource): void {
    this.numbers.set(resource, this.places.size);
    this.places.set(resource.id, resource);
    if (isClaim(resource)) this.claims.add(stringAt(resource.inputs, "metadata", "name"), resource);
    for (const consumer of consumers(resource)) {
      const { claimName } = consumer;
      this.consumers.add(typeof claimName === "string" ? claimName : undefined, consumer);
    }
    if (claimSpecs(resource).length > 0) this.claimants.push(resource);
    if (claimTemplates(resource).length > 0) this.statefulSets.push(resource);
    if (isStorageClass(resource)) this.classes.push(resource);
    if (isPersistentVolume(resource)) this.persistentVolumes.push(resource);
    if (isAttachment(resource)) this.attachments.push(resource);
    if (isScaler(resource)) this.scalers.push(resource);
  }

  /** The resource as it was when it was added. */
  get({ id }: Resource): Resource | undefined {
    return this.places.get(id);
  }

  /** Puts what it holds in order of registration. */
  position(resource: Resource): number {
    return this.numbers.get(resource) ?? 0;
  }
}

/** Things by name; those whose name is not known, or is left to Pulumi, are under `undefined`. */
class Groups<T> {
  private readonly groups = new Map<string | undefined, T[]>();

  add(name: string | undefined, thing: T): void {
    const group = this.groups.get(name) ?? [];
    group.push(thing);
    this.groups.set(name, group);
  }

  named(name: string | undefined): readonly T[] {
    return this.groups.get(name) ?? [];
  }

  all(): readonly T[] {
    return [...this.groups.values()].flat();
  }
}

const soFar = new WeakMap<Registered["resources"], Inventory>();

/** The inventory of what is registered so far, kept from one registration to the next. */
export function inventorySoFar({ resources }: Registered, arriving: Resource): Inventory {
  const kept = soFar.get(resources);
  const present = kept?.get(arriving);
  if (kept && present === arriving) return kept;
  if (kept && present === undefined) {
    kept.add(arriving);
    return kept;
  }
  const made = new Inventory(resources.values());
  soFar.set(resources, made);
  return made;
}
