/** Claims in Spark's settings: those that Spark makes for each pod, and those that somebody else made. */
import type { Resource } from "./resource";
import { type Settings, type SparkConf, sparkConfs } from "./spark-conf";
import { isPutTogether } from "./spark-kubernetes";
import { UNKNOWN, type Value } from "./values";
import type { Consumer } from "./volumes/consumer";

export interface SparkClaim {
  readonly role: string;
  /** What all its settings begin with, up to `options`. */
  readonly key: string;
  readonly claimName: Value;
  /** Both must be set for Spark to make a claim. */
  readonly storageClass: Value | undefined;
  readonly sizeLimit: Value | undefined;
}

const CLAIM_NAME =
  /^(spark\.kubernetes\.(driver|executor)\.volumes\.persistentVolumeClaim\.[^.]+)\.options\.claimName$/;

/** Claims of drivers and executors in settings. */
export function sparkClaims(settings: Settings): readonly SparkClaim[] {
  return [...settings].flatMap(([name, claimName]): SparkClaim[] => {
    const [, key, role] = CLAIM_NAME.exec(name) ?? [];
    if (key === undefined || role === undefined) return [];
    const option = (it: string) => settings.get(`${key}.options.${it}`);
    return [{ role, key, claimName, storageClass: option("storageClass"), sizeLimit: option("sizeLimit") }];
  });
}

/** Whether Spark makes up a name for each pod. Source: MountVolumesFeatureStep, which replaces the word wherever it is in the name. */
export function isOnDemand(claim: SparkClaim): boolean {
  return hasInName(claim, "OnDemand");
}

function hasInName({ claimName }: SparkClaim, word: string): boolean {
  return typeof claimName === "string" && claimName.includes(word);
}

/** Whether each pod mounts a claim of its own. Only executors have a number that Spark puts into the name. */
export function isPerPod(claim: SparkClaim): boolean {
  return isOnDemand(claim) || (claim.role === "executor" && hasInName(claim, "SPARK_EXECUTOR_ID"));
}

/** The namespace of the pods that Spark starts. */
export function namespaceOfPods({ settings, namespace }: Pick<SparkConf, "settings" | "namespace">): Value | undefined {
  return settings.get("spark.kubernetes.namespace") ?? namespace;
}

/** Drivers with a claim of a fixed name. A file may be read by any number of pods. */
export function sparkConsumers(resource: Resource): readonly Consumer[] {
  return sparkConfs(resource).flatMap((conf) => {
    const { settings, place, pod, container } = conf;
    const inFile = container === undefined && resource.object?.kind === "ConfigMap";
    // In cluster mode the driver is another pod than the one that submits it.
    const cluster = settings.get("spark.submit.deployMode") === "cluster";
    const own = pod === undefined || cluster ? `${place} driver` : pod.path;
    return sparkClaims(settings)
      .filter((claim) => claim.role === "driver" && !isPerPod(claim))
      .map(({ key, claimName }): Consumer => ({
        resource,
        place: `${place}: ${key}.options.claimName`,
        pod: own,
        claimName: typeof claimName !== "string" || isPutTogether(claimName) ? UNKNOWN : claimName,
        namespace: namespaceOfPods(conf),
        pods: inFile ? "any" : "own",
      }));
  });
}
