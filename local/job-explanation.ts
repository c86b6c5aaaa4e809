/** `npm run job -- NAME --explain`: the command and the pod of a run, for people. */
import { stringify } from "yaml";

import { type Piece, pieces } from "../components/spark/expansion.js";
import { readSubmit } from "../components/spark/submit.js";
import type { PodTemplate } from "../components/spark/pod.js";
import { DRIVER_CONTAINER } from "../vocabulary.js";
import type { Code } from "./job-code.js";

export interface Explained {
  /** The pod's template, with all that the run changes. */
  readonly template: PodTemplate;
  /** Where its settings are written. */
  readonly settings: string;
  /** Code of its own, and the ConfigMap that brings it. */
  readonly code?: { readonly configMap: string; readonly code: Code } | undefined;
}

/** Comments, the command line as a shell in the driver's container would take it, and the pod as YAML. */
export function explanation({ template, settings, code }: Explained): string {
  const args = template.spec?.containers.find(({ name }) => name === DRIVER_CONTAINER)?.args ?? [];
  const pod = { apiVersion: "v1", kind: "Pod", ...template };
  return [
    `# From the settings in ${settings}; nothing was sent. Variables are those of the driver's container, below.`,
    shellCommand(args),
    "---",
    ...(code === undefined
      ? []
      : [
          `# ConfigMap ${code.configMap}: ${code.code.file}, ${code.code.content.byteLength} bytes, gone with the run's Job`,
        ]),
    // kubectl reads YAML 1.1, where a bare 2001-01-01 or on is no text.
    stringify(pod, { version: "1.1", aliasDuplicateObjects: false, lineWidth: 0 }).trimEnd(),
  ].join("\n");
}

/** One argument a line; an option stands beside its value. */
export function shellCommand(words: readonly string[]): string {
  const { application, arguments: args } = readSubmit(words);
  const [program = "", ...options] = words.slice(0, words.length - args.length - 1);
  const pairs = options.flatMap((word, index) =>
    index % 2 === 0 ? [`${word} ${quoted(options[index + 1] ?? "")}`] : [],
  );
  return [program, ...pairs, ...[application, ...args].map(quoted)].join(" \\\n  ");
}

/** What a shell reads as itself. */
const PLAIN = /^[\w@%+=:,./-]+$/;

function quoted(argument: string): string {
  const found = pieces(argument);
  if (found.some((piece) => "variable" in piece)) return `"${found.map(inDoubleQuotes).join("")}"`;
  const text = found.map((piece) => ("text" in piece ? piece.text : "")).join("");
  return PLAIN.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

function inDoubleQuotes(piece: Piece): string {
  return "variable" in piece ? `\${${piece.variable}}` : piece.text.replace(/[\\"$`]/g, "\\$&");
}
