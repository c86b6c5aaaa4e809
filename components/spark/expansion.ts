/**
 * Text as Kubernetes must be given it in arguments and environment values for the container to receive it unchanged. Kubernetes replaces `$(NAME)`
 * there by a variable and `$$` by one dollar sign (seen in its `expansion` package), so that doubling every dollar sign keeps all of them.
 */
export function literal(text: string): string {
  return text.replaceAll("$", "$$$$");
}

/** Reference to an environment variable of the container, replaced by Kubernetes when the container starts. */
export function variable(name: string): string {
  return `$(${name})`;
}

/** A piece of an argument: text as the container gets it, or the variable whose value stands there. */
export type Piece = { readonly text: string } | { readonly variable: string };

/** What Kubernetes makes of an argument whose variables are all set. */
export function pieces(argument: string): Piece[] {
  return (argument.match(/\$\$|\$\([^)]*\)|[^$]+|\$/g) ?? []).map((found) => {
    if (found === "$$") return { text: "$" };
    return found.startsWith("$(") ? { variable: found.slice(2, -1) } : { text: found };
  });
}

/** The text that {@link literal} was given. */
export function unescaped(text: string): string {
  return text.replaceAll("$$", "$");
}
