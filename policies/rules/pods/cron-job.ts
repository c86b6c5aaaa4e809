import { ANNOTATIONS, CRON_JOB_NAME_LENGTH } from "../../../vocabulary";
import type { Resource } from "../../model/resource";
import { UNKNOWN, type Value, at, stringAt } from "../../model/values";
import { type Finding, type Rule, unknown, violation } from "../rule";

export const cronJobGuardRails: Rule = {
  name: "cronjob-guard-rails",
  level: "mandatory",
  description: "A CronJob never overlaps itself, ends, does not retry for ever, and says in which time zone it runs.",
  why: "By default a slow run overlaps the next and both write the same data, a hung one runs for ever, a failed one starts seven drivers, and the schedule follows the control plane's clock.",
  fix: "Set each field as said; SparkCronJob does it for Spark jobs.",
  judge: (resource) =>
    isCronJob(resource) ? [...REQUIREMENTS.flatMap((it) => missed(resource, it)), ...nameTooLong(resource)] : [],
};

/** What one field must hold. */
interface Requirement {
  readonly path: readonly string[];
  readonly holds: (value: Value, resource: Resource) => boolean;
  readonly write: string;
}

const JOB = ["spec", "jobTemplate", "spec"] as const;

const REQUIREMENTS: readonly Requirement[] = [
  {
    path: ["spec", "concurrencyPolicy"],
    holds: (value, resource) => value === "Forbid" || (value === "Replace" && hasReason(resource)),
    write: `write "Forbid", or "Replace" with the reason in the annotation ${ANNOTATIONS.overrideReason}`,
  },
  {
    path: ["spec", "startingDeadlineSeconds"],
    holds: isNumber(10),
    write: "write at least 10, since the controller looks every 10 seconds",
  },
  { path: ["spec", "timeZone"], holds: isText, write: 'write an IANA time zone such as "UTC"' },
  { path: ["spec", "successfulJobsHistoryLimit"], holds: isNumber(0), write: "write how many finished runs stay" },
  {
    path: ["spec", "failedJobsHistoryLimit"],
    holds: isNumber(1),
    write: "write at least 1, so that the log of a failed run can be read",
  },
  { path: [...JOB, "activeDeadlineSeconds"], holds: isNumber(1), write: "write how long a run may take" },
  { path: [...JOB, "backoffLimit"], holds: isNumber(0), write: "write how often a failed run starts again" },
  {
    path: [...JOB, "template", "spec", "restartPolicy"],
    holds: (value) => value === "Never",
    write: 'write "Never", so that a failed pod stays for its log and counts as a retry',
  },
];

function missed(resource: Resource, { path, holds, write }: Requirement): readonly Finding[] {
  const value = at(resource.inputs, ...path);
  const place = path.join(".");
  if (value === UNKNOWN) return [unknown(resource, place)];
  if (value === undefined) return resource.object?.patch ? [] : [violation(resource, `${place} is missing: ${write}`)];
  return holds(value, resource) ? [] : [violation(resource, `${place} is ${JSON.stringify(value)}: ${write}`)];
}

/** An unnamed object gets its Pulumi name, a dash and eight characters. */
function nameTooLong(resource: Resource): readonly Finding[] {
  const name = at(resource.inputs, "metadata", "name") ?? `${resource.name}-12345678`;
  if (name === UNKNOWN) return [unknown(resource, "metadata.name")];
  if (typeof name !== "string" || name.length <= CRON_JOB_NAME_LENGTH) return [];
  const problem = `metadata.name has ${name.length} characters: write at most ${CRON_JOB_NAME_LENGTH}, since each run adds eleven`;
  return [violation(resource, problem)];
}

function isCronJob({ object }: Resource): boolean {
  return object?.kind === "CronJob" && object.group === "batch";
}

function hasReason(resource: Resource): boolean {
  return isText(stringAt(resource.inputs, "metadata", "annotations", ANNOTATIONS.overrideReason) ?? "");
}

function isText(value: Value): boolean {
  return typeof value === "string" && value.trim() !== "";
}

function isNumber(atLeast: number): (value: Value) => boolean {
  return (value) => typeof value === "number" && value >= atLeast;
}
