import type { NamespaceQuota } from "../components/kubernetes/workload-namespace";
import { milliCpu } from "../components/spark/cpu";
import { mebibytes } from "./mebibytes";
import type { Settings } from "./settings";

/** Quota of Postgres' namespace: room for two pods, because a deleted pod still counts while its successor is being made. */
export function postgresQuota({ cpu, memory }: Settings["postgres"]): NamespaceQuota {
  return { cpu: `${2 * (milliCpu(cpu) ?? 0)}m`, memory: `${2 * (mebibytes(memory) ?? 0)}Mi`, pods: 2 };
}
