/** Amounts of money that may not be known, and sums of them. Pure. */

/** US dollars, for a month or for an hour. What is not known is not guessed. */
export type Figure =
  | { readonly kind: "known"; readonly dollars: number; /** How it is made up. */ readonly made: string }
  | {
      /** It costs this at most. */
      readonly kind: "ceiling";
      readonly dollars: number;
      readonly made: string;
      /** Why no more is known. */
      readonly why: string;
    }
  | { readonly kind: "unknown"; readonly why: string };

export function known(dollars: number, made: string): Figure {
  return { kind: "known", dollars, made };
}

export function unknown(why: string): Figure {
  return { kind: "unknown", why };
}

/** A sum is known as well as the worst of its parts. */
export function sum(parts: readonly Figure[]): Figure {
  const missing = parts.find((part) => part.kind === "unknown");
  if (missing !== undefined) return missing;
  const amounts = parts.filter((part) => part.kind !== "unknown");
  const dollars = amounts.reduce((total, part) => total + part.dollars, 0);
  const made = amounts.map((part) => part.made).join(" + ");
  const ceiling = amounts.find((part) => part.kind === "ceiling");
  return ceiling === undefined ? known(dollars, made) : { ...ceiling, dollars, made };
}

/** A figure many times, or a part of it; `words` say how often. */
export function times(figure: Figure, factor: number, words: string): Figure {
  if (figure.kind === "unknown") return figure;
  return { ...figure, dollars: figure.dollars * factor, made: `${figure.made} × ${words}` };
}
