/** How settings of Spark are written: on a command line, in a text that becomes one, in a file. */
import { words } from "./shell";
import { UNKNOWN, type Value } from "./values";

/** One argument; {@link UNKNOWN} while it is not known. */
export type Word = string | typeof UNKNOWN;

/** Keys as Spark has them: other keys it ignores. Labels and annotations bring the slash. */
const KEY = String.raw`spark\.[\w./-]+`;
const ASSIGNMENT = new RegExp(String.raw`^(["']?)(?:-D)?(${KEY})=([^]*)\1$`);
const PROPERTY = new RegExp(String.raw`^[ \t]*(${KEY})(?:[ \t]*[=:][ \t]*|[ \t]+)([^]*)$`);

/** Options of spark-submit that are settings under another name. */
const OPTIONS: ReadonlyMap<Word | undefined, string> = new Map([
  ["--master", "spark.master"],
  ["--deploy-mode", "spark.submit.deployMode"],
]);

/** Settings among arguments: `--conf key=value`, `--conf=key=value`, `-c key=value`, `--master url`, `-Dkey=value`, also inside arguments that are scripts. */
export function fromWords(line: readonly Word[]): ReadonlyMap<string, Value> {
  const flat = line.flatMap(asArguments);
  return new Map(flat.flatMap((word, index) => setting(word, flat[index - 1])));
}

/** Settings in the value of a variable or in a script: options of spark-submit, assignments, or lines as in a file. */
export function fromText(text: string): ReadonlyMap<string, Value> {
  if (new RegExp(String.raw`^\s*${KEY}[\s:]`).test(text)) return fromProperties(text);
  return text.startsWith("k8s://") ? new Map([["spark.master", text.trim()]]) : fromWords([...words(text)]);
}

/** Settings in a file with the syntax of `spark-defaults.conf`: Java's properties, where a key ends with a space, `=` or `:`. */
export function fromProperties(text: string): ReadonlyMap<string, Value> {
  const lines = text.replace(/\\\r?\n[ \t]*/g, "").split(/\r?\n/);
  return new Map(
    lines.flatMap((line): [string, Value][] => {
      const [, key, value] = PROPERTY.exec(line) ?? [];
      return key === undefined || value === undefined ? [] : [[key, value.trim()]];
    }),
  );
}

/** The arguments inside an argument that is a script, such as that of `sh -c`. */
function asArguments(word: Word): readonly Word[] {
  if (word === UNKNOWN || !/\s/.test(word) || ASSIGNMENT.test(word) || word.startsWith("--conf=")) return [word];
  const inner = words(word.replace(/^[A-Z_]\w*=/, ""));
  return inner.length === 1 && inner[0] === word ? [word] : inner.flatMap(asArguments);
}

function setting(word: Word, before: Word | undefined): [string, Value][] {
  const separate = OPTIONS.get(before);
  if (separate !== undefined) return [[separate, word]];
  if (word === UNKNOWN) return [];
  const [, name, value = ""] = /^(--[\w-]+)=([^]*)$/.exec(word) ?? [];
  const joined = OPTIONS.get(name);
  return joined === undefined ? assignment(name === "--conf" ? value : word) : [[joined, value]];
}

function assignment(text: string): [string, Value][] {
  const [, , key, value] = ASSIGNMENT.exec(text) ?? [];
  return key === undefined || value === undefined ? [] : [[key, value]];
}
