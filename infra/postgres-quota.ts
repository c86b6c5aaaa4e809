import { SETUP_RESOURCES } from "../components/kubernetes/database-setup-pod";
import type { NamespaceQuota } from "../components/kubernetes/workload-namespace";
import { milliCpu } from "../components/spark/cpu";
import { mebibytes } from "./mebibytes";

/** Quota of Postgres' namespace: room for two pods, because a deleted pod still counts while its successor is being made. */
export function postgresQuota({ cpu, memory }: { readonly cpu: string; readonly memory: string }): NamespaceQuota {
  return { cpu: `${2 * (milliCpu(cpu) ?? 0)}m`, memory: `${2 * (mebibytes(memory) ?? 0)}Mi`, pods: 2 };
}

/** Quota of a namespace that only sets up databases on a server elsewhere. */
export const setupQuota = postgresQuota(SETUP_RESOURCES);
