/** What a user probably meant: for messages about names that settings or the policy pack's configuration do not know. */
import { distance } from "fastest-levenshtein";

/** The candidate that a word was probably meant to be; nothing when none is close: up to a third of its letters may differ. */
export function closest(word: string, candidates: readonly string[]): string | undefined {
  const [best] = candidates
    .map((candidate) => ({ candidate, letters: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, letters }) => letters <= Math.max(1, Math.floor(candidate.length / 3)))
    .sort((a, b) => a.letters - b.letters);
  return best?.candidate;
}
