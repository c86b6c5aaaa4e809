/** The form in which a resource's types are kept: plain data. */

export type Shape =
  | { readonly kind: "string" | "number" | "boolean" | "any" }
  | { readonly kind: "list" | "map"; readonly of: Shape }
  /** An object by its name in {@link ResourceSchema.objects}. */
  | { readonly kind: "object"; readonly name: string }
  | { readonly kind: "either"; readonly of: readonly Shape[] };

export interface Member {
  readonly shape: Shape;
  readonly required: boolean;
}

export type Members = Readonly<Record<string, Member>>;

export interface ResourceSchema {
  readonly inputs: Members;
  /** Required ones have a value in every resource that exists. */
  readonly outputs: Members;
  /** Objects in the inputs, and objects in those. */
  readonly objects: Readonly<Record<string, Members>>;
}
