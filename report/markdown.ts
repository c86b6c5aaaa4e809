/** Markdown as GitHub reads it. What comes from outside is never markup: names and values stand in code, sentences are escaped. */

/** Longest code span: beyond it nobody reads on. */
const LONGEST = 120;

/** As much of a digest as people compare. */
const DIGEST = /(@sha256:\w{12})\w+/g;

/** A code span on one line, shortened in its middle: what tells two references or paths apart is often at the end. */
export function code(text: string): string {
  const all = text.replaceAll(/\s+/g, " ").replaceAll(DIGEST, "$1…").trim();
  const line = all.length <= LONGEST ? all : `${all.slice(0, LONGEST / 2)}…${all.slice(1 - LONGEST / 2)}`;
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  const space = longest > 0 ? " " : "";
  return `${fence}${space}${line}${space}${fence}`;
}

/** Code spans of the first few, and how many there are besides. */
export function codes(texts: readonly string[], most = 5): string {
  const named = texts.slice(0, most).map(code);
  if (texts.length <= most) return [...named.slice(0, -2), named.slice(-2).join(" and ")].join(", ");
  return `${named.join(", ")} and ${texts.length - most} more`;
}

/** A sentence that may hold code spans of its own; in the rest of it nothing is markup and nobody is mentioned. */
export function prose(text: string): string {
  return text
    .split(/(`[^`]+`)/)
    .map((part) => (part.startsWith("`") && part.endsWith("`") && part.length > 1 ? part : escaped(part)))
    .join("");
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll("@", "&#64;")
    .replaceAll(/[*_[\]\\`|]/g, "\\$&");
}

/** Lines as they are. */
export function block(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return [fence, text, fence].join("\n");
}

/** A list with the first few items, and how many there are besides. */
export function list(items: readonly string[], most: number): string {
  const rest = items.length - most;
  return [...items.slice(0, most).map((item) => `- ${item}`), ...(rest > 0 ? [`- … and ${rest} more`] : [])].join("\n");
}

/** Folded until somebody opens it. */
export function details(summary: string, body: string): string {
  return `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

export function shortened(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
