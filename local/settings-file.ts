/** Stack files: what users write in stacks/, and the copy that a target works with. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { parse, parseDocument, stringify } from "yaml";

import { PROJECT } from "../vocabulary.js";
import { REPOSITORY } from "./paths.js";

/** Settings by key without the project's prefix, for example `images`. */
export type SettingValues = Record<string, unknown>;

/** As Pulumi writes it into the file of a stack whose secrets a key in the cloud encrypts. */
export interface SecretsKey {
  /** URL of the key. */
  readonly secretsprovider: string;
  /** The stack's own data key, encrypted with it. */
  readonly encryptedkey: string;
}

interface StackFile extends Partial<SecretsKey> {
  encryptionsalt?: string;
  config?: SettingValues;
}

const PREFIX = `${PROJECT}:`;

/** The committed settings of stack `local`. */
export const COMMITTED_SETTINGS = join(REPOSITORY, "stacks", "Pulumi.local.yaml");

/** @throws Error when there is no such stack file */
export function requireSettings(file: string): void {
  if (!existsSync(file)) throw new Error(`--settings ${file}: there is no such file`);
}

/**
 * The platform's settings in a stack file; other projects' keys are left out.
 *
 * @throws Error when there is no such file
 */
export function readSettings(file: string): SettingValues {
  requireSettings(file);
  return settingsIn(readFileSync(file, "utf8"));
}

/** The platform's settings in the text of a stack file. */
export function settingsIn(yaml: string): SettingValues {
  const { config = {} } = parse(yaml) as StackFile;
  const own = Object.entries(config).filter(([key]) => key.startsWith(PREFIX));
  return Object.fromEntries(own.map(([key, value]) => [key.slice(PREFIX.length), value]));
}

/** Replaces the settings in a stack file; what encrypts the stack's secrets stays. */
export function writeSettings(file: string, settings: SettingValues): void {
  const { encryptionsalt } = parse(readFileSync(file, "utf8")) as StackFile;
  const config = Object.fromEntries(Object.entries(settings).map(([key, value]) => [PREFIX + key, value]));
  writeFileSync(file, stringify({ encryptionsalt, config }), { mode: 0o600 });
}

/** Writes image references into a stack file: comments and order of the file stay. */
export function writeReferences(file: string, references: Readonly<Record<string, string>>): void {
  const document = parseDocument(readFileSync(file, "utf8"));
  for (const [name, reference] of Object.entries(references)) {
    document.setIn(["config", `${PREFIX}images`, name], reference);
  }
  // Lines that are long already stay as they are.
  writeFileSync(file, document.toString({ lineWidth: 0 }));
}

/** Which key encrypts the secrets of a stack; undefined where its file names none. */
export function readSecretsKey(file: string): SecretsKey | undefined {
  const { secretsprovider, encryptedkey } = parse(readFileSync(file, "utf8")) as StackFile;
  return secretsprovider === undefined || encryptedkey === undefined ? undefined : { secretsprovider, encryptedkey };
}

/** Writes the key at the end of a stack file; every other line stays as it is. */
export function writeSecretsKey(file: string, key: SecretsKey): void {
  const others = readFileSync(file, "utf8").replace(/^(secretsprovider|encryptedkey):.*\n?/gm, "");
  writeFileSync(file, `${others.trimEnd()}\n${stringify(key, { lineWidth: 0 })}`);
}
