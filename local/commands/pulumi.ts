/** `npm run pulumi -- …`: any Pulumi command, with the toolchain and policy pack of this checkout. */
import { execa } from "execa";

import { REPOSITORY } from "../paths.js";
import { pulumiCommand, type PulumiOptions } from "../pulumi-command.js";

const report = (line: string): unknown => process.stderr.write(`${line}\n`);

/** Answers with Pulumi's own exit code. */
export async function pulumi(options: PulumiOptions, args: string[]): Promise<number> {
  const { program, words, env } = await pulumiCommand(options, args, report);
  const result = await execa(program, words, { cwd: REPOSITORY, env, stdio: "inherit", reject: false });
  return result.exitCode ?? 1;
}
