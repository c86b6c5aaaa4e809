import { claimSpecs } from "../../model/volumes/claim-spec";
import { classNameOf } from "../../model/volumes/storage-class";
import { type Rule, violation } from "../rule";

export const explicitStorageClass: Rule = {
  name: "ebs-explicit-storage-class",
  level: "mandatory",
  description: "Every claim names its StorageClass.",
  why: "Up to EKS 1.29 a claim without a class gets gp2, unencrypted; since 1.30 there is no default class and the claim stays Pending; and whoever makes one changes what the next claim is stored on.",
  fix: 'Set `storageClassName`, for example to an encrypted class of type gp3 that this stack declares; to "" for a volume that somebody made by hand.',
  judge: (resource) =>
    claimSpecs(resource)
      .filter((claim) => !claim.partial && classNameOf(claim) === undefined)
      .map(({ place }) => violation(resource, `${place}.storageClassName is missing`)),
};
