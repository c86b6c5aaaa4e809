/** Rules about pods, whatever starts them. */
import type { Rule } from "../rule";
import { containerResources } from "./container-resources";
import { cronJobGuardRails } from "./cron-job";
import { imagePinned } from "./image-pinned";
import { noDefaultServiceAccount } from "./service-account";

export const POD_RULES: readonly Rule[] = [imagePinned, containerResources, noDefaultServiceAccount, cronJobGuardRails];
