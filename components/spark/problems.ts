import { ACCOUNTS, CRON_JOB_NAME_LENGTH } from "../../vocabulary";
import { isDnsLabel } from "../dns-label";
import { pathOf, unless, type Problem } from "../problem";
import { APPLICATION_PATH, CLASS_NAME, languageOf } from "./application";
import { atLeast, type Fault } from "./fault";
import { isPinned } from "./image";
import type { SparkJob } from "./job";
import { brokenScheduleRule, isTimeZone } from "./schedule";
import { HIDDEN, isSecretValue, SECRET_FIX } from "./secrecy";
import { confFaults } from "./conf-faults";
import { environmentFaults } from "./environment-faults";
import { sizeFaults } from "./size-faults";

/** The CronJob controller looks every 10 seconds: a shorter deadline would skip runs. */
const MIN_START_SECONDS = 10;

/** An empty Spark application already takes most of a minute on a busy node. */
const MIN_RUN_SECONDS = 60;

/** A label holds 63 characters. */
const DATA_JOB_NAME_LENGTH = 63 - `${ACCOUNTS.sparkExecutor}-`.length;

/**
 * Everything that is wrong with a job, all at once; empty for a job that can be deployed. Paths start with `jobs.<name>`, as the settings write them.
 * Values that look like secrets are not repeated.
 */
export function sparkJobProblems(name: string, job: SparkJob): Problem[] {
  const faults = [
    ...nameFaults(job),
    ...accountFaults(job),
    ...applicationFaults(job),
    ...argumentFaults(job),
    ...imageFaults(job),
    ...sizeFaults(job),
    ...confFaults(job),
    ...environmentFaults(job),
    ...timeFaults(job),
  ];
  return faults.map(({ path, ...fault }) => ({ path: pathOf(["jobs", name, ...path]), ...fault }));
}

function nameFaults({ name }: SparkJob): Fault[] {
  return unless(isDnsLabel(name) && name.length <= CRON_JOB_NAME_LENGTH, {
    path: [],
    value: name,
    rule: `the name must be a DNS label of at most ${CRON_JOB_NAME_LENGTH} characters, since a CronJob is named by it`,
    fix: "use lower-case letters, digits and inner hyphens",
  });
}

function accountFaults({ name, data }: SparkJob): Fault[] {
  return unless(data === undefined || name.length <= DATA_JOB_NAME_LENGTH, {
    path: [],
    value: name,
    rule: `the name of a job with data must have at most ${DATA_JOB_NAME_LENGTH} characters, since its accounts and their labels are named by it`,
    fix: "shorten it",
  });
}

function applicationFaults({ application, mainClass }: SparkJob): Fault[] {
  const readable = unless(APPLICATION_PATH.test(application), {
    path: ["application"],
    value: application,
    rule: "must be the absolute path of a .py file or a .jar inside the image",
    fix: "write for instance /opt/jobs/pi.py",
  });
  return readable.length > 0 ? readable : mainClassFaults(application, mainClass);
}

function mainClassFaults(application: string, mainClass: string | undefined): Fault[] {
  const fault = { path: ["mainClass"], value: mainClass };
  if (languageOf(application) === "python") {
    return unless(mainClass === undefined, { ...fault, rule: "belongs to a .jar, not to a .py", fix: "remove it" });
  }
  return unless(mainClass !== undefined && CLASS_NAME.test(mainClass), {
    ...fault,
    rule: "must name the class with `main` of the .jar",
    fix: "write the class with its package, for instance org.example.Orders",
  });
}

function argumentFaults(job: SparkJob): Fault[] {
  return job.arguments.flatMap((argument, index) =>
    unless(!isSecretValue(argument), {
      path: ["arguments", index],
      value: HIDDEN,
      rule: "looks like a secret, and arguments can be read by all who may see pods",
      fix: SECRET_FIX,
    }),
  );
}

function imageFaults({ image }: SparkJob): Fault[] {
  return unless(isPinned(image), {
    path: ["image"],
    value: image,
    rule: "must be pinned, so that every run and every executor uses the same image",
    fix: "add a tag other than latest, or a digest (@sha256:…)",
  });
}

function timeFaults({ schedule, timeZone, deadlines, retries }: SparkJob): Fault[] {
  return [
    ...(schedule === undefined ? [] : scheduleFaults(schedule)),
    ...unless(isTimeZone(timeZone), {
      path: ["timeZone"],
      value: timeZone,
      rule: "must be a time zone of the IANA database",
      fix: "write for instance UTC or Europe/Berlin",
    }),
    ...atLeast(MIN_START_SECONDS, ["deadlines", "startSeconds"], deadlines.startSeconds),
    ...atLeast(MIN_RUN_SECONDS, ["deadlines", "runSeconds"], deadlines.runSeconds),
    ...atLeast(0, ["retries"], retries),
  ];
}

function scheduleFaults(schedule: string): Fault[] {
  const rule = brokenScheduleRule(schedule);
  const fix = "write for instance 30 0 * * * for half past midnight every day; Sunday is 0";
  return rule === undefined ? [] : [{ path: ["schedule"], value: schedule, rule, fix }];
}
