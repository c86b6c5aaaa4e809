/** `npm run preview-report`: what a preview of a stack would do, as Markdown for the people who review the change. */
import { readFileSync, writeFileSync } from "node:fs";

import { type Preview, previewReport as render, readEventLog } from "../../report/index.js";
import { recordPreview } from "../preview-record.js";
import type { PulumiOptions } from "../pulumi-command.js";
import { stackCosts } from "../stack-costs.js";
import { step } from "../steps.js";
import type { TargetOptions } from "../target.js";

/** The stack of `npm run up`. */
const LOCAL = "local";

export interface PreviewReportOptions extends PulumiOptions {
  /** Event log of a preview that was made before, with `--event-log`. Default: one is made now. */
  readonly events?: string | undefined;
  /** Git reference of what the costs are compared with. Default: where this branch left `origin/main`. */
  readonly base?: string | undefined;
  /** File for the report. Default: it is printed. */
  readonly out?: string | undefined;
}

/**
 * Writes the report also when the preview fails.
 *
 * @throws Error when it failed, or when policies refuse what it would do
 */
export async function previewReport(options: PreviewReportOptions): Promise<void> {
  const { stack = LOCAL, events, base, out, ...target } = options;
  // Before the preview, which takes a while: what is wrong with an option is told at once.
  const costs = await stackCosts(stack, base);
  const preview = events === undefined ? await previewNow(stack, target) : readEvents(events);
  const text = render(preview, { stack, costs });
  if (out === undefined) process.stdout.write(`\n${text}`);
  else writeFileSync(out, text);
  if (!preview.succeeded) {
    throw new Error(
      `The preview of stack ${stack} failed or was refused: the report${out === undefined ? "" : ` in ${out}`} says why.`,
    );
  }
}

function previewNow(stack: string, target: TargetOptions): Promise<Preview> {
  const options = stack === LOCAL ? target : { ...target, stack };
  return step(
    `Preview of stack ${stack}`,
    (report) => recordPreview(options, report),
    ({ succeeded }) => (succeeded ? "succeeded" : "failed"),
  );
}

function readEvents(file: string): Preview {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    throw new Error(
      `--events ${file}: there is no such file; \`pulumi preview --event-log FILE\` writes one, with PULUMI_DEBUG_COMMANDS=true`,
    );
  }
  try {
    return readEventLog(text);
  } catch (error) {
    throw new Error(`--events ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
