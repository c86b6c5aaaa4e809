/** The workflows of GitHub Actions: what runs, with which rights, and that it exists. Their syntax is actionlint's, in the static tier. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import test from "ava";
import { parse } from "yaml";

import { CI_WORKS, ciEnvironment } from "../../local/account/names.js";
import { REPOSITORY } from "../../local/paths.js";
import { TIERS } from "../runner/tiers.js";

interface Step {
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, unknown>>;
}
interface Job {
  readonly if?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string>>;
  readonly needs?: string | string[];
  readonly environment?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps?: readonly Step[];
  readonly strategy?: { readonly matrix: Readonly<Record<string, unknown>> };
  readonly "timeout-minutes"?: number;
}
interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const FOLDER = join(REPOSITORY, ".github", "workflows");
const ACTIONS = join(REPOSITORY, ".github", "actions");
const texts = new Map(readdirSync(FOLDER).map((file) => [file, readFileSync(join(FOLDER, file), "utf8")]));
const workflows = new Map([...texts].map(([file, text]) => [file, parse(text) as Workflow]));
const jobs = [...workflows].flatMap(([file, { jobs }]) =>
  Object.entries(jobs).map(([name, job]) => ({ ...job, id: `${file} ${name}` })),
);
const steps = jobs.flatMap(({ id, steps = [] }) => steps.map((step) => ({ ...step, job: id })));
const jobOf = (file: string, name: string): Job => workflows.get(file)?.jobs[name] ?? {};
const FORKS = "github.event.pull_request.head.repo.full_name == github.repository";

test("actions from elsewhere are pinned by commit, with the version beside it", (t) => {
  const composite = readdirSync(ACTIONS).map((name) => readFileSync(join(ACTIONS, name, "action.yml"), "utf8"));
  const lines = [...texts.values(), ...composite].flatMap((text) =>
    text.split("\n").filter((line) => /uses: /.test(line)),
  );
  const foreign = lines.filter((line) => !/uses: \.\//.test(line));
  t.true(foreign.length > 5);
  t.deepEqual(
    foreign.filter((line) => !/uses: (actions|aws-actions)\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line)),
    [],
  );
  const own = lines.filter((line) => !foreign.includes(line)).map((line) => line.replace(/^.*uses: /, ""));
  t.deepEqual(
    own.filter((path) => !existsSync(join(REPOSITORY, path))),
    [],
  );
});

test("a workflow may read the repository and nothing else, until a job asks for more", (t) => {
  for (const [file, { permissions }] of workflows) t.deepEqual(permissions, { contents: "read" }, file);
});

test("a job that knows the cloud cannot write to GitHub, and the one that writes knows no cloud", (t) => {
  const rights = Object.fromEntries(jobs.flatMap(({ id, permissions }) => (permissions ? [[id, permissions]] : [])));
  const cloud = { contents: "read", "id-token": "write" };
  t.deepEqual(rights, {
    "main.yml dev": cloud,
    "main.yml prod": cloud,
    "main.yml staging": cloud,
    "pull-request.yml comment": { contents: "read", "pull-requests": "write" },
    "pull-request.yml preview": cloud,
    "pull-request.yml ready": {},
    "up.yml up": cloud,
  });
});

test("the job that writes to the pull request runs the code of its base", (t) => {
  const [checkout] = jobOf("pull-request.yml", "comment").steps ?? [];
  t.is(checkout?.with?.["ref"], "${{ github.event.pull_request.base.sha }}");
});

test("no secret is stored: the only one is the job's own token, for the job that comments", (t) => {
  t.deepEqual(
    [...texts.values()].filter((text) => /secrets\./.test(text)),
    [],
  );
  const withToken = steps.filter((step) => JSON.stringify(step).includes("github.token"));
  t.deepEqual(
    withToken.map(({ job, run }) => [job, run?.split(" ")[2]]),
    [["pull-request.yml comment", "preview-comment"]],
  );
});

test("no checkout leaves the token behind", (t) => {
  const checkouts = steps.filter(({ uses }) => uses?.startsWith("actions/checkout@") === true);
  t.true(checkouts.length > 3);
  t.deepEqual(
    checkouts.filter((step) => step.with?.["persist-credentials"] !== false),
    [],
  );
});

test("a pull request from a fork reaches neither the cloud nor a runner of ours", (t) => {
  t.true(jobOf("pull-request.yml", "preview").if?.includes(FORKS));
  t.true(jobOf("checks.yml", "everything").if?.includes(`github.event_name == 'push' || ${FORKS}`));
  t.is(jobOf("pull-request.yml", "comment").needs, "preview");
  t.deepEqual(Object.keys(workflows.get("pull-request.yml")?.on ?? {}), ["pull_request"]);
});

test("nothing from an event is pasted into a command, where it could be one of its own", (t) => {
  const pasted = steps.flatMap(({ run = "" }) => run.match(/\$\{\{[^}]*\}\}/g) ?? []);
  t.deepEqual(pasted, ["${{ matrix.tier }}"]);
});

test("each command is a script of this project", (t) => {
  const { scripts } = JSON.parse(readFileSync(join(REPOSITORY, "package.json"), "utf8")) as { scripts: object };
  const tiers = jobOf("checks.yml", "tests").strategy?.matrix["tier"] as string[];
  const commands = steps.flatMap(({ run }) => run ?? []).filter((run) => run !== "exit 1");
  const names = commands.flatMap((run) => {
    if (run.endsWith("test:${{ matrix.tier }}")) return tiers.map((tier) => `test:${tier}`);
    return run === "npm test" ? "test" : (/^npm run (\S+)/.exec(run)?.[1] ?? run);
  });
  t.is(names.length, tiers.length + 4);
  t.deepEqual(
    names.filter((name) => !(name in scripts)),
    [],
  );
});

test("the tiers that run on GitHub's own runners are those that need no cluster", (t) => {
  const withoutRoot = TIERS.filter(({ needs }) => ["nothing", "python", "actionlint", "cyclonus"].includes(needs));
  t.deepEqual(
    jobOf("checks.yml", "tests").strategy?.matrix["tier"],
    withoutRoot.map(({ name }) => name),
  );
});

test("main brings the change to every stack on AWS, one after another, and not past a failure", (t) => {
  const stacks = readdirSync(join(REPOSITORY, "stacks")).flatMap(
    (file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? [],
  );
  const order = ["dev", "staging", "prod"];
  t.deepEqual(stacks.filter((stack) => stack !== "local").sort(), [...order].sort());
  for (const [index, stack] of order.entries()) {
    const job = jobOf("main.yml", stack);
    t.is(job.uses, "./.github/workflows/up.yml");
    t.deepEqual(job.with, { stack });
    t.deepEqual([job.needs].flat(), ["checks", ...order.slice(0, index)]);
    // A stack that CI does not look after is skipped, and must not take the next ones with it; one that failed or gave way to a newer commit must.
    const goOn = `!cancelled() && ${["failure", "cancelled"].map((result) => `!contains(needs.*.result, '${result}')`).join(" && ")}`;
    const wanted = `contains(fromJSON(vars.STACKS || '[]'), '${stack}')`;
    t.is(job.if, index === 0 ? wanted : `\${{ ${goOn} && ${wanted} }}`);
  }
});

test("one check stands for all: it passes where a fork skips the previews, and for nothing that failed or was cancelled", (t) => {
  const ready = jobOf("pull-request.yml", "ready");
  t.deepEqual(ready.needs, ["checks", "preview"]);
  t.is(ready.if, "always()");
  t.deepEqual(ready.steps, [
    { if: "contains(needs.*.result, 'failure') || contains(needs.*.result, 'cancelled')", run: "exit 1" },
  ]);
});

test("jobs run in the environments that the roles trust", (t) => {
  const environments = {
    preview: jobOf("pull-request.yml", "preview").environment?.replace("${{ matrix.stack }}", "dev"),
    up: jobOf("up.yml", "up").environment?.replace("${{ inputs.stack }}", "dev"),
  };
  t.deepEqual(environments, Object.fromEntries(CI_WORKS.map((work) => [work, ciEnvironment("dev", work)])));
});

test("an update is neither cancelled nor run beside another of the same stack", (t) => {
  const up = jobOf("up.yml", "up") as Job & { concurrency?: unknown };
  t.deepEqual(up.concurrency, { group: "up-${{ inputs.stack }}", "cancel-in-progress": false });
});

test("every job that has steps ends by itself", (t) => {
  const endless = jobs.filter((job) => job.steps !== undefined && job["timeout-minutes"] === undefined);
  t.deepEqual(endless, []);
});
