import { sparkConf, type TeamPlacement } from "./conf";
import { literal } from "./expansion";
import type { SparkJob } from "./job";

/** The API server as every pod sees it. */
const KUBERNETES_MASTER = "k8s://https://kubernetes.default.svc";

/**
 * Command of a driver container. Conf is sorted by key, so that reordering settings changes no pod. Dollar signs are escaped for Kubernetes, see
 * {@link literal}.
 */
export function sparkSubmit(job: SparkJob, team: TeamPlacement): string[] {
  return [
    ...["spark-submit", "--master", master(job), "--deploy-mode", "client"],
    ...(job.mainClass === undefined ? [] : ["--class", literal(job.mainClass)]),
    ...confArguments(sparkConf(job, team)),
    literal(job.application),
    ...job.arguments.map(literal),
  ];
}

function master({ mode, driver }: SparkJob): string {
  return mode.kind === "client" ? KUBERNETES_MASTER : `local[${driver.cores}]`;
}

function confArguments(conf: Readonly<Record<string, string>>): string[] {
  return Object.entries(conf)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([key, value]) => ["--conf", `${key}=${value}`]);
}
