/**
 * The Pulumi stack `local` of one target. Its state, its passphrase and its settings file live in the target's state directory, so that they
 * die with the cluster and nothing in the checkout changes.
 */
import { randomBytes } from "node:crypto";
import { createWriteStream, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

import { execa } from "execa";
import { stringify } from "yaml";

import { PROJECT } from "../vocabulary.js";
import { cacheHome, REPOSITORY } from "./paths.js";
import { PULUMI_SWITCHES } from "./pulumi-switches.js";
import { readSettings, type SettingValues, writeSettings } from "./settings-file.js";
import type { Report } from "./steps.js";
import type { Target } from "./target.js";
import type { Toolchain } from "./toolchain.js";

const STACK = "local";

/** How long a command waits for a Pulumi that is ending, in seconds: after Ctrl-C it still finishes the operation it is at. */
const PATIENCE_SECONDS = 60;

/** Exit code of the lock tool when another process has the lock; Pulumi has no such code. */
const BUSY = 75;

/** Pulumi's count of resources by operation: `create`, `update`, `replace`, `delete`, `same`. */
export type Changes = Readonly<Record<string, number>>;

/** Where the settings of a target come from: a file that a user edits, and what takes the place of some of its keys. */
export interface Origin {
  readonly file: string;
  readonly overrides: SettingValues;
}

const originOf = ({ stateDir }: Target): string => join(stateDir, "pulumi", "settings-origin.json");

/**
 * URL of the target's state, as Pulumi wants it. Pulumi replaces a file of the state by renaming a new one, but rewrites in place the metadata that it
 * keeps beside each (`local.json.attrs`): killed just then, it ends every later command with "failed to load checkpoint: EOF". Nothing needs these.
 */
export const backendOf = ({ stateDir }: Pick<Target, "stateDir">): string =>
  `file://${join(stateDir, "pulumi", "state")}?metadata=skip`;

/** Whether `up` has made the target's stack. */
export function stackExists(target: Target): boolean {
  return existsSync(originOf(target));
}

/** Where the settings of the target's stack come from. Undefined where there is no stack yet. */
export function settingsOrigin(target: Target): Origin | undefined {
  return stackExists(target) ? (JSON.parse(readFileSync(originOf(target), "utf8")) as Origin) : undefined;
}

export class Stack {
  private readonly project: string;
  private readonly backend: string;
  private readonly passphrase: string;
  private readonly temporary: string;
  private readonly origin: string;
  private readonly lock: string;
  readonly settingsFile: string;

  constructor(
    target: Target,
    private readonly toolchain: Toolchain,
  ) {
    this.project = join(target.stateDir, "pulumi");
    this.backend = backendOf(target);
    this.passphrase = join(this.project, "passphrase");
    this.temporary = join(this.project, "tmp");
    this.origin = originOf(target);
    this.settingsFile = join(this.project, `Pulumi.${STACK}.yaml`);
    this.lock = lockOf(target.stateDir);
  }

  /** Makes backend, passphrase and stack where they are missing. */
  async ensure(): Promise<void> {
    for (const directory of [join(this.project, "state"), this.temporary, dirname(this.lock)]) {
      mkdirSync(directory, { recursive: true, mode: 0o700 });
    }
    if (!existsSync(this.passphrase)) writeFileSync(this.passphrase, randomBytes(32).toString("hex"), { mode: 0o600 });
    // `stack init` writes the encryption salt beside a Pulumi.yaml: this one keeps it out of the checkout.
    writeFileSync(join(this.project, "Pulumi.yaml"), stringify({ name: PROJECT, runtime: "nodejs" }));
    const stacks = JSON.parse(await this.run(["stack", "ls", "--json"])) as { name: string }[];
    const known = stacks.some(({ name }) => name === STACK);
    if (known && existsSync(this.settingsFile)) return;
    // Interrupted while it was made: without its salt nothing could be read. Pulumi refuses if there are resources in it.
    if (known) await this.run(["stack", "rm", "--yes", STACK]);
    await this.run(["stack", "init", STACK]);
  }

  /** Sets where the settings come from, and reads them. */
  useSettings(file: string, overrides: SettingValues): void {
    writeFileSync(this.origin, JSON.stringify({ file, overrides }), { mode: 0o600 });
    this.readSettings({});
  }

  /** Reads the settings again, so that a user's edits count; `newer` takes the place of what only `up` used to know. */
  readSettings(newer: SettingValues): void {
    const { file, overrides } = JSON.parse(readFileSync(this.origin, "utf8")) as Origin;
    writeSettings(this.settingsFile, { ...readSettings(file), ...overrides, ...newer });
  }

  /** Environment in which `pulumi` works on this stack. */
  environment(): Record<string, string> {
    return {
      ...this.toolchain.env,
      ...PULUMI_SWITCHES,
      PULUMI_STACK: STACK,
      PULUMI_BACKEND_URL: this.backend,
      // The variable, not the file: a passphrase that the user has in the environment would win over a file.
      PULUMI_CONFIG_PASSPHRASE: readFileSync(this.passphrase, "utf8"),
      // The Kubernetes provider leaves a copy of the kubeconfig in the temporary directory at each start.
      TMPDIR: this.temporary,
    };
  }

  /** Option of the Pulumi commands that read settings: they would look in the checkout otherwise. */
  settingsOption(): string[] {
    return ["--config-file", this.settingsFile];
  }

  /**
   * A command line that runs Pulumi alone on this stack. The lock lasts as long as Pulumi's own process, also beyond the end of whoever started it, and
   * whoever gets it knows that a lock file in the backend was left by a run that was interrupted.
   */
  alone(args: readonly string[]): [string, string[]] {
    const clearLock = '"$0" cancel --yes >/dev/null 2>&1; exec "$0" "$@"';
    return exclusively(this.lock, ["sh", "-c", clearLock, this.toolchain.path("pulumi"), ...args]);
  }

  /**
   * Runs `pulumi up` or `destroy` and answers with how many resources it created, updated, left the same and so on.
   *
   * @throws Error with Pulumi's diagnostics and the name of the full log.
   */
  async change(command: "up" | "destroy", log: string, report: Report): Promise<Changes> {
    const quiet = [
      "--yes",
      "--skip-preview",
      "--non-interactive",
      "--color=never",
      "--suppress-outputs",
      "--suppress-progress",
    ];
    const child = execa(...this.alone([command, ...quiet, ...this.settingsOption()]), {
      cwd: REPOSITORY,
      env: this.environment(),
      all: true,
      reject: false,
    });
    child.all.pipe(createWriteStream(log));
    for await (const line of child.iterable({ from: "all" })) if (line.trim()) report(line.trim());
    const { exitCode, all } = await child;
    if (exitCode === BUSY)
      throw new Error(`Another command has been at work on this platform for ${PATIENCE_SECONDS} s: wait for its end.`);
    if (exitCode !== 0) throw new Error(`${diagnostics(all)}\nThe whole log: ${log}`);
    const history = await this.run(["stack", "history", "--json", "--page-size", "1", "--page", "1"]);
    return (JSON.parse(history) as { resourceChanges: Changes }[])[0]?.resourceChanges ?? {};
  }

  async outputs<T>(): Promise<T> {
    return JSON.parse(await this.run(["stack", "output", "--json"])) as T;
  }

  private async run(args: string[]): Promise<string> {
    const result = await execa(this.toolchain.path("pulumi"), [...args, "--non-interactive"], {
      cwd: this.project,
      env: this.environment(),
      reject: false,
    });
    if (result.exitCode !== 0) throw new Error(`pulumi ${args.join(" ")}: ${result.stderr.trim()}`);
    return result.stdout;
  }
}

/** Outside the state directory, which `down` removes. */
function lockOf(stateDir: string): string {
  return join(cacheHome(), "locks", `stack-${basename(stateDir)}.lock`);
}

/**
 * Waits for the lock a while; macOS has the BSD tool of the same purpose, with the same exit code. The tool holds the lock itself until the command has
 * ended: handed on to Pulumi, it would stay with plugins, which live on for minutes after a Pulumi that was killed. So the tool ignores what ends
 * Pulumi gently; Pulumi sets its own handlers.
 */
function exclusively(lock: string, command: string[]): [string, string[]] {
  if (process.platform === "darwin") return ["lockf", ["-k", "-t", String(PATIENCE_SECONDS), lock, ...command]];
  const options = ["--close", "--timeout", String(PATIENCE_SECONDS), "--conflict-exit-code", String(BUSY)];
  return ["sh", ["-c", 'trap "" INT TERM; exec "$0" "$@"', "flock", ...options, lock, ...command]];
}

/** Waits until no Pulumi is at work on the platform of this state directory. */
export async function awaitIdleStack(stateDir: string): Promise<void> {
  const lock = lockOf(stateDir);
  mkdirSync(dirname(lock), { recursive: true });
  const { exitCode } = await execa(...exclusively(lock, ["true"]), { reject: false });
  if (exitCode !== 0) throw new Error("Another command is at work on this platform: wait for its end, or end it.");
}

/** The part of Pulumi's output that tells what went wrong: everything from the diagnostics or the policies on. */
export function diagnostics(output: string): string {
  const start = output.search(/^(Diagnostics|Policies):/m);
  return start < 0 ? output.trim() : output.slice(start).trim();
}
