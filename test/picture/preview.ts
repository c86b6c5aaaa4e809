/** What a stack would make in an empty account, from the real engine. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { simulatedAws } from "../aws/simulated-aws.js";
import { type StackName, stackOnAws } from "../aws/stack-on-aws.js";

/** The picture, from the root of the repository. */
export const PICTURE = "docs/platform.svg";

/**
 * The event log of a preview.
 *
 * @throws Error with what Pulumi said when it fails
 */
export async function firstPreview(stack: StackName): Promise<string> {
  const aws = simulatedAws();
  // The CLI only takes `--event-log` with it.
  const workspace = await stackOnAws(stack, aws, { PULUMI_DEBUG_COMMANDS: "true" });
  try {
    const log = join(workspace.directory, "events.jsonl");
    const { exitCode, output } = await workspace.preview("--event-log", log);
    if (exitCode !== 0) throw new Error(output);
    return readFileSync(log, "utf8");
  } finally {
    workspace.remove();
    aws.world.end();
  }
}
