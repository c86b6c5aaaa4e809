import * as pulumi from "@pulumi/pulumi";
import test from "ava";
import fc from "fast-check";
import { runInThisContext } from "node:vm";

import {
  GeneratedSecret,
  generatedSecretProvider as provider,
  type SecretFormat,
} from "../../../../components/kubernetes/generated-secret.js";
import { record } from "./recorder.js";

const FORMATS = {
  password: /^[A-Za-z0-9]+$/,
  hex: /^[0-9a-f]+$/,
  base64url: /^[A-Za-z0-9_-]+$/,
  fernet: /^[A-Za-z0-9_-]+=*$/,
};

async function draw(format: SecretFormat, bytes: number): Promise<string> {
  const { outs } = await provider.create({ format, bytes, generation: 1 });
  return outs?.value ?? "";
}

test("every format keeps to its alphabet and length", async (t) => {
  const lengths: Record<SecretFormat, (bytes: number) => number> = {
    password: (bytes) => Math.ceil((4 * bytes) / 3),
    hex: (bytes) => 2 * bytes,
    base64url: (bytes) => Math.ceil((4 * bytes) / 3),
    fernet: (bytes) => 4 * Math.ceil(bytes / 3),
  };
  const formats = fc.constantFrom<SecretFormat[]>("password", "hex", "base64url", "fernet");
  await fc.assert(
    fc.asyncProperty(formats, fc.integer({ min: 16, max: 1024 }), async (format, bytes) => {
      const value = await draw(format, bytes);
      t.regex(value, FORMATS[format]);
      t.is(value.length, lengths[format](bytes));
    }),
  );
});

test("a Fernet key is 44 characters of padded URL-safe base64 that decode to 32 bytes", async (t) => {
  const key = await draw("fernet", 32);
  t.regex(key, /^[A-Za-z0-9_-]{43}=$/);
  t.is(Buffer.from(key, "base64url").length, 32);
});

test("a key of 64 bytes decodes to 64 bytes", async (t) => {
  t.is(Buffer.from(await draw("base64url", 64), "base64url").length, 64);
});

test("no two values are equal", async (t) => {
  const values = await Promise.all(Array.from({ length: 200 }, () => draw("password", 16)));
  t.is(new Set(values).size, 200);
});

test("a value is replaced when format, length or generation change, and never otherwise", async (t) => {
  const old = { format: "hex", bytes: 32, generation: 1, value: "kept" } as const;
  const replaces = async (change: object) => (await provider.diff?.("id", old, { ...old, ...change }))?.replaces;
  t.deepEqual(await provider.diff?.("id", old, old), { changes: false, replaces: [] });
  t.deepEqual(await replaces({ value: "anything" }), []);
  t.deepEqual(await replaces({ format: "fernet" }), ["format"]);
  t.deepEqual(await replaces({ bytes: 64 }), ["bytes"]);
  t.deepEqual(await replaces({ generation: 2 }), ["generation"]);
});

test("the provider works from its serialised source alone, as the engine runs it", async (t) => {
  const { text } = await pulumi.runtime.serializeFunction(() => provider);
  const load = runInThisContext(`(exports) => { ${text}; return exports.handler(); }`) as (
    o: object,
  ) => typeof provider;
  const { outs } = await load({}).create({ format: "password", bytes: 24, generation: 3 });
  t.like(outs, { format: "password", bytes: 24, generation: 3 });
  t.regex(outs?.value ?? "", /^[A-Za-z0-9]{32}$/);
});

test.serial("the resource keeps its value secret and starts at generation 1", async (t) => {
  const registered = await record((opts) => {
    new GeneratedSecret("key", { format: "fernet", bytes: 32 }, opts);
  });
  t.deepEqual(registered, [
    {
      type: "pulumi-nodejs:dynamic/spark-platform:GeneratedSecret",
      name: "key",
      options: { additionalSecretOutputs: ["value"] },
      inputs: { format: "fernet", bytes: 32, generation: 1 },
    },
  ]);
});

test.serial("the value reaches the program", async (t) => {
  const { value } = new GeneratedSecret("key", { format: "hex", bytes: 16, generation: 2 });
  t.is(await new Promise<string>((resolve) => value.apply(resolve)), "generated key");
});

const refused = test.macro({
  exec: (t, format: SecretFormat, bytes: number, rule: string) => {
    t.throws(() => new GeneratedSecret("key", { format, bytes }), {
      instanceOf: pulumi.ResourceError,
      message: `key: ${rule}`,
    });
  },
  title: (_, format: SecretFormat, bytes: number) =>
    `${bytes} bytes for ${format} are refused before anything is drawn`,
});
test.serial(refused, "fernet", 16, "bytes = 16: a Fernet key has exactly 32 bytes; write 32");
for (const bytes of [0, 15, 16.5, 1025, NaN]) {
  const rule = "a secret has a whole number of bytes from 16 to 1024; write 32";
  test.serial(refused, "password", bytes, `bytes = ${bytes}: ${rule}`);
}
