/** `npm run images`: builds the images, brings them to where a cluster can pull them, and writes their references into a stack's settings. */
import { ensureImages, type Images, loadIntoKind, loadIntoMinikube, pushImages, type References } from "../images.js";
import { COMMITTED_SETTINGS, requireSettings, writeReferences } from "../settings-file.js";
import { type Report, step } from "../steps.js";

export interface ImagesOptions {
  /** Registry and path prefix to push to. */
  readonly push?: string | undefined;
  /** The registry speaks plain HTTP. Default: HTTPS. */
  readonly plainHttp: boolean;
  readonly kind?: string | undefined;
  readonly minikube?: string | undefined;
  /** Stack file that gets the references. Default: stacks/Pulumi.local.yaml. */
  readonly settings?: string | undefined;
}

export async function images(options: ImagesOptions): Promise<void> {
  const deliver = deliveryOf(options);
  const file = options.settings ?? COMMITTED_SETTINGS;
  requireSettings(file);
  const built = await step("Build the images", (report) => ensureImages(report));
  const references = await step("Deliver the images", (report) => deliver(built, report));
  writeReferences(file, references);
  process.stdout.write(
    `${file} now names them:\n${Object.values(references)
      .map((line) => `  ${line}\n`)
      .join("")}`,
  );
}

/** @throws Error unless exactly one destination is given */
function deliveryOf({
  push,
  plainHttp,
  kind,
  minikube,
}: ImagesOptions): (images: Images, report: Report) => Promise<References> {
  const destinations = [
    push !== undefined && ((images: Images, report: Report) => pushImages(push, images, { plainHttp }, report)),
    kind !== undefined && ((images: Images, report: Report) => loadIntoKind(kind, images, report)),
    minikube !== undefined && ((images: Images, report: Report) => loadIntoMinikube(minikube, images, report)),
  ].filter((destination) => destination !== false);
  const [destination, ...more] = destinations;
  if (!destination || more.length > 0) {
    throw new Error("Say where the images go, one of: --push REGISTRY, --kind CLUSTER, --minikube PROFILE");
  }
  return destination;
}
