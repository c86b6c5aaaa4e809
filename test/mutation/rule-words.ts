/** Leaves the words of a rule out of mutation. */
import type { Ignorer } from "@stryker-mutator/api/ignore";

/** The part of Babel's syntax tree that is looked at. */
interface SyntaxPath {
  readonly node: SyntaxNode;
  readonly parent?: SyntaxNode;
}

interface SyntaxNode {
  readonly type: string;
  readonly key?: { readonly name?: string };
  readonly properties?: readonly SyntaxNode[];
}

/** What readme.test.ts compares word by word with the table in policies/README.md. Tests of a rule's verdict need not repeat it. */
const WORDS = ["level", "description", "why", "fix"];

/** Only where all of them stand together, as in a rule: a property that happens to be called like one of them is mutated. */
export const ruleWords: Ignorer = {
  shouldIgnore(path) {
    const { node, parent } = path as SyntaxPath;
    const isWord = node.type === "ObjectProperty" && WORDS.includes(keyOf(node));
    const siblings = parent?.properties?.map(keyOf) ?? [];
    if (!isWord || !WORDS.every((word) => siblings.includes(word))) return undefined;
    return "The README's test compares it with the table of rules.";
  },
};

function keyOf({ key }: SyntaxNode): string {
  return key?.name ?? "";
}
