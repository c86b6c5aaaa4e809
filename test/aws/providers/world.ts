/**
 * The simulated AWS itself: what exists, kept in a directory outside the engine, so that a lost state or an interrupted update does not make it forget.
 * Several provider processes and tests work on it at once; every file appears or changes as a whole. Layout: README.md.
 */
import { randomUUID } from "node:crypto";
import {
  appendFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";

import { type Properties, textAt } from "./values.js";

/** Names the world's directory to the providers. */
export const WORLD_VARIABLE = "SIMULATED_AWS_WORLD";

/** One resource as AWS has it. */
export interface Thing {
  readonly type: string;
  /** Its identity in AWS, which is also Pulumi's. */
  readonly id: string;
  /** Name in the program. */
  readonly urn: string;
  readonly region: string;
  /** Everything about it that AWS chose at random follows from this. */
  readonly seed: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
  /** What somebody put in: objects of a bucket, images of a repository. */
  readonly contents: readonly string[];
  /** Made by a test and not by a stack. */
  readonly declared: boolean;
  /** A KMS key whose deletion was asked for: it is there for weeks, and of no use. */
  readonly pendingDeletion: boolean;
}

/** What a test may decide about the world, in `settings.json`. */
export interface WorldSettings {
  /** Default 111122223333. */
  readonly account: string;
  /** Default `aws`. */
  readonly partition: string;
  /** Name of the role whose credentials are in use. Default `platform-engineer`. */
  readonly caller: string;
  /** Roles and users of the account that no stack makes, by ARN. */
  readonly principals: readonly string[];
  /** Images, as `repository:tag`, that no registry has. */
  readonly missingImages: readonly string[];
  /** How long the creation of a type takes, in milliseconds. */
  readonly delays: Readonly<Record<string, number>>;
  /** Creations that AWS refuses: the n-th of a type since the world began, counted from 1. */
  readonly faults: readonly { readonly type: string; readonly nth: number; readonly error: string }[];
}

/** One line of `log.jsonl`. */
export interface LogEntry {
  readonly operation: "create" | "update" | "delete";
  readonly type: string;
  /** Name in the program. */
  readonly name: string;
  /** What AWS answered when it refused. */
  readonly error?: string;
}

const DEFAULTS: WorldSettings = {
  account: "111122223333",
  partition: "aws",
  caller: "platform-engineer",
  principals: [],
  missingImages: [],
  delays: {},
  faults: [],
};

export class World {
  constructor(readonly directory: string) {}

  /** @throws Error when the environment names no world. */
  static fromEnvironment(): World {
    const directory = process.env[WORLD_VARIABLE];
    if (directory === undefined || directory === "") throw new Error(`${WORLD_VARIABLE} names no directory.`);
    return new World(directory);
  }

  get settings(): WorldSettings {
    const file = join(this.directory, "settings.json");
    return existsSync(file) ? { ...DEFAULTS, ...(readJson(file) as Partial<WorldSettings>) } : DEFAULTS;
  }

  /** Changes what is given and leaves the rest. */
  configure(settings: Partial<WorldSettings>): void {
    replaceFile(join(this.directory, "settings.json"), { ...this.settings, ...settings });
  }

  /** Everything of a type, or everything. */
  things(type?: string): Thing[] {
    const root = join(this.directory, "resources");
    const folders = type === undefined ? names(root) : [folderOf(type)];
    return folders.flatMap((folder) =>
      names(join(root, folder))
        .filter((name) => name.endsWith(".json"))
        .flatMap((name) => readThing(join(root, folder, name)) ?? []),
    );
  }

  find(type: string, id: string): Thing | undefined {
    return readThing(this.fileOf(type, id));
  }

  /** A thing of a type by its id or its name. */
  named(type: string, name: string): Thing | undefined {
    return this.find(type, name) ?? this.things(type).find(({ outputs }) => textAt(outputs, "name") === name);
  }

  /** False when there is one of that identity already, which then stays as it is. */
  add(thing: Thing): boolean {
    return addFile(this.fileOf(thing.type, thing.id), thing);
  }

  replace(thing: Thing): void {
    replaceFile(this.fileOf(thing.type, thing.id), thing);
  }

  remove(type: string, id: string): void {
    rmSync(this.fileOf(type, id), { force: true });
  }

  /** Puts something there that no stack makes: a VPC to build in, a role of somebody else. Its outputs are what AWS answers about it. */
  declare(type: string, id: string, outputs: Properties, region = "eu-central-1"): void {
    const thing: Thing = {
      ...{ type, id, region, outputs, urn: "", seed: randomUUID(), inputs: {} },
      ...{ contents: [], declared: true, pendingDeletion: false },
    };
    if (!this.add(thing)) throw new Error(`The world has a ${type} ${id} already.`);
  }

  /** Puts an object into a bucket or an image into a repository. */
  put(type: string, id: string, content: string): void {
    const thing = this.find(type, id);
    if (thing === undefined) throw new Error(`The world has no ${type} ${id}.`);
    this.replace({ ...thing, contents: [...thing.contents, content] });
  }

  /** Removes the whole world. */
  end(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }

  /** What stacks have made and not removed; of a key that waits for its end nothing is left to remove. */
  leftovers(): Thing[] {
    return this.things().filter(({ declared, pendingDeletion }) => !declared && !pendingDeletion);
  }

  log(entry: LogEntry): void {
    mkdirSync(this.directory, { recursive: true });
    appendFileSync(join(this.directory, "log.jsonl"), `${JSON.stringify(entry)}\n`);
  }

  /** What was asked of AWS so far, in order. */
  history(): LogEntry[] {
    const file = join(this.directory, "log.jsonl");
    const lines = existsSync(file) ? readFileSync(file, "utf8").split("\n") : [];
    return lines.filter(Boolean).map((line) => JSON.parse(line) as LogEntry);
  }

  private fileOf(type: string, id: string): string {
    return join(this.directory, "resources", folderOf(type), `${encodeURIComponent(id)}.json`);
  }
}

/** `eks-nodeGroup` for `aws:eks/nodeGroup:NodeGroup`. */
function folderOf(type: string): string {
  return (type.split(":")[1] ?? "").replace("/", "-");
}

function names(directory: string): string[] {
  return existsSync(directory) ? readdirSync(directory).sort() : [];
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, "utf8"));
}

/** Nothing when another process has removed it meanwhile. */
function readThing(file: string): Thing | undefined {
  try {
    return readJson(file) as Thing;
  } catch (error) {
    if (isCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

function replaceFile(file: string, content: unknown): void {
  renameSync(unfinished(file, content), file);
}

/** A link, unlike a renaming, fails where something is. */
function addFile(file: string, content: unknown): boolean {
  const source = unfinished(file, content);
  try {
    linkSync(source, file);
    return true;
  } catch (error) {
    if (isCode(error, "EEXIST")) return false;
    throw error;
  } finally {
    rmSync(source);
  }
}

function unfinished(file: string, content: unknown): string {
  mkdirSync(dirname(file), { recursive: true });
  const path = `${file}.${randomUUID()}`;
  writeFileSync(path, JSON.stringify(content, undefined, 2));
  return path;
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
