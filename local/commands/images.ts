/** `npm run images`: builds the images, brings them to where a cluster can pull them, and writes their references into a stack's settings. */
import { deliverToStack } from "../account/images.js";
import { stackFile } from "../account/stack-file.js";
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
  /** Stack in AWS whose account's registry gets the images. */
  readonly stack?: string | undefined;
  /** Stack file that gets the references. Default: the stack's own, without one stacks/Pulumi.local.yaml. */
  readonly settings?: string | undefined;
}

export async function images(options: ImagesOptions): Promise<void> {
  const { stack, settings } = options;
  const deliver = deliveryOf(options);
  const file = stack === undefined ? (settings ?? COMMITTED_SETTINGS) : stackFile({ stack, settings });
  requireSettings(file);
  const references = await deliver();
  writeReferences(file, references);
  process.stdout.write(
    `${file} now names them:\n${Object.values(references)
      .map((line) => `  ${line}\n`)
      .join("")}`,
  );
}

/** @throws Error unless exactly one destination is given */
function deliveryOf({ stack, settings, push, plainHttp, kind, minikube }: ImagesOptions): () => Promise<References> {
  const destinations = [
    stack !== undefined && (() => deliverToStack({ stack, settings })),
    push !== undefined && built((images, report) => pushImages(push, images, { plainHttp }, report)),
    kind !== undefined && built((images, report) => loadIntoKind(kind, images, report)),
    minikube !== undefined && built((images, report) => loadIntoMinikube(minikube, images, report)),
  ].filter((destination) => destination !== false);
  const [destination, ...more] = destinations;
  if (!destination || more.length > 0) {
    throw new Error(
      "Say where the images go, one of: --stack NAME, --push REGISTRY, --kind CLUSTER, --minikube PROFILE",
    );
  }
  return destination;
}

const built = (deliver: (images: Images, report: Report) => Promise<References>) => async (): Promise<References> => {
  const images = await step("Build the images", ensureImages);
  return step("Deliver the images", (report) => deliver(images, report));
};
