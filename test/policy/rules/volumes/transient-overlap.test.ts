/** Row 65 of the specification. */
import test from "ava";

import type { Value } from "../../../../policies/model/values.js";
import { ANNOTATIONS } from "../../../../vocabulary.js";
import { MOUNTS, scheduledApplication } from "../../cases/spark-objects.js";
import { EFS, OF_CRON_JOB, claim, cronJob, data, ownClaim, stack, storageClass, uses } from "../../volumes-objects.js";
import { accepts, refuses } from "../../verdict.js";

const RULE = "ebs-transient-overlap";
const annotations = { [ANNOTATIONS.overrideReason]: "the newest run counts" };
const scheduled = (policy: string, volumes: readonly Value[] = [uses("data")]) =>
  stack(data, cronJob("pi", volumes, policy, { annotations }));
const line = (name: string, place: string) =>
  `${RULE} ${name}: spec.concurrencyPolicy is "Replace", and ${place} is claim team/data on EBS`;

test(
  "a CronJob whose runs replace each other is told of",
  refuses,
  scheduled("Replace"),
  [line("pi", OF_CRON_JOB)],
  scheduled("Forbid"),
);
test("runs with claims of their own may replace each other", accepts, scheduled("Replace", [ownClaim()]));
test("runs on EFS may replace each other", accepts, {
  ...stack(
    storageClass("efs-sc", EFS),
    claim("data", { storageClassName: "efs-sc" }),
    cronJob("pi", [uses("data")], "Replace", { annotations }),
  ),
});
const application = (policy: string) => stack(data, scheduledApplication(policy, MOUNTS, { volumes: [uses("data")] }));
test(
  "a ScheduledSparkApplication whose runs replace each other is told of",
  refuses,
  application("Replace"),
  [line("app", 'spec.template.volumes[0] "data" of the driver')],
  application("Forbid"),
);
