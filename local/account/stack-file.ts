/** Which stack a command works on, by its file. */
import { readdirSync } from "node:fs";
import { join } from "node:path";

import { REPOSITORY } from "../paths.js";

export interface StackOptions {
  readonly stack: string;
  /** Stack file in place of the one that the name leads to. */
  readonly settings?: string | undefined;
}

const STACKS = join(REPOSITORY, "stacks");
const STACK_FILE = /^Pulumi\.(.+)\.yaml$/;

/** @throws Error when there is no such stack */
export function stackFile({ stack, settings }: StackOptions): string {
  if (settings !== undefined) return settings;
  const known = readdirSync(STACKS)
    .flatMap((file) => STACK_FILE.exec(file)?.[1] ?? [])
    .sort();
  if (known.includes(stack)) return join(STACKS, `Pulumi.${stack}.yaml`);
  throw new Error(
    `--stack ${stack}: there is no stacks/Pulumi.${stack}.yaml. Stacks: ${known.join(", ")}. A new one starts as a copy of another's file.`,
  );
}
