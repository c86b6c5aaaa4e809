/**
 * Resources of Pulumi's AWS provider in the form of a Terraform plan, which linters read. The provider is made from Terraform's, so that names differ by
 * rules: snake case, lists of blocks in the singular, and a block of which there can be one as a list of one.
 */
import { isList, isRecord, type Json, label, shownEach, type StackResource } from "./stack-resource.js";

/** Module of the provider that Terraform's names leave out. */
const UNNAMED_MODULE = "ec2";

/** Types whose names follow no rule. */
const TYPES: Readonly<Record<string, string>> = {
  "aws:rds/instance:Instance": "aws_db_instance",
  "aws:rds/parameterGroup:ParameterGroup": "aws_db_parameter_group",
  "aws:rds/subnetGroup:SubnetGroup": "aws_db_subnet_group",
};

/** Lists of blocks that are plural in Terraform too. */
const PLURAL_BLOCKS: readonly string[] = ["block_device_mappings", "network_interfaces", "tag_specifications"];

/** Properties whose keys are the user's own words: no blocks. */
const MAPS: readonly string[] = ["tags", "tagsAll", "labels"];

export function terraformPlan(resources: readonly StackResource[]): object {
  const blocks = resources.filter(({ type }) => type.startsWith("aws:"));
  return {
    format_version: "1.2",
    terraform_version: "1.9.0",
    planned_values: { root_module: { resources: blocks.map(planned) } },
    resource_changes: blocks.map((resource) => ({
      ...identity(resource),
      change: { actions: ["create"], before: null, after: values(resource), after_unknown: {} },
    })),
    configuration: { root_module: { resources: blocks.map((resource) => configured(resource, blocks)) } },
  };
}

/** `aws_s3_bucket.lake` for `aws:s3/bucket:Bucket lake`. */
export function terraformAddress({ type, name }: Pick<StackResource, "type" | "name">): string {
  return `${terraformType(type)}.${name}`;
}

export function terraformType(type: string): string {
  const [, path = ""] = type.split(":");
  const [module = "", kind = ""] = path.split("/");
  return TYPES[type] ?? ["aws", ...(module === UNNAMED_MODULE ? [] : [module]), snakeCase(kind)].join("_");
}

function identity(resource: StackResource) {
  const type = terraformType(resource.type);
  return { address: terraformAddress(resource), mode: "managed", type, name: resource.name };
}

function planned(resource: StackResource): object {
  return { ...identity(resource), provider_name: "aws", schema_version: 0, values: values(resource) };
}

/** What an expression refers to, from which linters draw their graph. */
function configured(resource: StackResource, all: readonly StackResource[]): object {
  const addresses = new Map(all.map((other) => [label(other), terraformAddress(other)]));
  const expressions = Object.entries(resource.sources ?? {}).flatMap(([property, sources]) => {
    const references = sources.flatMap((source) => addresses.get(source) ?? []);
    return references.length === 0 ? [] : [[snakeCase(property), { references }]];
  });
  return { ...identity(resource), expressions: Object.fromEntries(expressions) as object };
}

function values({ inputs }: StackResource): object {
  return block(shownEach(inputs));
}

function block(record: Readonly<Record<string, Json>>): Record<string, Json> {
  return Object.fromEntries(
    Object.entries(record)
      .filter(([key]) => !key.startsWith("__"))
      .map(([key, value]) => (MAPS.includes(key) ? [snakeCase(key), value] : property(snakeCase(key), value))),
  );
}

function property(name: string, value: Json): [string, Json] {
  if (isRecord(value)) return [name, [block(value)]];
  if (!isList(value) || !value.every(isRecord) || value.length === 0) return [name, value];
  return [PLURAL_BLOCKS.includes(name) ? name : singular(name), value.map(block)];
}

function singular(name: string): string {
  return name.replace(/ies$/, "y").replace(/s$/, "");
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
