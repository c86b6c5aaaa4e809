/** The files of the repository and what its Markdown says, as a reader of a clone would meet it. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import GithubSlugger from "github-slugger";
import { marked } from "marked";

import { REPOSITORY } from "../local/paths.js";

export interface Markdown {
  /** Targets of links and images, as they are written. */
  readonly links: readonly string[];
  /** What a link to one of its headings may end with. */
  readonly anchors: readonly string[];
  /** Lines of `sh` blocks and pieces of text in code style, without comments. */
  readonly code: readonly string[];
}

/** Paths of all files that are committed or about to be, from the root of the repository. */
export function repositoryFiles(): string[] {
  const list = ["ls-files", "--cached", "--others", "--exclude-standard"];
  const paths = execFileSync("git", list, { cwd: REPOSITORY, encoding: "utf8" }).trim().split("\n");
  // The index still has what was removed and not yet committed.
  return paths.filter((path) => existsSync(join(REPOSITORY, path)));
}

export function readMarkdown(path: string): Markdown {
  const slugger = new GithubSlugger();
  const links: string[] = [];
  const anchors: string[] = [];
  const code: string[] = [];
  void marked.walkTokens(marked.lexer(readFileSync(join(REPOSITORY, path), "utf8")), (token) => {
    if (isToken("link", token) || isToken("image", token)) links.push(token.href);
    else if (isToken("heading", token)) anchors.push(slugger.slug(token.text));
    else if (isToken("codespan", token)) code.push(token.text);
    else if (isToken("code", token) && token.lang === "sh") code.push(...token.text.split("\n").map(withoutComment));
  });
  return { links, anchors, code: code.filter((line) => line !== "") };
}

/** Cells of the rows of each table, as they are written, without the head. */
export function tablesOf(path: string): string[][][] {
  const tokens = marked.lexer(readFileSync(join(REPOSITORY, path), "utf8"));
  return tokens.flatMap((token) =>
    isToken("table", token) ? [token.rows.map((row) => row.map(({ text }) => text))] : [],
  );
}

interface Tokens {
  table: { rows: { text: string }[][] };
  link: { href: string };
  image: { href: string };
  heading: { text: string };
  codespan: { text: string };
  code: { text: string; lang?: string };
}

/** The library's own union has a member that is any token, so that a comparison of `type` narrows nothing. */
function isToken<T extends keyof Tokens>(type: T, token: { type: string }): token is Tokens[T] & { type: T } {
  return token.type === type;
}

const withoutComment = (line: string): string => line.replace(/(^|\s+)#.*$/, "").trim();
