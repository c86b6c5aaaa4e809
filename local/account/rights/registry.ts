import { PROJECT } from "../../../vocabulary.js";
import { document, type PolicyDocument } from "../documents.js";
import { arn } from "../names.js";
import type { CheckedAccount } from "../stack-account.js";
import { inRegion } from "./region.js";

/** What `npm run images` makes, pushes to, and asks for digests. */
export function registryRights(stack: CheckedAccount): PolicyDocument {
  return document(inRegion(stack, "LogIn", ["ecr:GetAuthorizationToken"]), {
    Sid: "KeepAndFillRepositories",
    Effect: "Allow",
    Action: [
      "ecr:BatchCheckLayerAvailability",
      "ecr:BatchGetImage",
      "ecr:CompleteLayerUpload",
      "ecr:CreateRepository",
      "ecr:DeleteLifecyclePolicy",
      "ecr:DeleteRepository",
      "ecr:DescribeImages",
      "ecr:DescribeRepositories",
      "ecr:GetDownloadUrlForLayer",
      "ecr:GetLifecyclePolicy",
      "ecr:InitiateLayerUpload",
      "ecr:ListTagsForResource",
      "ecr:PutImage",
      "ecr:PutImageScanningConfiguration",
      "ecr:PutImageTagMutability",
      "ecr:PutLifecyclePolicy",
      "ecr:TagResource",
      "ecr:UntagResource",
      "ecr:UploadLayerPart",
    ],
    Resource: arn(stack, "ecr", stack.region, `repository/${PROJECT}/*`),
  });
}
