import test from "ava";

import { CRON_JOB, UNKNOWN, change, cronJob, resource, team } from "../../objects.js";
import { accepts, refuses } from "../../verdict.js";
import type { Value } from "../../../../policies/model/values.js";

const RULE = "cronjob-guard-rails";
const JOB = "spec.jobTemplate.spec";
const correct = { resources: [team(), cronJob()] };
const with_ = (path: string, value: Value | undefined) => ({ resources: [team(), cronJob(path, value)] });

const POLICY = 'write "Forbid", or "Replace" with the reason in the annotation spark-platform/override-reason';
const REQUIREMENTS: readonly (readonly [path: string, wrong: Value, right: Value, write: string])[] = [
  ["spec.concurrencyPolicy", "Allow", "Forbid", POLICY],
  ["spec.startingDeadlineSeconds", 9, 10, "write at least 10, since the controller looks every 10 seconds"],
  ["spec.timeZone", "", "Europe/Berlin", 'write an IANA time zone such as "UTC"'],
  ["spec.successfulJobsHistoryLimit", -1, 0, "write how many finished runs stay"],
  ["spec.failedJobsHistoryLimit", 0, 1, "write at least 1, so that the log of a failed run can be read"],
  [`${JOB}.activeDeadlineSeconds`, 0, 1, "write how long a run may take"],
  [`${JOB}.backoffLimit`, -1, 0, "write how often a failed run starts again"],
  [
    `${JOB}.template.spec.restartPolicy`,
    "OnFailure",
    "Never",
    'write "Never", so that a failed pod stays for its log and counts as a retry',
  ],
];

for (const [path, wrong, right, write] of REQUIREMENTS) {
  const written = JSON.stringify(wrong);
  const line = `${RULE} pi: ${path}`;
  test(`${path} must be there`, refuses, with_(path, undefined), [`${line} is missing: ${write}`], correct);
  test(
    `${path} ${written} is refused`,
    refuses,
    with_(path, wrong),
    [`${line} is ${written}: ${write}`],
    with_(path, right),
  );
  test(`${path} unknown breaks the rule`, refuses, with_(path, UNKNOWN), [`${line} is not known yet`], correct);
}

const replace = change(CRON_JOB, "spec.concurrencyPolicy", "Replace");
const explained = (reason: string) =>
  resource(
    "kubernetes:batch/v1:CronJob",
    change(replace, "metadata.annotations", { "spark-platform/override-reason": reason }),
  );
test(
  "Replace is accepted with a written reason only",
  refuses,
  { resources: [team(), explained(" ")] },
  [`${RULE} pi: spec.concurrencyPolicy is "Replace": ${POLICY}`],
  { resources: [team(), explained("only the newest run counts")] },
);

const named = (name: string) => ({ resources: [team(), cronJob("metadata.name", name)] });
test(
  "a name of 53 characters is refused",
  refuses,
  named("a".repeat(53)),
  [`${RULE} ${"a".repeat(53)}: metadata.name has 53 characters: write at most 52, since each run adds eleven`],
  named("a".repeat(52)),
);
const generated = (name: string) => ({ resources: [team(), cronJob("metadata.name", undefined, { name })] });
test(
  "a generated name counts with what Pulumi adds to it",
  refuses,
  generated("a".repeat(44)),
  [`${RULE} ${"a".repeat(44)}: metadata.name has 53 characters: write at most 52, since each run adds eleven`],
  generated("a".repeat(43)),
);
test(
  "an unknown name breaks the rule",
  refuses,
  with_("metadata.name", UNKNOWN),
  [`${RULE} unnamed: metadata.name is not known yet`],
  correct,
);
test("a patch may set one field of a CronJob", accepts, {
  resources: [
    team(),
    resource("kubernetes:batch/v1:CronJobPatch", {
      kind: "CronJob",
      metadata: { name: "pi", namespace: "team" },
      spec: { suspend: true },
    }),
  ],
});
test("a kind of the same name in another group is not meant", accepts, {
  resources: [
    team(),
    resource("kubernetes:example.org/v1:CronJob", {
      apiVersion: "example.org/v1",
      kind: "CronJob",
      metadata: { name: "it", namespace: "team" },
    }),
  ],
});
