/** Reports of previews that the real engine made. `UPDATE_REPORTS=1 npx ava test/unit/report/index.test.ts` accepts what is new in them. */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import test from "ava";

import { previewReport, readEventLog, REPORT_LIMIT } from "../../../report/index.js";
import { recording } from "./recordings.js";
import { jobChanges, withEvents } from "./many-jobs.js";

/** A comment on GitHub takes this many characters, and there is one for all of them. */
const COMMENT_LIMIT = 65_536;
const STACKS_OF_A_COMMENT = 3;

const RECORDED = {
  "prod-first": "the first preview of a stack is all creation",
  "prod-unchanged": "a change without effect says so",
  "prod-jobs": "jobs are told in words, with what they were before",
  "prod-data": "lost data comes first, the refusal of the policies next",
  "prod-protected": "a preview that Pulumi ends early says why and that it is not all",
  "prod-wrong-settings": "wrong settings are listed, and nothing else is known",
  careless: "each rule of the pack that is broken is told once, mandatory ones first",
};

for (const [name, sentence] of Object.entries(RECORDED)) {
  test(`${sentence} (${name})`, (t) => {
    const report = previewReport(readEventLog(recording(name)), { stack: "prod" });
    const golden = fileURLToPath(new URL(`expected/${name}.md`, import.meta.url));
    if (process.env["UPDATE_REPORTS"] === "1") writeFileSync(golden, report);
    t.deepEqual(report.split("\n"), readFileSync(golden, "utf8").split("\n"));
  });
}

test("deletions and replacements of what holds data stand above everything else, the worst on top", (t) => {
  const report = previewReport(readEventLog(recording("prod-data")), { stack: "prod" });
  t.deepEqual(
    [...report.matchAll(/\*\*(deleted|replaced)\*\*: (.*?`.*?`)/g)].map(
      ([, fate, what]) => `${fate ?? ""} ${what ?? ""}`,
    ),
    [
      "deleted RDS Instance `postgres`",
      "replaced S3 Bucket `bucket-data`",
      "deleted GeneratedSecret `databases-airflow-password`",
      "deleted GeneratedSecret `databases-warehouse-password`",
    ],
  );
  t.true(report.indexOf("[!CAUTION]") < report.indexOf("####"));
});

test("the changed code of 500 jobs is one line", (t) => {
  const report = previewReport(readEventLog(withEvents(jobChanges(500))), { stack: "prod" });
  t.regex(report, /^- `flights`, `job-0`, `job-1`, `job-10`, `job-100` and 496 more, each: runs \*\*at 04:30/m);
  t.true(report.length < 6000, `${report.length}`);
});

test("500 jobs of which each changes in its own way fit, with those of two other stacks, into one comment", (t) => {
  const preview = readEventLog(withEvents(jobChanges(500, { differently: true })));
  const report = previewReport(preview, { stack: "prod" });
  t.true(report.length <= REPORT_LIMIT, `${report.length}`);
  t.true(STACKS_OF_A_COMMENT * REPORT_LIMIT < COMMENT_LIMIT);
  t.regex(report, /^- … and \d+ more$/m);
  t.regex(report, /^### Stack `prod`: 1 to delete, 504 to update, 1 to create$/m);
});

test("where there is room, the same report is longer and tells all of them", (t) => {
  const preview = readEventLog(withEvents(jobChanges(150, { differently: true })));
  const report = previewReport(preview, { stack: "prod", limit: 1_000_000 });
  t.notRegex(report, /… and \d+ (more|change)/);
  for (let job = 0; job < 150; job++) t.regex(report, new RegExp(`^- \`job-${job}\` runs`, "m"));
});

test("no report is longer than it may be, however little that is", (t) => {
  const preview = readEventLog(withEvents(jobChanges(50, { differently: true })));
  for (const limit of [5000, 1000, 200]) t.true(previewReport(preview, { stack: "prod", limit }).length <= limit);
});

test("what is said about costs stands between the jobs and the list of changes", (t) => {
  const report = previewReport(readEventLog(recording("prod-jobs")), { stack: "prod", costs: "#### Costs\n\nnothing" });
  t.deepEqual(report.match(/^#### .*$/gm), [
    "#### Policies: nothing to object",
    "#### Jobs",
    "#### Costs",
    "#### All changes",
  ]);
});
