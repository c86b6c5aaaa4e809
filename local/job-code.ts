/** A file that takes the place of a job's application for one run: read and checked before anything is sent. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";

import { CONFIG_MAP_BYTES } from "../vocabulary.js";

/** Newest version of Python that is known: which one the image has shows when the job starts, and what only a newer one understands is no error here. */
const PYTHON = "py314";

/** Rules of ruff for what Python itself refuses besides wrong syntax: `break` outside a loop, `return` outside a function and the like. */
const REFUSED_BY_PYTHON = ["F70"];

/** First bytes of a jar, which is a zip file. */
const ZIP = "PK\x03\x04";

export interface Code {
  /** As the user named it. */
  readonly file: string;
  /** `.py` or `.jar`. */
  readonly ending: string;
  readonly content: Buffer;
  /** First half of its SHA-256, which tells which version of the file a run had. */
  readonly hash: string;
  /** Modules beside it that it imports: they stay those of the image. */
  readonly imports: readonly string[];
}

/** @throws Error that lists everything for which the file cannot run */
export async function readCode(file: string): Promise<Code> {
  const ending = extname(file);
  const missing = whyUnreadable(file, ending);
  if (missing !== undefined) throw new Error(`--code ${file}: ${missing}`);
  const content = readFileSync(file);
  const problems = [...sizeProblems(content), ...(await contentProblems(ending, content))];
  if (problems.length > 0) throw new Error(problems.map((problem) => `--code ${file}${problem}`).join("\n"));
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 32);
  return { file, ending, content, hash, imports: ending === ".py" ? importsBeside(file, content.toString()) : [] };
}

/** @throws Error when the job's application is written in something else */
export function requireSameKind({ file, ending }: Code, job: string, application: string): void {
  if (extname(application) === ending) return;
  throw new Error(`--code ${file}: job ${job} runs ${application}; give a ${extname(application)} file`);
}

function whyUnreadable(file: string, ending: string): string | undefined {
  if (!existsSync(file)) return "there is no such file; a path is relative to the root of the checkout";
  if (!statSync(file).isFile()) return "is not a file; name the one that is the job's application";
  return [".py", ".jar"].includes(ending) ? undefined : "must be a .py or a .jar, as a job's application is";
}

function sizeProblems({ byteLength }: Buffer): string[] {
  if (byteLength === 0) return [": is empty"];
  if (byteLength <= CONFIG_MAP_BYTES) return [];
  return [
    `: has ${byteLength} bytes, and a ConfigMap holds ${CONFIG_MAP_BYTES}; put what it depends on into the image (images/spark), or build an image with it`,
  ];
}

async function contentProblems(ending: string, content: Buffer): Promise<string[]> {
  if (ending === ".py") return pythonProblems(content);
  const isJar = content.byteLength === 0 || content.toString("latin1", 0, ZIP.length) === ZIP;
  return isJar ? [] : [": is not a jar: it does not begin as a zip file does"];
}

/** Each begins with the place in the file, as editors and terminals link it. */
async function pythonProblems(content: Buffer): Promise<string[]> {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(content);
  } catch {
    return [": is not UTF-8, in which Python expects its source"];
  }
  // Loaded here, since no other command has a use for it.
  const { PositionEncoding, Workspace } = await import("@astral-sh/ruff-wasm-nodejs");
  const ruff = new Workspace({ "target-version": PYTHON, lint: { select: REFUSED_BY_PYTHON } }, PositionEncoding.Utf16);
  const found = ruff.check(text) as { message: string; start_location: { row: number; column: number } }[];
  return found.map(({ message, start_location: { row, column } }) => `:${row}:${column}: ${message}`);
}

/** By the first name of each import, as written at the start of a line or indented. */
function importsBeside(file: string, text: string): string[] {
  const names = [...text.matchAll(/^\s*(?:from|import)\s+([A-Za-z_]\w*)/gm)].map(([, name = ""]) => name);
  const beside = (name: string): boolean =>
    name !== basename(file, ".py") && [name, `${name}.py`].some((path) => existsSync(join(dirname(file), path)));
  return [...new Set(names)].filter(beside).sort();
}
