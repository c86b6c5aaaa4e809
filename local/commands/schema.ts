/** `npm run schema`: writes the JSON schema that editors complete and check stack files with. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { REPOSITORY } from "../paths.js";
import { stackFileSchema } from "../stack-schema.js";

/** Each stack file names it in its first line. */
export const SCHEMA_FILE = "stacks/schema.json";

export function schema(): void {
  writeFileSync(join(REPOSITORY, SCHEMA_FILE), schemaText());
  console.log(`${SCHEMA_FILE} is written.`);
}

/** The content of the file. */
export function schemaText(): string {
  return `${JSON.stringify(stackFileSchema(readFileSync(join(REPOSITORY, "stacks", "README.md"), "utf8")), undefined, 2)}\n`;
}
