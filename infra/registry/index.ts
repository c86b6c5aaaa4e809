/**
 * The image repositories of an account, a Pulumi project of its own: images have to be there before a stack is made, and stay when it goes. `npm run images`
 * runs it with the stack file of whichever stack it is about, of which it reads account and region.
 */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { ImageRepository } from "../../components/aws/image-repository";
import { PROJECT } from "../../vocabulary";
import type { EksSettings } from "../settings";

/** As the setting `images` has them. */
const IMAGES = ["airflow", "postgres", "spark"] as const;

const { account, region } = new pulumi.Config(PROJECT).requireObject<EksSettings>("cluster");
const provider = new aws.Provider("aws", { region, allowedAccountIds: [account] });

const repositories = IMAGES.map((image) => {
  const { url } = new ImageRepository(image, { repository: `${PROJECT}/${image}` }, { provider });
  return [image, url] as const;
});

/** Where each image is pushed to. */
export const urls = Object.fromEntries(repositories);
