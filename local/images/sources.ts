/** What goes into each image: the files of its build context and the hash that names it. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { REPOSITORY } from "../paths.js";

/** In the order in which they are built: what changes often comes last. */
export const IMAGES = ["postgres", "airflow", "spark"] as const;
export type ImageName = (typeof IMAGES)[number];

/** Files of a build context by their path in it. */
export type Context = ReadonlyMap<string, ContextFile>;

interface ContextFile {
  readonly content: Buffer;
  readonly executable: boolean;
}

const DATA = "node_modules/vega-datasets/data";

/** Folders and files of the checkout by where they go in the context. */
const SOURCES: Record<ImageName | "base", Record<string, string>> = {
  base: { "": "images/base" },
  postgres: { "": "images/postgres" },
  airflow: { "": "images/airflow" },
  spark: {
    "": "images/spark",
    jobs: "jobs",
    "data/flights-3m.parquet": `${DATA}/flights-3m.parquet`,
    "data/airports.csv": `${DATA}/airports.csv`,
  },
};

/**
 * Build context of an image.
 *
 * @throws Error that names a source that is missing
 */
export function imageContext(name: ImageName, checkout = REPOSITORY): Context {
  return readContext(SOURCES[name], checkout);
}

/** Build context of the image under all others: the recipe and the certificate authorities of this machine. */
export function baseContext(checkout = REPOSITORY, bundle = process.env["SSL_CERT_FILE"]): Context {
  return new Map([...readContext(SOURCES.base, checkout), ...certificates(bundle)]);
}

/** One file each, as `update-ca-certificates` and Java's key store want them. None without SSL_CERT_FILE: the packaged authorities do then. */
function certificates(bundle: string | undefined): Context {
  const text = bundle === undefined || bundle === "" ? "" : readFileSync(bundle, "utf8");
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  // The README keeps the folder there for COPY when there are no certificates.
  const files = blocks.map((block, index) => [`extra-${index}.crt`, `${block}\n`] as const);
  return new Map(
    [["README", "Certificate authorities of the building machine.\n"] as const, ...files].map(([name, content]) => [
      `certificates/${name}`,
      { content: Buffer.from(content), executable: false },
    ]),
  );
}

function readContext(sources: Record<string, string>, checkout: string): Context {
  const files = Object.entries(sources).flatMap(([target, source]) => readTree(join(checkout, source), target));
  return new Map(files);
}

function readTree(source: string, target: string): [string, ContextFile][] {
  if (!existsSync(source)) throw new Error(`${source} goes into an image and is missing. Run: npm ci --ignore-scripts`);
  const status = statSync(source);
  if (status.isFile()) {
    return [[target, { content: readFileSync(source), executable: (status.mode & 0o100) !== 0 }]];
  }
  return readdirSync(source)
    .filter((entry) => entry !== "__pycache__")
    .flatMap((entry) => readTree(join(source, entry), join(target, entry)));
}

/** Twelve hex digits of everything that went in: the files and further inputs such as what the image stands on. */
export function contentHash(context: Context, ...inputs: string[]): string {
  const hash = createHash("sha256").update(JSON.stringify([process.arch, ...inputs]));
  for (const [path, { content, executable }] of [...context].sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(JSON.stringify([path, executable, content.length])).update(content);
  }
  return hash.digest("hex").slice(0, 12);
}

/** Writes a context into a directory of its own, in place of what was there. The same files get the same modes, so that layers are found again. */
export function writeContext(context: Context, directory: string): void {
  rmSync(directory, { recursive: true, force: true });
  for (const [path, { content, executable }] of context) {
    const file = join(directory, path);
    mkdirSync(dirname(file), { recursive: true, mode: 0o755 });
    writeFileSync(file, content, { mode: executable ? 0o755 : 0o644 });
  }
}
