/** `npm run preview-report` on stack `local`, by the real engine and without a cluster, as it would run in a pull request. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import test from "ava";

import { stateHome } from "../../local/paths.js";
import { COMMITTED_SETTINGS, type SettingValues } from "../../local/settings-file.js";
import { Stack } from "../../local/stack.js";
import { ensureToolchain } from "../../local/toolchain.js";
import { withEnvironment } from "../runner/platform.js";
import { clusterNowhere, TOKEN } from "./kubeconfig.js";

const NAME = "preview-report-test";
const directory = mkdtempSync(join(tmpdir(), "spark-platform-report-"));
const environment = { XDG_STATE_HOME: join(directory, "state"), TMPDIR: join(directory, "tmp") };
const stateDir = stateHome(NAME, environment);

const toolchain = await ensureToolchain(
  ["pulumi", "pulumi-language-nodejs", "pulumi-resource-kubernetes"],
  () => undefined,
);
const stack = new Stack({ kind: "built-in", name: NAME, stateDir }, toolchain);
mkdirSync(environment.TMPDIR);
await stack.ensure();

test.after.always(() => rmSync(directory, { recursive: true }));

/** The report and all that the command printed, with these settings in place of committed ones. */
async function reportWith(settings: SettingValues) {
  stack.useSettings(COMMITTED_SETTINGS, { ...clusterNowhere({ directory }), ...settings });
  const out = join(directory, "report.md");
  rmSync(out, { force: true });
  const { exitCode, output } = await withEnvironment(environment)("preview-report", "--name", NAME, "--out", out);
  return { exitCode, output, report: readFileSync(out, "utf8") };
}

test.serial("a preview is made and told", async (t) => {
  const { exitCode, output, report } = await reportWith({});
  t.is(exitCode, 0, output);
  t.regex(report, /^### Stack `local`: \d+ to create\n\n✅ The preview succeeded\./);
  t.regex(report, /^- `flights` 🆕 runs daily at 02:00 UTC, 2 executors × 1 GiB$/m);
  t.regex(
    report,
    /^<sub>Policies: \d+ resources judged by \d+ rules, 0 findings excepted, nothing left unjudged\.<\/sub>$/m,
  );
  t.notRegex(report, /^#### (Errors|Costs)$/m);
});

test.serial("a preview that fails is told too, and the command fails", async (t) => {
  const { exitCode, output, report } = await reportWith({ airflow: { parallelism: "many" } });
  t.is(exitCode, 1);
  t.regex(output, /^The preview of stack local failed or was refused: the report in \S+report\.md says why\.$/m);
  t.regex(report, /^### Stack `local`: the preview failed$/m);
  t.regex(report, /^ +airflow\.parallelism = "many": must be /m);
});

test.serial("neither report nor output has a secret, and the event log is gone", async (t) => {
  const { exitCode, output, report } = await reportWith({});
  t.is(exitCode, 0, output);
  const passphrase = readFileSync(join(stateDir, "pulumi", "passphrase"), "utf8");
  for (const secret of [TOKEN, passphrase]) t.false(`${output}${report}`.includes(secret));
  t.deepEqual(
    readdirSync(environment.TMPDIR).filter((name) => name.includes("preview")),
    [],
  );
});
