/** The rules of the pack, in the order in which they are reported. */
import { containerResources } from "./container-resources";
import { cronJobGuardRails } from "./cron-job";
import { explicitNamespace } from "./explicit-namespace";
import { imagePinned } from "./image-pinned";
import { namespaceExists } from "./namespace-exists";
import type { Rule } from "./rule";
import { noDefaultServiceAccount } from "./service-account";

export const RULES: readonly Rule[] = [
  explicitNamespace,
  namespaceExists,
  imagePinned,
  containerResources,
  noDefaultServiceAccount,
  cronJobGuardRails,
];
