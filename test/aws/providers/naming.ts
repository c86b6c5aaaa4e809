/** Names for what the program gives none: Pulumi's provider makes them from the resource's own name and seven random digits. */
import { createHash } from "node:crypto";

import type { ResourceSchema } from "./schema-shapes.js";
import { type Properties, textAt, UNKNOWN } from "./values.js";

/** Where AWS keeps the name of a resource; everywhere else that is `name`. */
const NAME_PROPERTIES: Readonly<Record<string, string>> = {
  "aws:s3/bucket:Bucket": "bucket",
  "aws:rds/instance:Instance": "identifier",
  "aws:eks/nodeGroup:NodeGroup": "nodeGroupName",
  "aws:eks/fargateProfile:FargateProfile": "fargateProfileName",
};

/** Property in which the real provider remembers what the program did not write. Policies see it too. */
const DEFAULTS = "__defaults";

/** The inputs with a name, the same one as before if there was one. */
export function withName(
  type: string,
  schema: ResourceSchema,
  inputs: Properties,
  olds: Properties,
  urn: string,
): Properties {
  const property = nameProperty(type);
  const member = schema.inputs[property];
  const named = inputs[property] !== undefined || (inputs[`${property}Prefix`] ?? inputs["namePrefix"]) !== undefined;
  if (member === undefined || member.required || named) return { ...inputs, [DEFAULTS]: [] };
  const earlier = isGenerated(type, olds) ? textAt(olds, property) : "";
  return { ...inputs, [property]: earlier || generated(type, urn), [DEFAULTS]: [property] };
}

function generated(type: string, urn: string): string {
  const name = urn.split("::").pop() ?? "";
  const digits = createHash("sha256").update(`${urn}${Date.now()}`).digest("hex").slice(0, 7);
  const whole = `${name}-${digits}`;
  if (type === "aws:kms/alias:Alias") return `alias/${whole}`;
  return type === "aws:s3/bucket:Bucket" || type.startsWith("aws:ecr/") || type.startsWith("aws:rds/")
    ? whole.toLowerCase()
    : whole;
}

function isGenerated(type: string, inputs: Properties): boolean {
  const defaults = inputs[DEFAULTS];
  return Array.isArray(defaults) && defaults.includes(nameProperty(type));
}

/** Whether a successor cannot live beside its predecessor, because the program gave both the same name. */
export function keepsWrittenName(type: string, olds: Properties, news: Properties): boolean {
  const name = news[nameProperty(type)];
  return name !== undefined && name !== UNKNOWN && name === olds[nameProperty(type)] && !isGenerated(type, news);
}

function nameProperty(type: string): string {
  return NAME_PROPERTIES[type] ?? "name";
}

/** The inputs as AWS gets them. */
export function withoutDefaults(inputs: Properties): Properties {
  return Object.fromEntries(Object.entries(inputs).filter(([property]) => property !== DEFAULTS));
}
