/** How Pulumi is run on a stack: the local one of a target, or one with a backend of the user's own. */
import { awsEnvironment, awsToolchain } from "./account/pulumi.js";
import { stackFile } from "./account/stack-file.js";
import { imageReferences } from "./images.js";
import { Stack, stackExists } from "./stack.js";
import type { Report } from "./steps.js";
import { findTarget, type TargetOptions } from "./target.js";
import { ensureToolchain, platformPrograms } from "./toolchain.js";

/** Pulumi commands that read the stack's settings and so take `--config-file`. */
const READS_SETTINGS = ["preview", "up", "destroy", "refresh", "config"];

/** Pulumi commands that change state and so must be alone. */
const CHANGES_STATE = ["up", "destroy", "refresh", "import", "state"];

export interface PulumiOptions extends TargetOptions {
  /** A stack with a backend of the user's own. Default: stack `local`, with the state and settings that `up` uses. */
  readonly stack?: string | undefined;
}

export interface CommandLine {
  readonly program: string;
  readonly words: string[];
  readonly env: Readonly<Record<string, string>>;
}

/** The command line of any Pulumi command, with the toolchain and policy pack of this checkout. */
export function pulumiCommand(
  { stack, ...target }: PulumiOptions,
  args: readonly string[],
  report: Report,
): Promise<CommandLine> {
  return stack === undefined ? onLocalStack(target, args, report) : onStack(stack, args, report);
}

async function onLocalStack(options: TargetOptions, args: readonly string[], report: Report): Promise<CommandLine> {
  const target = findTarget(options);
  if (!stackExists(target)) throw new Error("There is no stack yet: `npm run up` makes it.");
  const toolchain = await ensureToolchain(platformPrograms(target.kind), report);
  const stack = new Stack(target, toolchain);
  // As the next `up` would see them: the settings as they are written now, and the images that it would build.
  stack.readSettings(target.kind === "built-in" ? { images: imageReferences() } : {});
  const [command = "--help", ...rest] = args;
  const line = [command, ...(READS_SETTINGS.includes(command) ? stack.settingsOption() : []), ...rest];
  const [program, words] = CHANGES_STATE.includes(command) ? stack.alone(line) : [toolchain.path("pulumi"), line];
  return { program, words, env: stack.environment() };
}

/** Backend, credentials and plugins are as the user has them for Pulumi itself. */
async function onStack(stack: string, args: readonly string[], report: Report): Promise<CommandLine> {
  stackFile({ stack });
  const toolchain = await awsToolchain(report);
  const env = { ...awsEnvironment(stack, toolchain), PULUMI_STACK: stack };
  return { program: toolchain.path("pulumi"), words: args.length === 0 ? ["--help"] : [...args], env };
}
