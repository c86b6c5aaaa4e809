/** `npm run pulumi -- …`: any Pulumi command, with the toolchain and policy pack of this checkout. */
import { execa } from "execa";

import { awsEnvironment, awsToolchain } from "../account/pulumi.js";
import { stackFile } from "../account/stack-file.js";
import { imageReferences } from "../images.js";
import { REPOSITORY } from "../paths.js";
import { Stack, stackExists } from "../stack.js";
import { findTarget, type TargetOptions } from "../target.js";
import { ensureToolchain, platformPrograms } from "../toolchain.js";

/** Pulumi commands that read the stack's settings and so take `--config-file`. */
const READS_SETTINGS = ["preview", "up", "destroy", "refresh", "config"];

/** Pulumi commands that change state and so must be alone. */
const CHANGES_STATE = ["up", "destroy", "refresh", "import", "state"];

export interface PulumiOptions extends TargetOptions {
  /** A stack with a backend of the user's own. Default: stack `local`, with the state and settings that `up` uses. */
  readonly stack?: string | undefined;
}

/** Answers with Pulumi's own exit code. */
export async function pulumi({ stack, ...target }: PulumiOptions, args: string[]): Promise<number> {
  const { program, words, env } = await (stack === undefined ? onLocalStack(target, args) : onStack(stack, args));
  const result = await execa(program, words, { cwd: REPOSITORY, env, stdio: "inherit", reject: false });
  return result.exitCode ?? 1;
}

interface CommandLine {
  readonly program: string;
  readonly words: string[];
  readonly env: Readonly<Record<string, string>>;
}

const report = (line: string): unknown => process.stderr.write(`${line}\n`);

async function onLocalStack(options: TargetOptions, args: string[]): Promise<CommandLine> {
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
async function onStack(stack: string, args: string[]): Promise<CommandLine> {
  stackFile({ stack });
  const toolchain = await awsToolchain(report);
  const env = { ...awsEnvironment(stack, toolchain), PULUMI_STACK: stack };
  return { program: toolchain.path("pulumi"), words: args.length === 0 ? ["--help"] : args, env };
}
