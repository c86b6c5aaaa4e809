/** The doctor's lines as people read them. */
import type { Line, Problem } from "./check.js";

/** Room for the longest title. */
const TITLE_WIDTH = 11;

/** Everything below a title starts here. */
const INDENT = " ".repeat(TITLE_WIDTH + 3);

/** One line for what is well; for what is not, each problem with what to do about it. */
export function describeLine({ title, verdict }: Line): string {
  const head = (sign: string): string => `${sign} ${title.padEnd(TITLE_WIDTH)} `;
  switch (verdict.kind) {
    case "ok":
      return head("✔") + verdict.seen;
    case "later":
      return head("–") + verdict.why;
    case "wrong":
      return head("✖") + verdict.problems.map(describeProblem).join(`\n${INDENT}`);
  }
}

function describeProblem({ what, fix }: Problem): string {
  return `${indented(what)}\n${INDENT}→ ${indented(fix)}`;
}

const indented = (text: string): string => text.trimEnd().replaceAll("\n", `\n${INDENT}`);
