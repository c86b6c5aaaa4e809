/** The images in the registry of a stack's account: what is missing there is built and pushed. */
import { DescribeImagesCommand, ECRClient } from "@aws-sdk/client-ecr";

import { ensureImages, type ImageName, imageReferences, pushImages, type References } from "../images.js";
import { PROJECT } from "../../vocabulary.js";
import { step } from "../steps.js";
import { unlessMissing } from "./part.js";
import { awsToolchain } from "./pulumi.js";
import { ecrLogin, provideRepositories, type RegistryLogin, withLogin } from "./registry.js";
import { type CheckedAccount, checkCredentials, readStackAccount } from "./stack-account.js";
import type { StackOptions } from "./stack-file.js";

/** Brings the images to where the stack's cluster finds them, and answers with their references there. */
export async function deliverToStack(options: StackOptions): Promise<References> {
  const settings = await readStackAccount(options);
  const stack = await step("Check whose credentials these are", () => checkCredentials(settings));
  const toolchain = await step("Find or build the toolchain", awsToolchain);
  await step("Provide the repositories", (report) => provideRepositories(stack, toolchain, report));
  const login = await ecrLogin(stack);
  const present = await step("Look which images are there", () => presentImages(stack, login));
  return isComplete(present) ? present : buildAndPush(login, present);
}

/** Tags cannot be overwritten, and each is a hash of what went into the image: an image that is there need not be built. */
export async function presentImages(stack: CheckedAccount, login: RegistryLogin): Promise<Partial<References>> {
  const ecr = new ECRClient({ region: stack.region });
  const found: Partial<Record<ImageName, string>> = {};
  for (const [name, reference] of Object.entries(imageReferences()) as [ImageName, string][]) {
    const repositoryName = `${PROJECT}/${name}`;
    const imageIds = [{ imageTag: reference.slice(reference.lastIndexOf(":") + 1) }];
    const answer = ecr.send(new DescribeImagesCommand({ registryId: stack.account, repositoryName, imageIds }));
    const digest = (await unlessMissing(answer, "ImageNotFoundException"))?.imageDetails?.[0]?.imageDigest;
    if (digest !== undefined) found[name] = `${login.registry}/${repositoryName}@${digest}`;
  }
  return found;
}

function isComplete(present: Partial<References>): present is References {
  return Object.keys(imageReferences()).every((name) => name in present);
}

async function buildAndPush(login: RegistryLogin, present: Partial<References>): Promise<References> {
  const images = await step("Build the images", ensureImages);
  return step("Push the images", (report) =>
    withLogin(login, (directory) =>
      pushImages(login.registry, images, { plainHttp: false, login: directory }, report, present),
    ),
  );
}
