import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { componentType } from "../../vocabulary";

export interface ImageRepositoryArgs {
  /** Name of the repository in the account's registry, for example `spark-platform/airflow`. */
  readonly repository: string;
}

/** Days after which an image without a tag is deleted: what is left of a push that did not end. */
const UNTAGGED_DAYS = 14;

/**
 * A repository for one image, in ECR. A tag never changes its meaning, and every image is scanned when it arrives. Images with a tag are kept until somebody deletes
 * them: nothing in AWS knows which of them a stack names, and a deleted one would only be missed when a new node pulls it. ECR deletes no repository
 * that holds images, so it needs no `protect`.
 */
export class ImageRepository extends pulumi.ComponentResource {
  /** The reference of its images without a tag. */
  public readonly url: pulumi.Output<string>;

  constructor(name: string, { repository }: ImageRepositoryArgs, opts?: pulumi.ComponentResourceOptions) {
    super(componentType("aws", "ImageRepository"), name, {}, opts);
    const created = new aws.ecr.Repository(
      name,
      {
        name: repository,
        imageTagMutability: "IMMUTABLE",
        imageScanningConfiguration: { scanOnPush: true },
        encryptionConfigurations: [{ encryptionType: "AES256" }],
      },
      { parent: this },
    );
    new aws.ecr.LifecyclePolicy(
      name,
      { repository: created.name, policy: JSON.stringify({ rules: [EXPIRE_UNTAGGED] }) },
      { parent: this },
    );
    this.url = created.repositoryUrl;
    this.registerOutputs({ url: this.url });
  }
}

const EXPIRE_UNTAGGED = {
  rulePriority: 1,
  description: `images without a tag, after ${UNTAGGED_DAYS} days`,
  selection: { tagStatus: "untagged", countType: "sinceImagePushed", countUnit: "days", countNumber: UNTAGGED_DAYS },
  action: { type: "expire" },
};
