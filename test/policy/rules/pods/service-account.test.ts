import test from "ava";

import { CRON_JOB_POD, cronJob, resource, team } from "../../objects.js";
import { accepts, refuses } from "../../verdict.js";

const PLACE = `k8s-no-default-service-account pi: ${CRON_JOB_POD}.serviceAccountName`;
const account = (value: string | undefined) => ({
  resources: [team(), cronJob(`${CRON_JOB_POD}.serviceAccountName`, value)],
  parameters: { externalServiceAccounts: ["team/defaults"] },
});

test(
  "a pod without an account is refused",
  refuses,
  account(undefined),
  [`${PLACE} is missing`],
  account("spark-driver"),
);
test("an empty account is refused", refuses, account(""), [`${PLACE} is missing`], account("spark-driver"));
test("the account default is refused", refuses, account("default"), [`${PLACE} is "default"`], account("defaults"));

test("a patch may leave the account alone", accepts, {
  resources: [
    team(),
    resource("kubernetes:apps/v1:DeploymentPatch", {
      kind: "Deployment",
      metadata: { name: "it", namespace: "team" },
      spec: { template: { spec: {} } },
    }),
  ],
});
