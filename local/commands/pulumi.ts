/** `npm run pulumi -- …`: any Pulumi command on stack `local`, with the toolchain, state, settings and policy pack that `up` uses. */
import { execa } from "execa";

import { imageReferences } from "../images.js";
import { REPOSITORY } from "../paths.js";
import { Stack, stackExists } from "../stack.js";
import { findTarget, type TargetOptions } from "../target.js";
import { ensureToolchain, platformPrograms } from "../toolchain.js";

/** Pulumi commands that read the stack's settings and so take `--config-file`. */
const READS_SETTINGS = ["preview", "up", "destroy", "refresh", "config"];

/** Pulumi commands that change state and so must be alone. */
const CHANGES_STATE = ["up", "destroy", "refresh", "import", "state"];

/** Answers with Pulumi's own exit code. */
export async function pulumi(options: TargetOptions, args: string[]): Promise<number> {
  const target = findTarget(options);
  if (!stackExists(target)) throw new Error("There is no stack yet: `npm run up` makes it.");
  const toolchain = await ensureToolchain(platformPrograms(target.kind), (line) => process.stderr.write(`${line}\n`));
  const stack = new Stack(target, toolchain);
  // As the next `up` would see them: the settings as they are written now, and the images that it would build.
  stack.readSettings(target.kind === "built-in" ? { images: imageReferences() } : {});
  const [command = "--help", ...rest] = args;
  const line = [command, ...(READS_SETTINGS.includes(command) ? stack.settingsOption() : []), ...rest];
  const [program, words] = CHANGES_STATE.includes(command) ? stack.alone(line) : [toolchain.path("pulumi"), line];
  const result = await execa(program, words, {
    cwd: REPOSITORY,
    env: stack.environment(),
    stdio: "inherit",
    reject: false,
  });
  return result.exitCode ?? 1;
}
