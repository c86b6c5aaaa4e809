/** Recognises secrets that are written where all can read them. It knows common names and forms, not every secret, and never repeats one. */
import { CREDENTIAL_NAME, SECRET_FORMS, SECRET_REFERENCE } from "../../vocabulary";
import { words } from "./shell";
import { UNKNOWN, type Value } from "./values";

/** What was found, without the secret itself. */
export interface Leak {
  /** For example `a literal for "spark.ssl.keyPassword"`, or `an AWS access key`. */
  readonly what: string;
  /** Not while a value with a secret's name is not known yet: it may turn out to be empty. */
  readonly certain: boolean;
}

/** In a value that has a name: a variable, a setting. */
export function leaksInValue(name: string, value: Value | undefined): readonly Leak[] {
  if (value === UNKNOWN) return isSecretName(name) ? [{ ...LITERAL, certain: false }] : [];
  if (typeof value !== "string") return [];
  return isLiteral(name, value) ? [LITERAL] : leaksInText(value);
}

/** In arguments, also inside one that is a script: what is assigned to a name, and what follows an option. */
export function leaksInCommand(line: readonly Value[]): readonly Leak[] {
  const inWords = line.flatMap((word) => (typeof word === "string" ? leaksInText(word) : []));
  const all = line.flatMap((word): readonly Value[] => (typeof word === "string" ? asWords(word) : [word]));
  return [...inWords, ...all.flatMap((word, index) => leaksAfterOption(word, all[index + 1]))];
}

function asWords(argument: string): readonly string[] {
  return /\s/.test(argument) ? words(simplified(argument)) : [argument];
}

/** In a file: what its syntax makes a name and its value, and what gives itself away. */
export function leaksInFile(file: string, text: string): readonly Leak[] {
  const isValue = IS_THE_SECRET.test(file) && !text.trim().includes("\n");
  if (isValue && isLiteral(file, text)) return [LITERAL];
  return [...leaksInText(text, PROGRAM_OR_PROSE.test(file) ? [QUOTED] : ALL), ...named(ELEMENT, text)];
}

const LITERAL: Leak = { what: "a literal secret", certain: true };

function literalFor(name: string): Leak {
  return { what: `a literal for "${name}"`, certain: true };
}

/** Files in which only what stands in quotes is a value; the rest are names of other things, or words. */
const PROGRAM_OR_PROSE = /\.(go|html?|java|js|kt|md|py|r|rb|rst|scala|sql|ts|txt)$/i;

const NAME = String.raw`(?<name>[A-Za-z][\w.-]*)`;
const START = String.raw`(?<![\w.-])`;
/** `"password": "…"` and `password = '…'`. */
const QUOTED = new RegExp(
  String.raw`${START}${NAME}["']?(?:\s*=|:)\s*(?<quote>["'])(?<value>(?:(?!\k<quote>).)+)`,
  "g",
);
/** `--password=…`, `-Dpassword=…`, `?password=…`, without spaces. */
const ASSIGNED = new RegExp(String.raw`${START}(?:-D|--?)?${NAME}=(?<value>[^\s&;,"'\`)]+)`, "g");
/** `password: …` and `export password = …`, on a line of its own. YAML's own signs start no secret. */
const LINE = new RegExp(
  String.raw`^[ \t]*(?:export[ \t]+|-[ \t]+)?${NAME}[ \t]*[:=][ \t]*(?<value>[^\s!&*>|{[#].*)$`,
  "gm",
);
/** `spark.ssl.keyPassword …`: Java's properties with a space. */
const PROPERTY = /^[ \t]*(?<name>spark\.[\w.-]+)[ \t]+(?<value>\S.*)$/gm;
/** `<name>…</name><value>…</value>`: Hadoop's settings. */
const ELEMENT = /<name>\s*(?<name>[\w.-]+)\s*<\/name>\s*<value>(?<value>[^<]+)</g;

const ALL = [QUOTED, ASSIGNED, LINE, PROPERTY];

function leaksInText(text: string, patterns: readonly RegExp[] = [QUOTED, ASSIGNED]): readonly Leak[] {
  const readable = simplified(text);
  return [...forms(withoutReferences(text)), ...patterns.flatMap((pattern) => named(pattern, readable))];
}

function forms(text: string): readonly Leak[] {
  return Object.entries(SECRET_FORMS).flatMap(([what, form]) => (form.test(text) ? [{ what, certain: true }] : []));
}

function named(pattern: RegExp, text: string): readonly Leak[] {
  return [...text.matchAll(pattern)].flatMap(({ groups: { name = "", value = "" } = {} }) =>
    isLiteral(name, value) ? [literalFor(name)] : [],
  );
}

/** `--no-password` asks for none. */
const OPTION = /^--?(?!no-)(?<name>[A-Za-z][\w.-]*)$/;

function leaksAfterOption(word: Value, next: Value | undefined): readonly Leak[] {
  const name = typeof word === "string" ? OPTION.exec(word)?.groups?.["name"] : undefined;
  if (name === undefined) return [];
  if (next === UNKNOWN) return isSecretName(name) ? [{ ...literalFor(name), certain: false }] : [];
  return typeof next === "string" && !next.startsWith("-") && isLiteral(name, next) ? [literalFor(name)] : [];
}

/** Last words of names that only say something about a secret: where it is, how long it lasts. */
const ABOUT_A_SECRET =
  /(_(algorithm|audience|backend|class|cmd|command|count|dirs?|enabled|encryption|endpoint|expiration|expiry|fields?|files?|header|host|issuer|length|lifetime|limit|minutes|mounts?|names?|namespace|paths?|policy|port|prompt|provider|refs?|region|required|scopes?|seconds|stdin|timeout|ttl|type|uri|url|version)|(passw(or)?d|token)_key)$/i;

/** Airflow's notation for an option that is in a secrets backend. */
const IN_BACKEND = /^airflow__\w+_(backend|conn|key|password|url)_secret$/i;

/** Last words of names that are the secret's, so that a number can be one. */
const IS_THE_SECRET = /(passw(or)?d|passphrase|pass|pwd|secret|token|key|credentials?)$/i;

function isSecretName(name: string): boolean {
  const snake = name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").replace(/[^A-Za-z0-9_]+/g, "_");
  return [ABOUT_A_SECRET, IN_BACKEND].every((other) => !other.test(snake)) && isCredential(name, snake);
}

function isCredential(name: string, snake: string): boolean {
  return CREDENTIAL_NAME.test(snake) && !SECRET_REFERENCE.test(name);
}

/** What is filled in later: `$(X)`, `${X}`, `$X`, Jinja's `{{ x }}`, Python's `{x}` and `%s`, what a shell runs in backticks, `<x>` in an example. A default in `${X:-…}` is none of it. */
const REFERENCES =
  /\$+\((?:[^()]|\([^()]*\))*\)|\$+\{(?:(?!:-[^}])[^{}])*\}|\$+\w+|\{\{.*?\}\}|\{[^{}:\s]*\}|%(?:\(\w+\))?s|`[^`\n]*`|<[\w -]+>/g;

function withoutReferences(text: string): string {
  return text.replace(REFERENCES, "");
}

/** All references in the one notation that is neither several words nor a part of one. */
function simplified(text: string): string {
  return text.replace(REFERENCES, () => "${X}");
}

const NO_VALUE = /^(true|false|yes|no|on|off|none|null|\*+|~)$/i;
const NUMBER = /^\d+(\.\d+)?[a-z]{0,3}$/i;
/** The path of a file: what is encoded in base64 has capitals. */
const PATH = /^(\/[a-z0-9._-]+){2,}$/;

/** Whether a secret's name has a value here that can be the secret. */
function isLiteral(name: string, value: string): boolean {
  if (!isSecretName(name)) return false;
  const text = withoutReferences(value)
    .trim()
    .replace(/^(["'])(.*)\1[,;]?$/, "$2");
  if (text === "" || [NO_VALUE, PATH].some((pattern) => pattern.test(text)) || namesSecret(name, text)) return false;
  return IS_THE_SECRET.test(name) || !NUMBER.test(text);
}

/** `secret: warehouse` names the Secret. */
function namesSecret(name: string, value: string): boolean {
  return /^(existing_?)?secret$/i.test(name) && /^[a-z]+(-[a-z0-9]+)*$/.test(value);
}
