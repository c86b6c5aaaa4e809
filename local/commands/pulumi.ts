/** `npm run pulumi -- …`: any Pulumi command on stack `local`, with the toolchain, state, settings and policy pack that `up` uses. */
import { execa } from "execa";

import { REPOSITORY } from "../paths.js";
import { Stack } from "../stack.js";
import { findTarget, type TargetOptions } from "../target.js";
import { ensureToolchain, platformPrograms } from "../toolchain.js";

/** Pulumi commands that read the stack's settings and so take `--config-file`. */
const READS_SETTINGS = ["preview", "up", "destroy", "refresh", "config"];

/** Answers with Pulumi's own exit code. */
export async function pulumi(options: TargetOptions, args: string[]): Promise<number> {
  const target = findTarget(options);
  const toolchain = await ensureToolchain(platformPrograms(target.kind), () => undefined);
  const stack = new Stack(target, toolchain);
  if (!stack.exists()) throw new Error("There is no stack yet: `npm run up` makes it.");
  const [command = "--help", ...rest] = args;
  const result = await execa(
    toolchain.path("pulumi"),
    [command, ...(READS_SETTINGS.includes(command) ? stack.settingsOption() : []), ...rest],
    { cwd: REPOSITORY, env: stack.environment(), stdio: "inherit", reject: false },
  );
  return result.exitCode ?? 1;
}
