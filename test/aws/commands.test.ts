/** What README.md tells to type about stacks on AWS, run as npm would run it. AWS is simulated. */
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import test from "ava";

import { inProject, runPulumi } from "../../local/account/pulumi.js";
import { REPOSITORY } from "../../local/paths.js";
import { ensureToolchain } from "../../local/toolchain.js";
import { PROJECT } from "../../vocabulary.js";
import { readmeCommand } from "../readme.js";
import { product, withEnvironment } from "../runner/platform.js";
import { recording } from "../unit/report/recordings.js";
import { simulatedAws } from "./simulated-aws.js";
import { settingsOf } from "./stack-on-aws.js";

/** The last line of the pack in a run in which every rule could look at everything, and no exception was needed. */
const JUDGED = /^ +Policies: \d+ resources judged by \d+ rules, 0 findings excepted, nothing left unjudged$/m;

test.serial("the plan of a stack is printed without an account", async (t) => {
  const { exitCode, output } = await product(...readmeCommand("npm run plan -- prod"));
  t.is(exitCode, 0, output);
  t.regex(output, /^ +\+ \d+ to create$/m);
  t.regex(output, JUDGED);
});

test.serial("a plan is refused for what is no stack on AWS, and those that there are, are named", async (t) => {
  const { exitCode, output } = await product("plan", "local");
  t.is(exitCode, 1);
  t.is(output.trim(), "Name a stack: npm run plan -- dev | staging | prod");
});

test.serial(
  "Pulumi previews a stack of the repository in the user's own backend, judged by the policy pack",
  async (t) => {
    const aws = simulatedAws();
    const home = mkdtempSync(join(tmpdir(), "spark-platform-home-"));
    t.teardown(() => {
      aws.world.end();
      rmSync(home, { recursive: true });
    });
    const { account, access } = settingsOf("dev").cluster;
    aws.world.configure({ account, principals: Object.values(access).map(({ principal }) => principal) });
    const programs = ["pulumi", "pulumi-language-nodejs", "pulumi-resource-kubernetes"] as const;
    const toolchain = await ensureToolchain(programs, () => undefined);
    const backend = { PULUMI_BACKEND_URL: `file://${home}`, PULUMI_CONFIG_PASSPHRASE: "hush" };
    const env = { ...toolchain.env, ...aws.environment, ...backend };
    await inProject(PROJECT, {}, (cwd) => runPulumi(toolchain, ["stack", "init", "dev", "--no-select"], { cwd, env }));
    // Pulumi writes into the stack's file how the stack's secrets are encrypted.
    const file = join(home, "Pulumi.dev.yaml");
    copyFileSync(join(REPOSITORY, "stacks", "Pulumi.dev.yaml"), file);

    const command = readmeCommand("npm run pulumi -- --stack dev preview");
    const { exitCode, output } = await withEnvironment(env)(...command, "--config-file", file);
    t.is(exitCode, 0, output);
    t.regex(output, /^ +\+ \d+ to create$/m);
    t.regex(output, JUDGED);
  },
);

test.serial("the report of a preview is printed, with the stack that was asked for at its head", async (t) => {
  const home = mkdtempSync(join(tmpdir(), "spark-platform-report-"));
  t.teardown(() => rmSync(home, { recursive: true }));
  const events = join(home, "events.jsonl");
  writeFileSync(events, recording("prod-jobs"));
  const command = readmeCommand("npm run preview-report -- --stack dev");
  const { exitCode, stdout } = await product(...command, "--events", events, "--base", "HEAD");
  t.is(exitCode, 0);
  t.is(stdout.trim().split("\n")[0], "### Stack `dev`: 1 to delete, 4 to update, 1 to create");
});
