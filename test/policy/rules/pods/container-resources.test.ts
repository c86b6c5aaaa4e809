import test from "ava";

import { CONTAINER, CRON_JOB_POD, POD_SPEC, UNKNOWN, change, cronJob, team } from "../../objects.js";
import { accepts, refuses } from "../../verdict.js";

const RULE = "k8s-resources";
const BASE = `${CRON_JOB_POD}.containers[0] "base"`;
const PATH = `${CRON_JOB_POD}.containers.0.resources`;
const correct = { resources: [team(), cronJob()] };

for (const quantity of ["requests.cpu", "requests.memory", "limits.cpu", "limits.memory"]) {
  const place = `${RULE} pi: ${BASE}: resources.${quantity}`;
  const with_ = (value: string | typeof UNKNOWN | undefined) => ({
    resources: [team(), cronJob(`${PATH}.${quantity}`, value)],
  });
  test(`${quantity} must be there`, refuses, with_(undefined), [`${place} is missing`], correct);
  test(`${quantity} must not be zero`, refuses, with_("0Mi"), [`${place} is zero`], with_("10Mi"));
  test(`unknown ${quantity} breaks the rule`, refuses, with_(UNKNOWN), [`${place} is not known yet`], correct);
}

test(
  "a container without resources lacks all four",
  refuses,
  { resources: [team(), cronJob(PATH, undefined)] },
  ["limits.cpu", "limits.memory", "requests.cpu", "requests.memory"].map(
    (quantity) => `${RULE} pi: ${BASE}: resources.${quantity} is missing`,
  ),
  correct,
);
test(
  "unknown resources are reported once",
  refuses,
  { resources: [team(), cronJob(PATH, UNKNOWN)] },
  [`${RULE} pi: ${BASE}: resources is not known yet`],
  correct,
);

const initContainer = change(CONTAINER, "name", "prepare");
test(
  "an init container needs resources too",
  refuses,
  {
    resources: [
      team(),
      cronJob(
        CRON_JOB_POD,
        change(POD_SPEC, "initContainers", [change(initContainer, "resources.limits.cpu", undefined)]),
      ),
    ],
  },
  [`${RULE} pi: ${CRON_JOB_POD}.initContainers[0] "prepare": resources.limits.cpu is missing`],
  { resources: [team(), cronJob(CRON_JOB_POD, change(POD_SPEC, "initContainers", [initContainer]))] },
);
test("an ephemeral container cannot have resources", accepts, {
  resources: [
    team(),
    cronJob(CRON_JOB_POD, change(POD_SPEC, "ephemeralContainers", [change(initContainer, "resources", undefined)])),
  ],
});
test("numbers are quantities", accepts, { resources: [team(), cronJob(`${PATH}.limits.cpu`, 1)] });
