/** Command lines as a shell reads them, as far as one can tell without running them. */
import { UNKNOWN, type Value } from "./values";

/** A word: quoted parts, escaped characters, references to variables and plain characters in any order. Operators of the shell end one. */
const WORD = /(?:'[^']*'|"(?:\\[^]|[^"\\])*"|\\[^]|\$\([^)]*\)|[^\s'"\\;&|<>()])+/g;
const PART = /'([^']*)'|"((?:\\[^]|[^"\\])*)"|\\([^])|([^'"\\]+)/g;

/** The words of a script, quotes removed. Variables stay as they are written. */
export function words(script: string): readonly string[] {
  const withoutComments = script.replace(/^\s*#.*$/gm, "").replace(/\\\r?\n/g, " ");
  return (withoutComments.match(WORD) ?? []).map(unquoted);
}

function unquoted(word: string): string {
  return word.replace(PART, (_, single?: string, double?: string, escaped?: string, plain?: string) =>
    double === undefined ? (single ?? escaped ?? plain ?? "") : double.replace(/\\(["\\$`])/g, "$1"),
  );
}

/** References to variables: `$(NAME)` is Kubernetes' notation, the other two are the shell's. `$$` stands for one dollar. */
const REFERENCE = /\$(?:\$|\((\w+)\)|\{(\w+)\}|(\w+))/g;

/** The text with the variables filled in that have a value; the others stay as they are written. {@link UNKNOWN} if one of the values is. */
export function expanded(text: string, variables: ReadonlyMap<string, Value>): Value {
  const references = [...text.matchAll(REFERENCE)].map((match) => variables.get(nameIn(match)));
  if (references.includes(UNKNOWN)) return UNKNOWN;
  return text.replace(REFERENCE, (...match: string[]) => {
    const value = match[0] === "$$" ? "$" : variables.get(nameIn(match));
    return typeof value === "string" ? value : String(match[0]);
  });
}

function nameIn([, kubernetes, braced, plain]: readonly (string | undefined)[]): string {
  return kubernetes ?? braced ?? plain ?? "";
}
