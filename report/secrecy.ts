/**
 * What a report never shows. The engine masks what the program keeps secret; here follow what is secret by its place, its name or its look, whatever a
 * program says about it, and the values of environment variables, which are nobody's business in a pull request.
 */
import { createHash } from "node:crypto";
import { CREDENTIAL_NAME, SECRET_FORMS } from "../vocabulary";

/** A value that is not shown. Two of the same text have the same fingerprint, so that a change can be told. */
export class Hidden {
  readonly fingerprint: string;

  constructor(
    /** What is shown instead. */
    readonly word: "secret" | "not shown",
    value: unknown,
  ) {
    this.fingerprint = createHash("sha256").update(JSON.stringify(value)).digest("base64");
  }
}

/** A value that only the update will tell. */
export class Unknown {
  readonly word = "known after the update";
}

/** JSON without secrets. */
export type Shown = string | number | boolean | null | Hidden | Unknown | readonly Shown[] | ShownObject;

export interface ShownObject {
  readonly [key: string]: Shown;
}

/** How the engine writes a secret into its event log: as a text, or as an object with this key. */
const MASKED = "[secret]";
const SECRET_SIGNATURE = "4dabf18193072939515e22adb298388d";

/** How it writes values that are not known yet, by their type. */
const UNKNOWN: readonly string[] = [
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7", // boolean
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421", // number
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9", // string
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2", // array
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff", // object
];

/** Where Kubernetes keeps secrets. */
const SECRET_KEYS = ["data", "stringData"];

const FORMS = Object.values(SECRET_FORMS);

/** `spark.my.password=…`: a setting among the arguments of a program. */
const SETTING = /^[\w.-]+(?==)/;

/** The inputs of a resource as they may be shown. JSON documents in them become what they say. */
export function conceal(type: string, inputs: Readonly<Record<string, unknown>>): ShownObject {
  const shown = Object.entries(inputs).map(([key, value]) => {
    const secret = type === "kubernetes:core/v1:Secret" && SECRET_KEYS.includes(key);
    return [key, secret ? new Hidden("secret", value) : concealed(key, value)];
  });
  return Object.fromEntries(shown) as ShownObject;
}

/** Text for people in which everything that looks like a secret is replaced. */
export function withoutSecrets(text: string): string {
  return FORMS.reduce((rest, form) => rest.replaceAll(new RegExp(form, "g"), MASKED), text);
}

function concealed(key: string, value: unknown): Shown {
  if (typeof value === "string") return concealedText(key, value);
  if (Array.isArray(value)) return value.map((item) => (key === "env" ? variable(item) : concealed("", item)));
  if (typeof value === "object" && value !== null) return concealedObject(value as Record<string, unknown>);
  return typeof value === "number" || typeof value === "boolean" ? value : null;
}

function concealedText(key: string, text: string): Shown {
  if (text === MASKED) return new Hidden("secret", text);
  if (UNKNOWN.includes(text)) return new Unknown();
  const setting = SETTING.exec(text)?.[0] ?? "";
  const isSecret = [key, setting].some((name) => CREDENTIAL_NAME.test(name)) || FORMS.some((form) => form.test(text));
  if (isSecret) return new Hidden("secret", text);
  const document = documentIn(text);
  return document === undefined ? text : concealedObject(document);
}

function concealedObject(value: Readonly<Record<string, unknown>>): Shown {
  if (SECRET_SIGNATURE in value) return new Hidden("secret", value);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, concealed(key, item)]));
}

/** An entry of `env` in a container. */
function variable(entry: unknown): Shown {
  const shown = concealed("", entry);
  if (typeof shown !== "object" || shown === null || !("value" in shown)) return shown;
  return { ...shown, value: new Hidden("not shown", shown.value) };
}

/** Policies of IAM and the like are JSON in a text. */
function documentIn(text: string): Readonly<Record<string, unknown>> | undefined {
  if (!text.startsWith("{")) return undefined;
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    return undefined;
  }
}
