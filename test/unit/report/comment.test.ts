import test from "ava";

import { comment, COMMENT_LIMIT, COMMENT_MARK } from "../../../report/comment.js";

const RUN = { run: "https://github.example/data/platform/actions/runs/7" };

test("the comment has the reports in the order of the stacks, below the mark by which it is found again", (t) => {
  const reports = [
    { stack: "dev", text: "### Stack `dev`: nothing changes\n" },
    { stack: "prod", text: "### Stack `prod`: 1 to create\n" },
  ];
  t.is(
    comment(reports, RUN),
    `${COMMENT_MARK}\n\n### Stack \`dev\`: nothing changes\n\n### Stack \`prod\`: 1 to create\n`,
  );
});

test("a stack without a report is named, with its run", (t) => {
  t.is(
    comment([{ stack: "dev" }], RUN),
    `${COMMENT_MARK}\n\n### Stack \`dev\`: no report\n\n❌ The preview ended before it had one: see [its run](${RUN.run}).\n`,
  );
});

test("reports that fill the comment to the last character stay whole; one more character, and the report is named only", (t) => {
  const room = COMMENT_LIMIT - COMMENT_MARK.length - "\n\n\n".length;
  const whole = comment([{ stack: "dev", text: "x".repeat(room) }], RUN);
  t.is(whole.length, COMMENT_LIMIT);
  const named = comment([{ stack: "dev", text: "x".repeat(room + 1) }], RUN);
  t.is(
    named,
    `${COMMENT_MARK}\n\n### Stack \`dev\`: too long for this comment\n\nThe report is among the artifacts of [its run](${RUN.run}).\n`,
  );
});

test("however many stacks there are and however much they say, the comment is one that GitHub takes", (t) => {
  for (const length of [20_000, 30_000, 65_000]) {
    const reports = Array.from({ length: 20 }, (_, index) => ({ stack: `s${index}`, text: "x".repeat(length) }));
    const body = comment(reports, RUN);
    t.true(body.length <= COMMENT_LIMIT, String(body.length));
    t.true(body.includes("### Stack `s19`: too long for this comment"));
  }
});
