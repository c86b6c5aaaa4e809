/**
 * The commands of README.md, each of which one test runs. A test asks for its command by the words that README.md has, so neither can change without the other;
 * test/unit/readme.test.ts looks for commands that no test asks for.
 */
import { readMarkdown } from "./documents.js";

/** Words that stand for what the reader puts in: `NAME`, `FILE`, `OWNER/NAME`. */
const PLACEHOLDER = /^[A-Z]+(\/[A-Z]+)*$/;

/** All commands of README.md, in shell blocks and in text, as they stand there. */
export function readmeCommands(): string[] {
  return [...new Set(readMarkdown("README.md").code.filter((text) => /^npm\b/.test(text)))];
}

/**
 * What the npm script behind a command of README.md hands to local/bootstrap.mjs, to be run by `product(…)`. The test may append options, which win over those
 * before them; it leaves none out.
 *
 * @param command as README.md has it
 * @param values what to put in place of its placeholders
 * @throws Error if README.md has no such command, or a placeholder has no value
 */
export function readmeCommand(command: string, values: Readonly<Record<string, string>> = {}): string[] {
  if (!readmeCommands().includes(command)) throw new Error(`README.md has no command "${command}"`);
  const [, ...words] = command.split(" ");
  return words
    .slice(words[0] === "run" ? 1 : 0)
    .filter((word) => word !== "--")
    .map((word) => {
      const value = values[word] ?? word;
      if (PLACEHOLDER.test(value)) throw new Error(`"${command}": say what ${word} stands for`);
      return value;
    });
}
