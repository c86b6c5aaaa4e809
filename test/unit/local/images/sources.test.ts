import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import test from "ava";

import {
  baseContext,
  contentHash,
  type Context,
  imageContext,
  writeContext,
} from "../../../../local/images/sources.js";

const checkouts = mkdtempSync(join(tmpdir(), "spark-platform-sources-"));
test.after.always(() => rmSync(checkouts, { recursive: true }));

/** A checkout with just these files. */
function checkout(files: Record<string, string>): string {
  const root = mkdtempSync(join(checkouts, "checkout-"));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
}

const SPARK = {
  "images/spark/Dockerfile": "FROM x",
  "jobs/pi.py": "print(3)",
  "jobs/__pycache__/pi.pyc": "compiled",
  "node_modules/vega-datasets/data/flights-3m.parquet": "flights",
  "node_modules/vega-datasets/data/airports.csv": "airports",
};

const certificate = (body: string): string => `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`;

const text = (context: Context): Record<string, string> =>
  Object.fromEntries([...context].map(([path, { content }]) => [path, content.toString()]));

test("the Spark image gets its recipe, the jobs and their data, and nothing that Python left behind", (t) => {
  t.deepEqual(text(imageContext("spark", checkout(SPARK))), {
    Dockerfile: "FROM x",
    "jobs/pi.py": "print(3)",
    "data/flights-3m.parquet": "flights",
    "data/airports.csv": "airports",
  });
});

test("data that is not installed is named with the command that installs it", (t) => {
  const root = checkout(SPARK);
  rmSync(join(root, "node_modules/vega-datasets/data/airports.csv"));
  t.throws(() => imageContext("spark", root), {
    message: `${root}/node_modules/vega-datasets/data/airports.csv goes into an image and is missing. Run: npm ci --ignore-scripts`,
  });
});

test("each certificate authority of the machine becomes a file of its own", (t) => {
  const root = checkout({
    "images/base/Dockerfile": "FROM x",
    bundle: `# first\n${certificate("YQ==")}\n${certificate("Yg==")}`,
  });
  t.deepEqual(text(baseContext(root, join(root, "bundle"))), {
    Dockerfile: "FROM x",
    "certificates/README": "Certificate authorities of the building machine.\n",
    "certificates/extra-0.crt": certificate("YQ=="),
    "certificates/extra-1.crt": certificate("Yg=="),
  });
});

test("a machine without certificate authorities of its own adds none", (t) => {
  const root = checkout({ "images/base/Dockerfile": "FROM x" });
  t.deepEqual([...baseContext(root, "").keys()], ["Dockerfile", "certificates/README"]);
});

const file = (content: string, executable = false) => ({ content: Buffer.from(content), executable });
const CONTEXT: Context = new Map([
  ["a", file("1")],
  ["b", file("2")],
]);

test("the hash is twelve hex digits and the same for the same content in another order", (t) => {
  t.regex(contentHash(CONTEXT, "base"), /^[0-9a-f]{12}$/);
  t.is(contentHash(new Map([...CONTEXT].reverse()), "base"), contentHash(CONTEXT, "base"));
});

for (const [change, context, input] of [
  ["a file's content", new Map([...CONTEXT, ["b", file("3")]]), "base"],
  [
    "a file's name",
    new Map([
      ["a", file("1")],
      ["c", file("2")],
    ]),
    "base",
  ],
  ["whether a file is executable", new Map([...CONTEXT, ["b", file("2", true)]]), "base"],
  [
    "where one file ends and the next begins",
    new Map([
      ["a", file("12")],
      ["b", file("")],
    ]),
    "base",
  ],
  ["what the image stands on", CONTEXT, "another base"],
] as const) {
  test(`the hash changes with ${change}`, (t) => {
    t.not(contentHash(context, input), contentHash(CONTEXT, "base"));
  });
}

test("a written context has fixed modes and nothing of the one before", (t) => {
  const directory = join(checkout({}), "context");
  writeContext(new Map([["old", file("old")]]), directory);
  writeContext(
    new Map([
      ["jobs/run", file("new", true)],
      ["plain", file("text")],
    ]),
    directory,
  );
  t.throws(() => statSync(join(directory, "old")), { code: "ENOENT" });
  t.is(readFileSync(join(directory, "jobs/run"), "utf8"), "new");
  t.deepEqual(
    ["jobs/run", "plain"].map((path) => statSync(join(directory, path)).mode & 0o777),
    [0o755, 0o644],
  );
});

test("an executable file of the checkout stays executable", (t) => {
  const root = checkout({ "images/postgres/Dockerfile": "FROM x", "images/postgres/start": "#!/bin/sh" });
  chmodSync(join(root, "images/postgres/start"), 0o755);
  const modes = [...imageContext("postgres", root)].map(([path, { executable }]) => [path, executable]);
  t.deepEqual(modes, [
    ["Dockerfile", false],
    ["start", true],
  ]);
});
