/** What is known of each type of resource. Of any other one AWS gives an id and an ARN, and it stands in nobody's way. */
import { BUCKET, BUCKET_SETTING, DATA_KINDS } from "./data.js";
import { DATABASE_KINDS } from "./database.js";
import { EKS_KINDS } from "./eks.js";
import { IAM_KINDS } from "./iam.js";
import type { Kind, Kinds } from "./kind.js";
import { NETWORK_KINDS } from "./network.js";

const KINDS: Kinds = { ...NETWORK_KINDS, ...EKS_KINDS, ...IAM_KINDS, ...DATA_KINDS, ...DATABASE_KINDS };

export function kindOf(type: string): Kind {
  const kind = KINDS[type];
  if (kind !== undefined) return kind;
  return type.startsWith("aws:s3/bucket") && type !== BUCKET ? BUCKET_SETTING : {};
}
