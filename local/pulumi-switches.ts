/** How the commands of this repository run Pulumi, whichever stack it is about. */
import { join } from "node:path";

import { REPOSITORY } from "./paths.js";

export const PULUMI_SWITCHES = {
  PULUMI_OPTION_POLICY_PACK: join(REPOSITORY, "policies"),
  // Types are checked by `npm test`; checked again here they would double the time of every preview.
  PULUMI_NODEJS_TRANSPILE_ONLY: "true",
  // An interrupted run leaves objects that the state does not know; the next run takes them over, also when they were changed in between.
  PULUMI_K8S_ENABLE_PATCH_FORCE: "true",
} as const;
