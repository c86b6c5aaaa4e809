/** DAG files of this repository. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const DIRECTORY = join(__dirname, "..", "dags");

/** Content of every Python file directly below `dags/`, by file name. */
export function dagFiles(): Record<string, string> {
  const names = readdirSync(DIRECTORY).filter((name) => name.endsWith(".py"));
  return Object.fromEntries(names.sort().map((name) => [name, readFileSync(join(DIRECTORY, name), "utf8")]));
}
