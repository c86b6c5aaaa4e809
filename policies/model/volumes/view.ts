/** What rules about volumes know of the stack: what is registered so far, or all of it. */
import type { Registered, Resource, Stack } from "../resource";
import { Inventory, inventorySoFar } from "./inventory";

export interface View extends Stack {
  readonly inventory: Inventory;
  /** Whether nothing comes after it, so that what nobody has said counts as the worst. Before that, a class that is not declared still can be. */
  readonly final: boolean;
}

/** The stack so far, of which `arriving` is the newest resource. */
export function soFar({ resources, parameters }: Registered, arriving: Resource): View {
  const inventory = inventorySoFar({ resources, parameters }, arriving);
  return { resources, parameters, inventory, dependencies: () => [], final: false };
}

const concluded = new WeakMap<Stack["resources"], Inventory>();

/** The whole stack. Several rules ask for it, and its resources are the same to all of them. */
export function atEnd(stack: Stack): View {
  const inventory = concluded.get(stack.resources) ?? new Inventory(stack.resources.values());
  concluded.set(stack.resources, inventory);
  return { ...stack, inventory, final: true };
}

/** Resources of the same cluster whose outputs went into a property. Only the end of a run tells. */
export function sources(resource: Resource, property: string, { dependencies }: View): readonly Resource[] {
  // Objects in a list have the list's dependencies.
  const written = resource.id === resource.urn ? property : "items";
  return dependencies(resource, written).filter(({ provider }) => provider === resource.provider);
}
