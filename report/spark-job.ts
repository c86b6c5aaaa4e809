/** What a CronJob of the platform says about its Spark job: read back from the plan, so that a report tells what will be there. */
import { JOB_ENVIRONMENT, LABELS } from "../vocabulary";
import type { Change } from "./event-log";
import { isObject } from "./differences";
import type { Shown, ShownObject } from "./secrecy";

export const CRON_JOB = "kubernetes:batch/v1:CronJob";

/** What a process of Spark gets. */
export interface Size {
  readonly cores: string;
  /** In Spark's notation. */
  readonly memory: string;
}

export interface JobFacts {
  readonly namespace: string;
  /** Absent: it is started by hand or from Airflow. */
  readonly schedule?: string;
  readonly timeZone: string;
  /** Absent: all work happens in the driver. */
  readonly executors?: Size & { readonly count: string };
  readonly driver: Size;
  readonly image: string;
  /** Application, class and arguments, as `spark-submit` gets them. */
  readonly program: readonly string[];
  readonly conf: Readonly<Record<string, string>>;
  /** Environment by variable; the values are hidden. */
  readonly environment: Readonly<Record<string, Shown>>;
  readonly account: string;
  readonly runSeconds: string;
  readonly retries: string;
}

/** Variables that follow from the schedule. */
const OF_SCHEDULE: readonly string[] = [JOB_ENVIRONMENT.schedule, JOB_ENVIRONMENT.timeZone];

/** Conf that other facts tell. */
const OF_FACTS = [
  "spark.app.name",
  "spark.driver.memory",
  "spark.executor.instances",
  "spark.executor.cores",
  "spark.executor.memory",
  "spark.kubernetes.container.image",
  "spark.kubernetes.executor.limit.cores",
];

/** Only told where it is not the number of cores. */
const CPU_REQUEST = "spark.kubernetes.executor.request.cores";

/** Whether a resource is the CronJob of a Spark job. */
export function isSparkJob({ type, before, after }: Pick<Change, "type" | "before" | "after">): boolean {
  return (
    type === CRON_JOB &&
    [before, after].some((inputs) => at(inputs, "metadata", "labels", LABELS.sparkJob) !== undefined)
  );
}

/** Undefined where the plan does not know enough of the job yet. */
export function jobFacts(inputs: ShownObject | undefined): JobFacts | undefined {
  const jobSpec = at(inputs, "spec", "jobTemplate", "spec");
  const pod = at(jobSpec, "template", "spec");
  const container = first(at(pod, "containers"));
  const words = texts(at(container, "args"));
  if (inputs === undefined || words === undefined) return undefined;
  const { conf, program } = submitted(words);
  const schedule = at(inputs, "spec", "suspend") === true ? undefined : text(at(inputs, "spec", "schedule"));
  const limits = at(container, "resources", "limits");
  const { "spark.executor.instances": count, "spark.executor.cores": cores, "spark.executor.memory": memory } = conf;
  return {
    namespace: text(at(inputs, "metadata", "namespace")),
    ...(schedule !== undefined && { schedule }),
    timeZone: text(at(inputs, "spec", "timeZone")),
    ...(count !== undefined && { executors: { count, cores: cores ?? "1", memory: memory ?? "1g" } }),
    driver: { cores: text(at(limits, "cpu")), memory: conf["spark.driver.memory"] ?? "1g" },
    image: text(at(container, "image")),
    program,
    conf: Object.fromEntries(
      Object.entries(conf).filter(
        ([key, value]) => !OF_FACTS.includes(key) && (key !== CPU_REQUEST || value !== cores),
      ),
    ),
    environment: environmentOf(at(container, "env")),
    account: text(at(pod, "serviceAccountName")),
    runSeconds: text(at(jobSpec, "activeDeadlineSeconds")),
    retries: text(at(jobSpec, "backoffLimit")),
  };
}

/** Takes a command line of `spark-submit` apart. */
function submitted([, ...words]: readonly string[]): { conf: Record<string, string>; program: string[] } {
  const conf: Record<string, string> = {};
  const program: string[] = [];
  let rest = words;
  while (rest[0]?.startsWith("--") === true) {
    const [option, value = "", ...others] = rest;
    const [key = "", ...parts] = value.split("=");
    if (option === "--conf") conf[key] = parts.join("=");
    if (option === "--class") program.push(value);
    rest = others;
  }
  return { conf, program: [...program, ...rest] };
}

function environmentOf(entries: Shown | undefined): Record<string, Shown> {
  const named = (Array.isArray(entries) ? (entries as readonly Shown[]) : []).map(
    (entry) => [text(at(entry, "name")), entry] as const,
  );
  return Object.fromEntries(named.filter(([name]) => !OF_SCHEDULE.includes(name)));
}

function at(value: Shown | undefined, ...path: readonly string[]): Shown | undefined {
  return path.reduce<Shown | undefined>((inner, key) => (isObject(inner) ? inner[key] : undefined), value);
}

function first(value: Shown | undefined): Shown | undefined {
  return Array.isArray(value) ? (value as readonly Shown[])[0] : undefined;
}

/** Undefined unless it is a list; an element that must not be shown takes part as a word. */
function texts(value: Shown | undefined): readonly string[] | undefined {
  return Array.isArray(value) ? (value as readonly Shown[]).map(text) : undefined;
}

function text(value: Shown | undefined): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return isObject(value) || value === undefined || value === null || !("word" in value) ? "?" : value.word;
}
