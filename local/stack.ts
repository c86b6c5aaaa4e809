/**
 * The Pulumi stack `local` of one target. Its state, its passphrase and its settings file live in the target's state directory, so that they
 * die with the cluster and nothing in the checkout changes.
 */
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { createInterface } from "node:readline";

import { execa } from "execa";
import { parse, stringify } from "yaml";

import { PROJECT } from "../vocabulary.js";
import { withLock } from "./lock.js";
import { REPOSITORY } from "./paths.js";
import type { Report } from "./steps.js";
import type { Target } from "./target.js";
import type { Toolchain } from "./toolchain.js";

const STACK = "local";

/** Settings by key without the project's prefix, for example `images`. */
export type SettingValues = Record<string, unknown>;

/** Pulumi's count of resources by operation: `create`, `update`, `replace`, `delete`, `same`. */
export type Changes = Readonly<Record<string, number>>;

interface StackFile {
  encryptionsalt?: string;
  config?: SettingValues;
}

const prefixed = (key: string): string => `${PROJECT}:${key}`;

/** The committed settings of stack `local`. */
export const COMMITTED_SETTINGS = join(REPOSITORY, "stacks", `Pulumi.${STACK}.yaml`);

/** What a stack's file says. */
export function readSettings(path: string): SettingValues {
  const { config = {} } = parse(readFileSync(path, "utf8")) as StackFile;
  const own = Object.entries(config).filter(([key]) => key.startsWith(prefixed("")));
  return Object.fromEntries(own.map(([key, value]) => [key.slice(prefixed("").length), value]));
}

export class Stack {
  private readonly project: string;
  private readonly backend: string;
  private readonly passphrase: string;
  private readonly temporary: string;
  readonly settingsFile: string;

  constructor(
    target: Target,
    private readonly toolchain: Toolchain,
  ) {
    this.project = join(target.stateDir, "pulumi");
    this.backend = join(this.project, "state");
    this.passphrase = join(this.project, "passphrase");
    this.temporary = join(this.project, "tmp");
    this.settingsFile = join(this.project, `Pulumi.${STACK}.yaml`);
  }

  /** Makes backend, passphrase and stack where they are missing. */
  async ensure(): Promise<void> {
    for (const directory of [this.backend, this.temporary]) mkdirSync(directory, { recursive: true, mode: 0o700 });
    if (!existsSync(this.passphrase)) writeFileSync(this.passphrase, randomBytes(32).toString("hex"), { mode: 0o600 });
    // `stack init` writes the encryption salt beside a Pulumi.yaml: this one keeps it out of the checkout.
    writeFileSync(join(this.project, "Pulumi.yaml"), stringify({ name: PROJECT, runtime: "nodejs" }));
    const stacks = await this.run(["stack", "ls", "--json"], this.project);
    if (!(JSON.parse(stacks) as { name: string }[]).some(({ name }) => name === STACK)) {
      await this.run(["stack", "init", STACK], this.project);
    }
  }

  /** Writes the settings of this target; what encrypts the stack's secrets stays. */
  writeSettings(settings: SettingValues): void {
    const { encryptionsalt } = parse(readFileSync(this.settingsFile, "utf8")) as StackFile;
    const config = Object.fromEntries(Object.entries(settings).map(([key, value]) => [prefixed(key), value]));
    writeFileSync(this.settingsFile, stringify({ encryptionsalt, config }), { mode: 0o600 });
  }

  exists(): boolean {
    return existsSync(this.settingsFile);
  }

  /** Environment in which `pulumi` works on this stack. */
  environment(): Record<string, string> {
    return {
      ...this.toolchain.env,
      PULUMI_STACK: STACK,
      PULUMI_BACKEND_URL: `file://${this.backend}`,
      PULUMI_CONFIG_PASSPHRASE_FILE: this.passphrase,
      PULUMI_OPTION_POLICY_PACK: join(REPOSITORY, "policies"),
      // Types are checked by `npm test`; checked again here they would double the time of every preview.
      PULUMI_NODEJS_TRANSPILE_ONLY: "true",
      // An interrupted run leaves objects that the state does not know; the next run takes them over, also when they were changed in between.
      PULUMI_K8S_ENABLE_PATCH_FORCE: "true",
      // The Kubernetes provider leaves a copy of the kubeconfig in the temporary directory at each start.
      TMPDIR: this.temporary,
    };
  }

  /** Option of the Pulumi commands that read settings: they would look in the checkout otherwise. */
  settingsOption(): string[] {
    return ["--config-file", this.settingsFile];
  }

  /**
   * Runs `pulumi up` or `destroy` and answers with how many resources it created, updated, left the same and so on.
   *
   * @throws Error with Pulumi's diagnostics and the name of the full log.
   */
  async change(command: "up" | "destroy", log: string, report: Report): Promise<Changes> {
    return withLock(`stack-${basename(dirname(this.project))}`, report, () => this.changeAlone(command, log, report));
  }

  private async changeAlone(command: "up" | "destroy", log: string, report: Report): Promise<Changes> {
    // Nobody else is at work on this stack, so a lock in its backend was left by a run that was interrupted.
    await this.run(["cancel", "--yes"], this.project);
    const args = [
      command,
      "--yes",
      "--skip-preview",
      "--non-interactive",
      "--color",
      "never",
      ...this.settingsOption(),
    ];
    const child = execa(this.toolchain.path("pulumi"), [...args, "--suppress-outputs", "--suppress-progress"], {
      cwd: REPOSITORY,
      env: this.environment(),
      all: true,
      reject: false,
    });
    createInterface({ input: child.all }).on("line", (line) => line.trim() && report(line.trim()));
    const { exitCode, all } = await child;
    writeFileSync(log, all);
    if (exitCode !== 0) throw new Error(`${diagnostics(all)}\nThe whole log: ${log}`);
    const history = await this.run(["stack", "history", "--json", "--page-size", "1", "--page", "1"], this.project);
    return (JSON.parse(history) as { resourceChanges: Changes }[])[0]?.resourceChanges ?? {};
  }

  async outputs<T>(): Promise<T> {
    return JSON.parse(await this.run(["stack", "output", "--json"], this.project)) as T;
  }

  /** One output, decrypted. */
  async secretOutput(name: string): Promise<string> {
    return (await this.run(["stack", "output", name, "--show-secrets"], this.project)).trim();
  }

  private async run(args: string[], cwd: string): Promise<string> {
    const result = await execa(this.toolchain.path("pulumi"), [...args, "--non-interactive"], {
      cwd,
      env: this.environment(),
      reject: false,
    });
    if (result.exitCode !== 0) throw new Error(`pulumi ${args.join(" ")}: ${result.stderr.trim()}`);
    return result.stdout;
  }
}

/** The part of Pulumi's output that tells what went wrong: everything from the diagnostics or the policies on. */
function diagnostics(output: string): string {
  const start = output.search(/^(Diagnostics|Policies):/m);
  return start < 0 ? output.trim() : output.slice(start).trim();
}
