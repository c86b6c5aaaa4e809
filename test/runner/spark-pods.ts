/** Pods of Spark runs on the tests' platform: those that were not there before. */
import { testKubectl } from "./kubectl.js";

export const SPARK_NAMESPACE = "spark-analytics";

interface Pod {
  metadata: { name: string; uid: string; labels: Record<string, string> };
  status: { phase: string };
}

export interface SparkPod {
  readonly name: string;
  readonly uid: string;
  /** Label `spark-role`: `driver` or `executor`. */
  readonly role: string | undefined;
  readonly phase: string;
}

/** All pods, in whatever phase. */
async function sparkPods(): Promise<SparkPod[]> {
  const kubectl = await testKubectl();
  const { items } = await kubectl.json<{ items: Pod[] }>(["get", "pods", "-n", SPARK_NAMESPACE]);
  return items.map(({ metadata: { name, uid, labels }, status }) => {
    return { name, uid, role: labels["spark-role"], phase: status.phase };
  });
}

/** Answers with a function that finds the pods which have come since. */
export async function podsFromNow(): Promise<() => Promise<SparkPod[]>> {
  const before = new Set((await sparkPods()).map(({ uid }) => uid));
  return async () => (await sparkPods()).filter(({ uid }) => !before.has(uid));
}
