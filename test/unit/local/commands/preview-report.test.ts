/** The command on event logs that are there already; previews of its own are made in test/engine. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import test from "ava";

import { previewReport } from "../../../../local/commands/preview-report.js";
import { recording } from "../../report/recordings.js";

const directory = mkdtempSync(join(tmpdir(), "spark-platform-preview-report-"));
test.after.always(() => rmSync(directory, { recursive: true }));

/** Options to report of a recorded preview. */
function recorded(name: string) {
  const [events, out] = [join(directory, `${name}.jsonl`), join(directory, `${name}.md`)];
  writeFileSync(events, recording(name));
  return { stack: "prod", base: "HEAD", events, out };
}

test("the report goes into the file, with the costs of the stack's settings", async (t) => {
  const options = recorded("prod-jobs");
  await previewReport(options);
  const report = readFileSync(options.out, "utf8");
  t.regex(report, /^### Stack `prod`: 1 to delete, 4 to update, 1 to create$/m);
  t.regex(report, /^When nothing runs: \*\*\$\d+\.\d\d a month/m);
});

test("a stack on a cluster that is paid for elsewhere has no costs", async (t) => {
  const options = { ...recorded("prod-unchanged"), stack: "local" };
  await previewReport(options);
  t.false(readFileSync(options.out, "utf8").includes("#### Costs"));
});

test("a preview that failed or was refused has a report all the same, and fails the command", async (t) => {
  for (const name of ["prod-wrong-settings", "careless"]) {
    const options = recorded(name);
    await t.throwsAsync(previewReport(options), {
      message: `The preview of stack prod failed or was refused: the report in ${options.out} says why.`,
    });
    t.true(existsSync(options.out));
  }
});

const REFUSED = {
  "an event log that is not there": [{ events: "/nowhere" }, /^--events \/nowhere: there is no such file; /],
  "a file that is no event log": [
    { events: "package.json" },
    /^--events package\.json: line 1 is no event of Pulumi's/,
  ],
  "a stack without a file": [{ stack: "nowhere" }, /^--stack nowhere: there is no stacks\/Pulumi\.nowhere\.yaml/],
  "a base that git does not know": [
    { base: "no-such-branch" },
    /^--base no-such-branch: git knows no such commit, branch or tag/,
  ],
} as const;

for (const [what, [wrong, message]] of Object.entries(REFUSED)) {
  test(`${what} is refused before anything is written`, async (t) => {
    const options = { ...recorded("prod-unchanged"), out: join(directory, `${what}.md`), ...wrong };
    await t.throwsAsync(previewReport(options), { message });
    t.false(existsSync(options.out));
  });
}
