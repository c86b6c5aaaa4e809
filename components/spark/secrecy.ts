/**
 * Recognises secrets in what is shown in plans, pod specs and process lists. A guard against accidents: it knows common names and forms, not every
 * secret.
 */

/** Names of conf that holds a secret: Spark's own redaction pattern, and what clouds and databases call theirs. Wide, since a name can be cleared. */
const SECRET_NAME = /secret|passw|passphrase|token|(access|account|api|private)[._-]?key|[._-]key$|^key$/i;

/** Names of variables that hold a secret. Narrow, since nothing clears a name: no PARTITION_KEY, TOKENIZER or MAX_TOKENS. */
const CREDENTIAL_NAME =
  /passw(or)?d|passphrase|credentials|(secret|token)(_|$)|(access|account|api|private)_?key(_|$)/i;

/** Conf that names a Kubernetes Secret and holds none. */
const SECRET_REFERENCE = /^spark\.kubernetes\.executor\.(secretKeyRef|secrets)\./;

const SECRET_VALUES = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /\b(AKIA|ASIA)[0-9A-Z]{16}\b/, // AWS access key
  /\bgh[pousr]_\w{30,}/, // GitHub token
  /\beyJ[\w-]+\.eyJ[\w-]+\./, // JSON Web Token
  /:\/\/[^/\s:@]+:[^/\s@]+@/, // password in a URL
  /(passw(or)?d|passphrase|secret|token)\s*=\s*\S/i, // JDBC URL, Java option, --password=…
  /^--?[\w-]*(passw(or)?d|passphrase|secret|token)$/i, // option whose value is the next argument
];

/** Whether a conf key or a setting of this name usually holds a secret. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name) && !SECRET_REFERENCE.test(name);
}

/** Whether an environment variable of this name holds a secret. */
export function isCredentialName(name: string): boolean {
  return CREDENTIAL_NAME.test(name);
}

/** Whether a text looks like a secret or contains one. */
export function isSecretValue(value: string): boolean {
  return SECRET_VALUES.some((pattern) => pattern.test(value));
}

/** What to do with a secret that was written where all can read it. */
export const SECRET_FIX = "keep it in a Kubernetes Secret and name that in the job's field secrets";

/** Shown in place of what may be a secret. */
export const HIDDEN = "(hidden)";
