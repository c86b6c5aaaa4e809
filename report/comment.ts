import { code } from "./markdown";

/** First line of our comment, which nobody sees: by it the comment is found again. */
export const COMMENT_MARK = "<!-- spark-platform: preview -->";

/** Longest body of a comment that GitHub takes, in characters. */
export const COMMENT_LIMIT = 65_536;

/** Report of a stack; without a text if its preview ended before there was one. */
export interface StackReport {
  readonly stack: string;
  readonly text?: string | undefined;
}

/** One comment of the reports of all stacks. A report that does not fit any more is named, and so is one that is missing: silence would pass for "nothing changes". */
export function comment(reports: readonly StackReport[], { run }: { readonly run: string }): string {
  let body = `${COMMENT_MARK}\n`;
  const parts = reports.map(({ stack, text }) => ({
    whole: `\n${text?.trimEnd() ?? noReport(stack, run)}\n`,
    notice: `\n### Stack ${code(stack)}: too long for this comment\n\nThe report is among the artifacts of [its run](${run}).\n`,
  }));
  for (const [index, { whole, notice }] of parts.entries()) {
    const later = parts.slice(index + 1).map((part) => part.notice);
    const room = COMMENT_LIMIT - body.length - later.join("").length;
    body += whole.length <= room ? whole : notice;
  }
  return body;
}

function noReport(stack: string, run: string): string {
  return `### Stack ${code(stack)}: no report\n\n❌ The preview ended before it had one: see [its run](${run}).`;
}
