/** The comment as the workflow makes it: its own command line and environment, on a GitHub that answers on loopback. */
import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import test from "ava";
import { execa } from "execa";
import { parse } from "yaml";

import { REPOSITORY } from "../../../../local/paths.js";
import { COMMENT_MARK } from "../../../../report/index.js";
import { GitHub } from "../github/github.js";

interface CommentStep {
  readonly run: string;
  readonly env: Readonly<Record<string, string>>;
}

interface Workflow {
  readonly jobs: { readonly comment: { readonly steps: readonly Partial<CommentStep>[] } };
}

const RUN = "https://github.example/example/data/actions/runs/7";

/** What GitHub would put in the place of each expression. */
const EXPRESSIONS: Readonly<Record<string, string>> = {
  "${{ vars.STACKS }}": '["dev", "prod"]',
  "${{ github.token }}": "hush-hush",
  "${{ github.event.pull_request.number }}": "12",
};

function commentStep(): CommentStep {
  const file = join(REPOSITORY, ".github", "workflows", "pull-request.yml");
  const { steps } = (parse(readFileSync(file, "utf8")) as Workflow).jobs.comment;
  const { run = "", env = {} } = steps.find((step) => step.run !== undefined) ?? {};
  return {
    run,
    env: Object.fromEntries(Object.entries(env).map(([name, value]) => [name, EXPRESSIONS[value] ?? value])),
  };
}

/** Runs the step with `reports` where the artifacts would be; everything else of this machine's environment stays away. */
async function runStep(github: GitHub, reports: Readonly<Record<string, string>>) {
  const directory = mkdtempSync(join(tmpdir(), "preview-comment-"));
  try {
    mkdirSync(join(directory, "reports"));
    for (const [stack, text] of Object.entries(reports)) {
      writeFileSync(join(directory, "reports", `preview-${stack}.md`), text);
    }
    const { run, env } = commentStep();
    // These two Actions does not set: they have to come from the step.
    const actions = github.environment({ GITHUB_TOKEN: undefined, PULL_REQUEST: undefined });
    const command = run.replace("--reports reports", `--reports ${join(directory, "reports")}`);
    return await execa("bash", ["-e", "-c", command], {
      cwd: REPOSITORY,
      env: { PATH: process.env["PATH"], HOME: process.env["HOME"], ...actions, ...env },
      extendEnv: false,
      reject: false,
      all: true,
    });
  } finally {
    rmSync(directory, { recursive: true });
  }
}

test("the step of the workflow writes one comment with a report for each stack, and the next push updates it", async (t) => {
  const github = await GitHub.start(t, [{ id: 1, body: "Please review." }]);
  const first = await runStep(github, { dev: "### Stack `dev`: one change\n", prod: "### Stack `prod`: no change\n" });
  t.is(first.exitCode, 0, first.all);
  t.is(github.comments.length, 2);
  t.is(github.comments[1]?.body, `${COMMENT_MARK}\n\n### Stack \`dev\`: one change\n\n### Stack \`prod\`: no change\n`);

  const second = await runStep(github, { prod: "### Stack `prod`: two changes\n" });
  t.is(second.exitCode, 0, second.all);
  t.is(github.comments.length, 2);
  const missing = `### Stack \`dev\`: no report\n\n❌ The preview ended before it had one: see [its run](${RUN}).`;
  t.is(github.comments[1]?.body, `${COMMENT_MARK}\n\n${missing}\n\n### Stack \`prod\`: two changes\n`);
});
