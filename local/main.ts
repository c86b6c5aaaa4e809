/** The commands behind the npm scripts: finds the command, reads its options, turns a failure into lines for people. */
import { appendFileSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { type ParseArgsConfig, parseArgs } from "node:util";

import { down } from "./commands/down.js";
import { job } from "./commands/job.js";
import { pulumi } from "./commands/pulumi.js";
import { up } from "./commands/up.js";
import { cacheHome } from "./paths.js";

/** Options that every command understands. `--name` keeps a second platform of the same checkout apart; the tests use it. */
const COMMON = { context: { type: "string" }, name: { type: "string" } } as const;

interface Command {
  readonly usage: string;
  readonly options: NonNullable<ParseArgsConfig["options"]>;
  readonly positionals: boolean;
  run(options: Record<string, string | boolean | undefined>, positionals: string[]): Promise<void>;
}

const text = (value: string | boolean | undefined): string | undefined =>
  typeof value === "string" ? value : undefined;

/** Commands that need the packages of AWS are loaded when they are called: these packages take a second. */
const COMMANDS: Record<string, Command> = {
  up: {
    usage: "npm run up [-- --context NAME] [--settings FILE]",
    options: { ...COMMON, settings: { type: "string" } },
    positionals: false,
    run: ({ context, name, settings }) => up({ context: text(context), name: text(name), settings: text(settings) }),
  },
  down: {
    usage: "npm run down [-- --context NAME]",
    options: COMMON,
    positionals: false,
    run: ({ context, name }) => down({ context: text(context), name: text(name) }),
  },
  job: {
    usage:
      "npm run job -- NAME [--from DATE --to DATE] [--code FILE] [--local] [--explain [--settings FILE]] [--context NAME]",
    options: {
      ...COMMON,
      from: { type: "string" },
      to: { type: "string" },
      code: { type: "string" },
      local: { type: "boolean" },
      explain: { type: "boolean" },
      settings: { type: "string" },
    },
    positionals: true,
    run: ({ local, explain, ...words }, positionals) =>
      job(
        {
          context: text(words["context"]),
          name: text(words["name"]),
          from: text(words["from"]),
          to: text(words["to"]),
          code: text(words["code"]),
          settings: text(words["settings"]),
          local: local === true,
          explain: explain === true,
        },
        positionals,
      ),
  },
  "preview-report": {
    usage: "npm run preview-report -- [--stack NAME] [--events FILE] [--base REF] [--out FILE]",
    options: {
      ...COMMON,
      stack: { type: "string" },
      events: { type: "string" },
      base: { type: "string" },
      out: { type: "string" },
    },
    positionals: false,
    run: async ({ context, name, stack, events, base, out }) =>
      (await import("./commands/preview-report.js")).previewReport({
        context: text(context),
        name: text(name),
        stack: text(stack),
        events: text(events),
        base: text(base),
        out: text(out),
      }),
  },
  "preview-comment": {
    usage: "npm run preview-comment -- --reports DIRECTORY --stacks JSON",
    options: { reports: { type: "string" }, stacks: { type: "string" } },
    positionals: false,
    run: async ({ reports, stacks }) =>
      (await import("./commands/preview-comment.js")).previewComment({ reports: text(reports), stacks: text(stacks) }),
  },
  schema: {
    usage: "npm run schema",
    options: {},
    positionals: false,
    run: async () => (await import("./commands/schema.js")).schema(),
  },
  doctor: {
    usage: "npm run doctor [-- JOB] [--context NAME] [--settings FILE]",
    options: { ...COMMON, settings: { type: "string" } },
    positionals: true,
    run: async ({ context, name, settings }, positionals) =>
      (await import("./commands/doctor.js")).doctor(
        { context: text(context), name: text(name), settings: text(settings) },
        positionals,
      ),
  },
  images: {
    usage:
      "npm run images -- (--stack NAME | --push REGISTRY [--plain-http] | --kind NAME | --minikube PROFILE) [--settings FILE]",
    options: {
      stack: { type: "string" },
      push: { type: "string" },
      "plain-http": { type: "boolean" },
      kind: { type: "string" },
      minikube: { type: "string" },
      settings: { type: "string" },
    },
    positionals: false,
    run: async (options) =>
      (await import("./commands/images.js")).images({
        stack: text(options["stack"]),
        push: text(options["push"]),
        plainHttp: options["plain-http"] === true,
        kind: text(options["kind"]),
        minikube: text(options["minikube"]),
        settings: text(options["settings"]),
      }),
  },
  bootstrap: {
    usage: "npm run bootstrap -- --stack NAME [--repository OWNER/NAME] [--dry-run] [--settings FILE]",
    options: {
      stack: { type: "string" },
      repository: { type: "string" },
      "dry-run": { type: "boolean" },
      settings: { type: "string" },
    },
    positionals: false,
    run: async (options) =>
      (await import("./commands/bootstrap.js")).bootstrap({
        stack: text(options["stack"]),
        repository: text(options["repository"]),
        dryRun: options["dry-run"] === true,
        settings: text(options["settings"]),
      }),
  },
};

/** Runs one command and answers with the process's exit code. */
export async function main(argv: string[]): Promise<number> {
  const [name = "", ...rest] = argv;
  try {
    // Pulumi's own options pass through as they are.
    if (name === "pulumi") return await passToPulumi(rest);
    await dispatch(name, rest);
    return 0;
  } catch (error) {
    return explain(error);
  }
}

/** Our own options come first; the first other word is Pulumi's command. */
async function passToPulumi(rest: string[]): Promise<number> {
  const options: Record<string, string> = {};
  while (rest[0] === "--stack" || rest[0] === "--context" || rest[0] === "--name") {
    const [flag = "", value = "", ...others] = rest;
    options[flag.slice(2)] = value;
    rest = others;
  }
  return pulumi(options, rest);
}

async function dispatch(name: string, rest: string[]): Promise<void> {
  const command = COMMANDS[name];
  if (!command)
    throw new Error(`There is no command "${name}". Commands: ${Object.keys(COMMANDS).join(", ")}, pulumi.`);
  if (rest.includes("--help")) {
    console.log(`Usage: ${command.usage}`);
    return;
  }
  let parsed;
  try {
    parsed = parseArgs({ args: rest, options: command.options, allowPositionals: command.positionals });
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\nUsage: ${command.usage}`);
  }
  await command.run(parsed.values as Record<string, string | boolean | undefined>, parsed.positionals);
}

/** The message is for the user; the stack, for whoever mends the tool, goes to a file. */
function explain(error: unknown): number {
  const trace = join(cacheHome(), "last-error.log");
  mkdirSync(dirname(trace), { recursive: true });
  appendFileSync(
    trace,
    `${new Date().toISOString()} ${error instanceof Error ? String(error.stack) : String(error)}\n`,
  );
  console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  return 1;
}
