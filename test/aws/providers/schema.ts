/** What a resource of AWS takes and gives, read from the types that the real provider's npm package ships. */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

import { cacheHome } from "../../../local/paths.js";
import type { ResourceSchema } from "./schema-shapes.js";

const require = createRequire(import.meta.url);
const MANIFEST = require.resolve("@pulumi/aws/package.json");

/** Directory of the package, and the version that the provider says it has. */
export const PACKAGE = dirname(MANIFEST);
export const { version: VERSION } = JSON.parse(readFileSync(MANIFEST, "utf8")) as { readonly version: string };

/** Raised when what is read from the types changes, so that nothing older is found in the cache. */
const FORMAT = 1;
const CACHE = join(cacheHome(), "aws-schema", `${VERSION}-${FORMAT}`);

const known = new Map<string, ResourceSchema>();

/**
 * The schema of a resource type, for example `aws:ec2/vpc:Vpc`. Parsing takes a second or two for the first type of a process, so that what was found is
 * kept in the cache of the machine, by the version of the package.
 *
 * @throws Error when the package has no such type.
 */
export async function schemaOf(type: string): Promise<ResourceSchema> {
  const schema = known.get(type) ?? cached(type) ?? (await extracted(type));
  known.set(type, schema);
  return schema;
}

function cached(type: string): ResourceSchema | undefined {
  const file = cacheFile(type);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as ResourceSchema) : undefined;
}

async function extracted(type: string): Promise<ResourceSchema> {
  // Only now: the TypeScript compiler takes longer to load than the whole provider.
  const { extractSchema } = await import("./schema-extraction.js");
  const schema = extractSchema(declarationFile(type), className(type), join(PACKAGE, "types", "input.d.ts"));
  const file = cacheFile(type);
  mkdirSync(CACHE, { recursive: true });
  writeFileSync(`${file}.${process.pid}`, JSON.stringify(schema));
  renameSync(`${file}.${process.pid}`, file);
  return schema;
}

function cacheFile(type: string): string {
  return join(CACHE, `${type.replace(/[:/]/g, "-")}.json`);
}

/** Files are named after the middle part of the type, but for the case of some letters and `index_`. */
function declarationFile(type: string): string {
  const [module = "", file = ""] = (type.split(":")[1] ?? "").split("/");
  const directory = join(PACKAGE, module);
  const wanted = [file, `${file}_`].map((name) => `${name}.d.ts`.toLowerCase());
  const found = existsSync(directory)
    ? readdirSync(directory).find((name) => name !== "index.d.ts" && wanted.includes(name.toLowerCase()))
    : undefined;
  if (found === undefined) throw new Error(`@pulumi/aws ${VERSION} has no resource type ${type}.`);
  return join(directory, found);
}

function className(type: string): string {
  return type.split(":")[2] ?? "";
}
