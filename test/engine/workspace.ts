/**
 * A throw-away place for the real Pulumi engine: backend, passphrase and settings in a temporary directory. They are made by the product's own
 * {@link Stack}, so that a test runs Pulumi just as `npm run up` does.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { execa } from "execa";

import { REPOSITORY } from "../../local/paths.js";
import { type SettingValues, writeSettings } from "../../local/settings-file.js";
import { backendOf, Stack } from "../../local/stack.js";
import { ensureToolchain } from "../../local/toolchain.js";
import { PROJECT } from "../../vocabulary.js";

/** What a command ended with, and all that it printed. */
export interface Outcome {
  readonly exitCode: number | undefined;
  readonly output: string;
}

/** What the backend knows of the stack. */
interface Checkpoint {
  readonly checkpoint: { readonly latest: { readonly resources?: readonly { readonly type: string }[] } };
}

const PROGRAMS = fileURLToPath(new URL("programs", import.meta.url));

export class Workspace {
  private constructor(
    readonly directory: string,
    private readonly program: string,
    private readonly stack: Stack,
    private readonly environment: Readonly<Record<string, string>>,
  ) {}

  /**
   * @param program directory below `programs/`, or an absolute path. Default: the product's own program
   * @param environment what takes the place of the product's own settings for Pulumi
   * @param name workspaces of the same name never work at the same time
   */
  static async create(
    program?: string,
    environment: Readonly<Record<string, string>> = {},
    name = "engine-test",
  ): Promise<Workspace> {
    const programs = ["pulumi", "pulumi-language-nodejs", "pulumi-resource-kubernetes"] as const;
    const toolchain = await ensureToolchain(programs, () => undefined);
    // The last part of the path is the name of the stack's lock, which nobody removes.
    const directory = join(mkdtempSync(join(tmpdir(), "spark-platform-")), name);
    mkdirSync(directory);
    const stack = new Stack({ kind: "built-in", name, stateDir: directory }, toolchain);
    await stack.ensure();
    return new Workspace(
      directory,
      program === undefined ? REPOSITORY : resolve(PROGRAMS, program),
      stack,
      environment,
    );
  }

  /** Replaces all settings of the stack. */
  writeSettings(settings: SettingValues): void {
    writeSettings(this.stack.settingsFile, settings);
  }

  async preview(...options: string[]): Promise<Outcome> {
    const { exitCode, all } = await this.start("preview", ...options);
    return { exitCode, output: all };
  }

  async change(command: "up" | "destroy", ...options: string[]): Promise<Outcome> {
    const { exitCode, all } = await this.start(command, "--yes", "--skip-preview", ...options);
    return { exitCode, output: all };
  }

  /** A command that reads no settings. */
  async command(...command: string[]): Promise<Outcome> {
    const { exitCode, all } = await this.run(command);
    return { exitCode, output: all };
  }

  /** A command as a running process that leads a group of its own, as in a terminal. */
  start(...command: string[]) {
    return this.run([...command, ...this.stack.settingsOption()]);
  }

  private run(command: readonly string[]) {
    const args = [...command, "--non-interactive", "--color=never"];
    return execa(...this.stack.alone(args), {
      cwd: this.program,
      env: { ...this.stack.environment(), ...this.environment },
      reject: false,
      all: true,
      detached: true,
    });
  }

  /** Types of the resources in the state. */
  resources(): string[] {
    const file = join(this.checkpoints, "local.json");
    if (!existsSync(file)) return [];
    const { checkpoint } = JSON.parse(readFileSync(file, "utf8")) as Checkpoint;
    return (checkpoint.latest.resources ?? []).map(({ type }) => type);
  }

  /** Directory of everything that the backend keeps: state, history and backups. */
  get backend(): string {
    return join(this.directory, "pulumi", "state");
  }

  get backendUrl(): string {
    return backendOf({ stateDir: this.directory });
  }

  /** Directory of the state as it is now, and of its last backup. */
  get checkpoints(): string {
    return join(this.backend, ".pulumi", "stacks", PROJECT);
  }

  get passphrase(): string {
    return readFileSync(join(this.directory, "pulumi", "passphrase"), "utf8");
  }

  remove(): void {
    rmSync(dirname(this.directory), { recursive: true, force: true });
  }
}
