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
