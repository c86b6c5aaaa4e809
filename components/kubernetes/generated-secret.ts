import * as pulumi from "@pulumi/pulumi";
import { PROJECT } from "../../vocabulary";

/**
 * How random bytes are written down:
 * - `password`: letters and digits only, as long and about as strong as base64 of the bytes; to be typed, or put into any URL or file
 * - `hex`: two lower-case digits a byte
 * - `base64url`: the URL-safe alphabet without padding
 * - `fernet`: the URL-safe alphabet with padding, 32 bytes: a key as Python's `cryptography.fernet` reads it
 */
export type SecretFormat = "password" | "hex" | "base64url" | "fernet";

export interface GeneratedSecretArgs {
  readonly format: SecretFormat;
  /** Random bytes to draw. At least 16 (128 bits), at most 1024; exactly 32 for `fernet`. */
  readonly bytes: number;
  /** Raise it to get a new value. Default 1. */
  readonly generation?: number;
}

interface SecretState {
  readonly format: SecretFormat;
  readonly bytes: number;
  readonly generation: number;
  readonly value: string;
}

/**
 * Runs in Pulumi's dynamic provider, from a copy of its source that the SDK makes: functions may use nothing but arguments and globals.
 * There is no `update`: whatever `diff` reports is a replacement.
 */
export const generatedSecretProvider: pulumi.dynamic.ResourceProvider<Omit<SecretState, "value">, SecretState> = {
  create({ format, bytes, generation }) {
    const draw = (count: number) => Buffer.from(crypto.getRandomValues(new Uint8Array(count)));
    const write: Record<SecretFormat, () => string> = {
      // Two characters of base64 in 64 are dropped: twice the bytes always leave enough.
      password: () =>
        draw(2 * bytes)
          .toString("base64")
          .replace(/[+/=]/g, "")
          .slice(0, Math.ceil((4 * bytes) / 3)),
      hex: () => draw(bytes).toString("hex"),
      base64url: () => draw(bytes).toString("base64url"),
      fernet: () => draw(bytes).toString("base64").replaceAll("+", "-").replaceAll("/", "_"),
    };
    return Promise.resolve({ id: crypto.randomUUID(), outs: { format, bytes, generation, value: write[format]() } });
  },
  diff(_id, olds, news) {
    const replaces = (["format", "bytes", "generation"] as const).filter((key) => olds[key] !== news[key]);
    return Promise.resolve({ changes: replaces.length > 0, replaces });
  },
};

/**
 * A random value, drawn once when the stack first needs it and then kept, encrypted, in the stack's state. It changes only when its arguments do.
 *
 * @throws pulumi.ResourceError when `bytes` is out of range.
 */
export class GeneratedSecret extends pulumi.dynamic.Resource {
  // `declare`: a real class field would be set to undefined after the base class has filled it in.
  declare public readonly value: pulumi.Output<string>;

  constructor(name: string, args: GeneratedSecretArgs, opts?: pulumi.CustomResourceOptions) {
    const { format, bytes, generation = 1 } = args;
    const rule = lengthRule(format, bytes);
    // Before the base class, which would register the resource and draw a value.
    if (rule !== undefined) throw new pulumi.ResourceError(`${name}: bytes = ${bytes}: ${rule}`, undefined, true);
    super(
      generatedSecretProvider,
      name,
      { format, bytes, generation, value: undefined },
      { ...opts, additionalSecretOutputs: ["value"] },
      PROJECT,
      "GeneratedSecret",
    );
  }
}

function lengthRule(format: SecretFormat, bytes: number): string | undefined {
  if (format === "fernet") return bytes === 32 ? undefined : "a Fernet key has exactly 32 bytes; write 32";
  const inRange = Number.isInteger(bytes) && bytes >= 16 && bytes <= 1024;
  return inRange ? undefined : "a secret has a whole number of bytes from 16 to 1024; write 32";
}
