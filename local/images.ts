/** The images of the platform: built once for what goes into them, kept as archives, and brought to where a cluster finds them. */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";

import { PROJECT } from "../vocabulary.js";
import { type Builder, findBuilder, type PushOptions } from "./images/builder.js";
import { logged } from "./images/run.js";
import {
  baseContext,
  contentHash,
  type Context,
  type ImageName,
  imageContext,
  IMAGES,
  writeContext,
} from "./images/sources.js";
import { withLock } from "./lock.js";
import { cacheHome } from "./paths.js";
import type { Report } from "./steps.js";

export type { ImageName } from "./images/sources.js";

export interface Image {
  /** `localhost/spark-platform/<name>:<hash of everything that went in>`. */
  readonly reference: string;
  /** The image as a docker-archive. */
  readonly archive: string;
}

export type Images = Record<ImageName, Image>;

/** Image references by name, as the setting `images` wants them. */
export type References = Record<ImageName, string>;

/** Archives kept of each image, the most recently used ones: going back to an older commit builds nothing. */
const KEPT = 3;

/** Ending of an archive until it is complete, so that an interrupted build never passes for one. */
const UNFINISHED = ".unfinished";

interface Plan extends Image {
  readonly name: ImageName;
  readonly context: Context;
}

/**
 * Builds the images that are not in the cache yet, `<cache>/images`.
 *
 * @throws Error with the command that installs a builder when there is none, or with the log of a build that failed
 */
export async function ensureImages(report: Report): Promise<Images> {
  const builder = findBuilder();
  const base = baseContext();
  const baseHash = contentHash(base, builder.origin);
  const plans = IMAGES.map((name) => plan(name, baseHash));
  mkdirSync(directory(), { recursive: true });
  if (!plans.every(isCached)) {
    await withLock("images", report, () => buildMissing(builder, base, baseHash, plans, report));
  }
  return byName(plans.map(({ name, reference, archive }) => [name, { reference, archive }]));
}

/** The references that {@link ensureImages} would answer with, without building anything. */
export function imageReferences(): References {
  const baseHash = contentHash(baseContext(), findBuilder().origin);
  return byName(IMAGES.map((name) => [name, plan(name, baseHash).reference]));
}

/**
 * Pushes the images to `<registry>/spark-platform/<name>` and answers with references pinned by digest.
 *
 * @param present references of images that the registry has already: these are not pushed
 */
export async function pushImages(
  registry: string,
  images: Images,
  options: PushOptions,
  report: Report,
  present: Partial<References> = {},
): Promise<References> {
  const builder = findBuilder();
  const push = async (name: ImageName): Promise<string> => {
    if (present[name] !== undefined) return present[name];
    const { reference, archive } = images[name];
    const run = logged(`push-${name}`, report);
    if (!(await builder.exists(reference))) await builder.load(archive, run);
    const repository = `${registry}/${PROJECT}/${name}`;
    const tag = reference.slice(reference.lastIndexOf(":"));
    return `${repository}@${await builder.push(reference, `${repository}${tag}`, options, run)}`;
  };
  return forEachImage(push);
}

/** Loads the images into the nodes of a kind cluster. */
export function loadIntoKind(cluster: string, images: Images, report: Report): Promise<References> {
  return forEachImage(async (name) => {
    await logged(`kind-${name}`, report)("kind", ["load", "image-archive", images[name].archive, "--name", cluster]);
    return images[name].reference;
  });
}

/** Loads the images into a minikube profile. */
export function loadIntoMinikube(profile: string, images: Images, report: Report): Promise<References> {
  return forEachImage(async (name) => {
    await logged(`minikube-${name}`, report)("minikube", ["--profile", profile, "image", "load", images[name].archive]);
    return images[name].reference;
  });
}

const directory = (): string => join(cacheHome(), "images");

function plan(name: ImageName, baseHash: string): Plan {
  const context = imageContext(name);
  const hash = contentHash(context, baseHash);
  return {
    name,
    context,
    reference: `localhost/${PROJECT}/${name}:${hash}`,
    archive: join(directory(), `${name}-${hash}.tar`),
  };
}

/** Whether the archive is there; if so, notes that it was used. */
function isCached({ archive }: Plan): boolean {
  if (!existsSync(archive)) return false;
  const now = new Date();
  utimesSync(archive, now, now);
  return true;
}

async function buildMissing(
  builder: Builder,
  base: Context,
  baseHash: string,
  plans: Plan[],
  report: Report,
): Promise<void> {
  await builder.clean();
  for (const file of readdirSync(directory()).filter((name) => name.endsWith(UNFINISHED)))
    rmSync(join(directory(), file));
  const baseReference = await ensureBase(builder, base, baseHash, report);
  for (const missing of plans.filter((candidate) => !isCached(candidate))) {
    await build(builder, missing, baseReference, report);
    await removeOld(builder, missing.name);
  }
}

async function ensureBase(builder: Builder, context: Context, hash: string, report: Report): Promise<string> {
  const reference = `localhost/${PROJECT}/base:${hash}`;
  if (await builder.exists(reference)) return reference;
  const run = logged("base", report);
  const debian = await builder.debian(hash, run);
  const folder = join(directory(), "context", "base");
  writeContext(context, folder);
  await builder.build(folder, reference, debian, run);
  return reference;
}

async function build(
  builder: Builder,
  { name, context, reference, archive }: Plan,
  base: string,
  report: Report,
): Promise<void> {
  const run = logged(name, report);
  const folder = join(directory(), "context", name);
  writeContext(context, folder);
  await builder.build(folder, reference, base, run);
  report(`${name}: writing the archive`);
  const unfinished = `${archive}${UNFINISHED}`;
  await builder.save(reference, unfinished, run);
  renameSync(unfinished, archive);
}

/** Removes all but the most recently used archives of an image. */
async function removeOld(builder: Builder, name: ImageName): Promise<void> {
  const lastUse = (file: string): number => statSync(join(directory(), file)).mtimeMs;
  const old = readdirSync(directory())
    .filter((file) => file.startsWith(`${name}-`) && file.endsWith(".tar"))
    .sort((a, b) => lastUse(b) - lastUse(a))
    .slice(KEPT);
  for (const file of old) rmSync(join(directory(), file));
  await builder.remove(
    old.map((file) => `localhost/${PROJECT}/${name}:${file.slice(name.length + 1, -".tar".length)}`),
  );
}

async function forEachImage(deliver: (name: ImageName) => Promise<string>): Promise<References> {
  const references: [ImageName, string][] = [];
  for (const name of IMAGES) references.push([name, await deliver(name)]);
  return byName(references);
}

function byName<T>(entries: [ImageName, T][]): Record<ImageName, T> {
  return Object.fromEntries(entries) as Record<ImageName, T>;
}
