/** Resources as the engine itself writes them: `newState` of the steps of `pulumi preview --json`, and the resources of `pulumi stack export`. */
import { type Json, label, type StackResource, UNKNOWN } from "./stack-resource.js";

export interface EngineState {
  readonly urn: string;
  readonly type: string;
  /** Whether a provider makes it; others are components. */
  readonly custom: boolean;
  readonly inputs?: Readonly<Record<string, Json>>;
  /** URNs of the resources whose outputs went into each property. */
  readonly propertyDependencies?: Readonly<Record<string, readonly string[] | null>>;
}

/** What linters look at. */
export function fromEngine(states: readonly EngineState[]): StackResource[] {
  return states
    .filter(({ custom, type }) => custom && !type.startsWith("pulumi:"))
    .map(({ urn, inputs = {}, propertyDependencies = {} }) => {
      const sources = Object.fromEntries(
        Object.entries(propertyDependencies).map(([property, urns]) => [property, (urns ?? []).map(ofUrn).map(label)]),
      );
      // A preview leaves out what is not known yet: there is a source, and no value.
      const later = Object.entries(sources).flatMap(([property, from]) =>
        from.length > 0 ? [[property, UNKNOWN]] : [],
      );
      return { ...ofUrn(urn), inputs: { ...Object.fromEntries(later), ...inputs } as StackResource["inputs"], sources };
    });
}

/** Type and name, the last two parts of a URN; the type comes after those of the parents. */
function ofUrn(urn: string): { readonly type: string; readonly name: string } {
  const [, , types = "", ...name] = urn.split("::");
  return { type: types.split("$").at(-1) ?? "", name: name.join("::") };
}
