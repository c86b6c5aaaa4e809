/** What AWS answers about a resource: the inputs, what it made up itself, and the tags of the provider. */
import type { Kind, Subject } from "./kinds/kind.js";
import type { Member, ResourceSchema } from "./schema-shapes.js";
import { isProperties, mapLeaves, merged, type Properties, textsIn, UNKNOWN, type Value } from "./values.js";
import type { Thing } from "./world.js";

export interface Making {
  readonly subject: Subject;
  readonly kind: Kind;
  readonly schema: ResourceSchema;
  readonly defaultTags: Properties;
}

/** What a preview can say of a resource that does not exist: everything that AWS will make up is unknown. */
export function plannedOutputs(making: Making): Properties {
  const made = making.kind.made?.(making.subject, UNKNOWN) ?? {};
  const unknown = mapLeaves(made, () => UNKNOWN) as Properties;
  return completed(making, merged(unknown, making.subject.inputs), () => UNKNOWN);
}

export function createdOutputs(making: Making, id: string): Properties {
  const { kind, subject } = making;
  return completed(making, merged(kind.made?.(subject, id) ?? {}, subject.inputs), (name, member) =>
    filler(subject, name, member, id),
  );
}

/** After an update, or in its preview, where what changes is not known yet. What AWS made up before stays. */
export function updatedOutputs(making: Making, before: Thing, preview: boolean): Properties {
  const { kind, subject } = making;
  const stable = merged(kind.made?.(subject, before.id) ?? {}, difference(before.outputs, before.inputs));
  const remade = kind.remade?.(subject, before) ?? {};
  const changed = preview ? (mapLeaves(remade, () => UNKNOWN) as Properties) : remade;
  const outputs = completed(making, merged({ ...stable, ...changed }, subject.inputs), (name, member) =>
    filler(subject, name, member, before.id),
  );
  return mapLeaves(outputs, (leaf) =>
    textsIn(leaf).some((text) => text.includes(UNKNOWN)) ? UNKNOWN : leaf,
  ) as Properties;
}

function completed(
  { subject, schema, defaultTags }: Making,
  outputs: Properties,
  fill: (name: string, member: Member) => Value,
): Properties {
  const all = { region: subject.place.region, ...outputs, tagsAll: allTags(defaultTags, subject.inputs["tags"]) };
  const result: Properties = {};
  for (const [name, member] of Object.entries(schema.outputs)) {
    const value = (all as Properties)[name] ?? (member.required ? fill(name, member) : undefined);
    if (value !== undefined) result[name] = value;
  }
  return result;
}

export function allTags(defaultTags: Properties, tags: Value | undefined): Value {
  return tags === UNKNOWN ? UNKNOWN : { ...defaultTags, ...(isProperties(tags) ? tags : {}) };
}

/** Something of the right kind for what nobody asks about. */
function filler({ type, place }: Subject, name: string, { shape }: Member, id: string): Value {
  const [, module = "", resource = ""] = /^aws:([^/]+)\/([^:]+):/.exec(type) ?? [];
  if (name === "arn") return `arn:${place.partition}:${module}:${place.region}:${place.account}:${resource}/${id}`;
  if (name === "ownerId") return place.account;
  if (shape.kind === "number") return 0;
  if (shape.kind === "boolean") return false;
  if (shape.kind === "list") return [];
  return shape.kind === "string" ? "" : {};
}

/** What of `outputs` does not come from `inputs`. */
function difference(outputs: Properties, inputs: Properties): Properties {
  const rest: Properties = {};
  for (const [name, value] of Object.entries(outputs)) {
    const input = inputs[name];
    if (input === undefined) rest[name] = value;
    else if (isProperties(value) && isProperties(input)) rest[name] = difference(value, input);
  }
  return rest;
}
