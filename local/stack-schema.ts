/** JSON schema of the stack files, for completion and checks in editors. Pure. */
import { z } from "zod";

import { settingsSchema } from "../infra/settings/schema.js";
import { PROJECT } from "../vocabulary.js";

/** What of JSON Schema the settings are made of. */
interface JsonSchema {
  readonly description?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly oneOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly additionalProperties?: JsonSchema | boolean;
}

/** Draft 7: the newest that the YAML language server knows in full. */
const DRAFT = "draft-7";

/** What Pulumi itself writes into a stack file. */
const PULUMI_KEYS = {
  secretsprovider: {
    type: "string",
    description: "URL of the key that encrypts the stack's secrets; Pulumi writes it.",
  },
  encryptedkey: { type: "string", description: "The stack's own data key, encrypted with that key; Pulumi writes it." },
  encryptionsalt: { type: "string", description: "Salt of the stack's passphrase; Pulumi writes it." },
};

/**
 * The schema of a stack file. It knows keys, types and words; what a value must look like beyond that, and what settings say together, is checked by the
 * program. Settings of the platform hold no secrets; those of others may, in Pulumi's form `secure:`.
 *
 * @param readme text of stacks/README.md, whose tables say what each key means
 */
export function stackFileSchema(readme: string): object {
  const { properties = {}, required = [] } = describedSettings(documentedMeanings(readme));
  const prefixed = Object.entries(properties).map(([key, schema]) => [`${PROJECT}:${key}`, schema] as const);
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Stack file",
    description:
      "Made by npm run schema from the schema of the settings and from stacks/README.md: not to be changed by hand.",
    type: "object",
    properties: {
      ...PULUMI_KEYS,
      config: {
        description: "Settings of the stack. stacks/README.md describes every key.",
        type: "object",
        properties: Object.fromEntries(prefixed),
        patternProperties: { [`^(?!${PROJECT}:)[^:]+:.+$`]: { description: "Configuration of a provider of Pulumi." } },
        required: required.map((key) => `${PROJECT}:${key}`),
        additionalProperties: false,
      },
    },
    required: ["config"],
    additionalProperties: false,
  };
}

/** The last cell of each row that begins with a key, by that key. */
function documentedMeanings(readme: string): ReadonlyMap<string, string> {
  const rows = readme.matchAll(/^\| `(?<key>[^`]+)` .*\|(?<meaning>[^|]+)\|$/gm);
  return new Map([...rows].map(({ groups }) => [groups?.["key"] ?? "", groups?.["meaning"]?.trim() ?? ""]));
}

function describedSettings(meanings: ReadonlyMap<string, string>): JsonSchema {
  const settings = z.toJSONSchema(settingsSchema, { io: "input", target: DRAFT, reused: "inline" }) as JsonSchema;
  return described(settings, "", meanings);
}

/** A copy with the meaning of every key. A group that comes in kinds is described as its kind is. */
function described(schema: JsonSchema, path: string, meanings: ReadonlyMap<string, string>): JsonSchema {
  const { properties, oneOf, items, additionalProperties: entry } = schema;
  const below = (child: JsonSchema, step: string): JsonSchema => described(child, path + step, meanings);
  const keys = Object.entries(properties ?? {});
  const description = meanings.get(path) ?? (oneOf && meanings.get(`${path}.kind`)) ?? schema.description;
  return {
    ...(description !== undefined && { description }),
    ...schema,
    ...(properties && {
      properties: Object.fromEntries(keys.map(([key, child]) => [key, below(child, path === "" ? key : `.${key}`)])),
    }),
    ...(oneOf && { oneOf: oneOf.map((kind) => below(kind, "")) }),
    ...(items && { items: below(items, "[]") }),
    ...(typeof entry === "object" && { additionalProperties: below(entry, ".<name>") }),
  };
}
