/**
 * Recognises secrets in what is shown in plans, pod specs and process lists. A guard against accidents: it knows common names and forms, not every
 * secret.
 */
import { CREDENTIAL_NAME, SECRET_FORMS, SECRET_REFERENCE } from "../../vocabulary";

/** Names of conf that holds a secret: Spark's own redaction pattern, and what clouds and databases call theirs. Wide, since a name can be cleared. */
const SECRET_NAME = /secret|passw|passphrase|token|(access|account|api|private)[._-]?key|[._-]key$|^key$/i;

/** What takes a secret besides {@link SECRET_FORMS}. */
const SECRET_VALUES = [
  ...Object.values(SECRET_FORMS),
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
