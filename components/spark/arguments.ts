import { sparkConf, type TeamPlacement } from "./conf";
import { literal } from "./expansion";
import type { SparkJob } from "./job";
import { submitWords } from "./submit";

/** The API server as every pod sees it. */
const KUBERNETES_MASTER = "k8s://https://kubernetes.default.svc";

/** Command of a driver container. Dollar signs are escaped for Kubernetes, see {@link literal}. */
export function sparkSubmit(job: SparkJob, team: TeamPlacement): string[] {
  return submitWords({
    master: job.mode.kind === "client" ? KUBERNETES_MASTER : localMaster(job.driver.cores),
    ...(job.mainClass !== undefined && { mainClass: literal(job.mainClass) }),
    conf: sparkConf(job, team),
    application: literal(job.application),
    arguments: job.arguments.map(literal),
  });
}

/** Spark within the driver's own process, with this many task slots. */
export function localMaster(cores: number): string {
  return `local[${cores}]`;
}
