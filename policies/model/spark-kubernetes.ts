/** What Spark's settings mean on Kubernetes. */
import type { Settings, SparkConf } from "./spark-conf";
import { UNKNOWN, type Value } from "./values";

/** Whether a setting is on: the word in any case, in a SparkApplication also the boolean. */
export function isTrue(value: Value | undefined): boolean {
  return value === true || (typeof value === "string" && value.toLowerCase() === "true");
}

/** Whether the text waits for the shell, for Kubernetes or for a template engine to fill something in. */
export function isPutTogether(text: string): boolean {
  return /\$|\{\{/.test(text);
}

/**
 * Whether the settings make Spark start pods: the master says so, or something is set that only matters then. {@link UNKNOWN} if it hangs on what is not known yet.
 */
export function isOnKubernetes({
  settings,
  incomplete,
}: Pick<SparkConf, "settings" | "incomplete">): boolean | typeof UNKNOWN {
  const master = settings.get("spark.master");
  if (typeof master === "string" && !isPutTogether(master)) return master.startsWith("k8s://");
  if (mentionsKubernetes(settings)) return true;
  return incomplete || master !== undefined ? UNKNOWN : false;
}

/** A file often leaves the master to the command line, or to the image. */
function mentionsKubernetes(settings: Settings): boolean {
  return [...settings.keys()].some((key) => key.startsWith("spark.kubernetes."));
}
