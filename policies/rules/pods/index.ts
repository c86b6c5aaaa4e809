/** Rules about pods, whatever starts them. */
import type { Rule } from "../rule";
import { containerResources } from "./container-resources";
import { cronJobGuardRails } from "./cron-job";
import { disruptionBudget } from "./disruption-budget";
import { imagePinned } from "./image-pinned";
import { podSecurity } from "./pod-security";
import { noSecretLiteral } from "./secret-literal";
import { noDefaultServiceAccount } from "./service-account";
import { serviceAccountExists } from "./service-account-exists";
import { workloadNamespace } from "./workload-namespace";

export const POD_RULES: readonly Rule[] = [
  imagePinned,
  containerResources,
  podSecurity,
  noSecretLiteral,
  noDefaultServiceAccount,
  serviceAccountExists,
  cronJobGuardRails,
  workloadNamespace,
  disruptionBudget,
];
