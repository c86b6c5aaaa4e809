/** `npm run preview-comment`: puts the reports of all stacks into one comment of the pull request. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { comment, COMMENT_MARK } from "../../report/index.js";
import { PullRequest } from "../github/pull-request.js";

export interface PreviewCommentOptions {
  /** Directory with the reports, `preview-<stack>.md` each, as `npm run preview-report -- --out` wrote them. */
  readonly reports: string | undefined;
  /** The stacks that were previewed, as a JSON list: the variable STACKS of the workflows. */
  readonly stacks: string | undefined;
}

/** @throws Error when an option or a variable of GitHub Actions is missing, or GitHub refuses the comment */
export async function previewComment({ reports, stacks }: PreviewCommentOptions): Promise<void> {
  if (reports === undefined) throw new Error("Say where the reports are: --reports DIRECTORY");
  const names = stackNames(stacks);
  const pullRequest = new PullRequest(process.env);
  const body = comment(
    names.map((stack) => ({ stack, text: readReport(join(reports, `preview-${stack}.md`)) })),
    pullRequest,
  );
  console.log(`The comment of the pull request was ${await pullRequest.comment(COMMENT_MARK, body)}.`);
}

function stackNames(stacks: string | undefined): string[] {
  const names = parsed(stacks ?? "");
  if (Array.isArray(names) && names.length > 0 && names.every((name) => typeof name === "string")) return names;
  throw new Error(`--stacks ${stacks ?? ""}: write the stacks as a JSON list, for example '["dev", "prod"]'`);
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function readReport(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}
