/** A platform in which nothing is wrong, as its cluster shows it: one team with a job in client mode and one in local mode. */
import { driverPod, jobLabels } from "../../../../components/spark/driver-pod.js";
import type { SparkJob } from "../../../../components/spark/job.js";
import type { CronJob, Item, Job, Metadata, Pod, ResourceQuota } from "../../../../local/doctor/objects.js";
import type { Platform } from "../../../../local/doctor/platform.js";
import { flights, orders } from "../../components/spark/sample-jobs.js";

const SPARK = "spark-analytics";

/** For metadata of Airflow's objects. */
const AIRFLOW = { name: "airflow", namespace: "airflow", labels: { "app.kubernetes.io/name": "airflow" } };

export function cronJob(job: SparkJob): CronJob {
  const template = driverPod(job, { namespace: SPARK });
  const metadata = { name: job.name, namespace: SPARK, labels: jobLabels(job) };
  return { kind: "CronJob", metadata, spec: { jobTemplate: { spec: { template } } } };
}

/** A run of a job; the condition that ended it, if it has ended. */
export function run(job: string, name: string, created: string, ended?: "Complete" | "Failed"): Job {
  return {
    kind: "Job",
    metadata: { name, namespace: SPARK, labels: { "spark-platform/job": job }, creationTimestamp: created },
    status: { conditions: ended === undefined ? [] : [{ type: ended, status: "True" }] },
  };
}

export function pod(metadata: Metadata, status: Partial<Pod["status"]> = {}): Pod {
  return { kind: "Pod", metadata, status: { phase: "Running", ...status } };
}

/** A container's status. */
export function container(name: string, waiting?: { reason: string; message?: string }) {
  const image = `localhost/spark-platform/${name}:1`;
  return { name, image, ready: waiting === undefined, restartCount: 0, state: waiting ? { waiting } : {} };
}

export function quota(namespace: string, used: Record<string, string>): ResourceQuota {
  const hard = { "requests.cpu": "8", "requests.memory": "9Gi", "limits.memory": "9Gi", pods: "12" };
  return { kind: "ResourceQuota", metadata: { name: "quota", namespace }, status: { hard, used } };
}

function account(namespace: string, name: string): Item {
  return { kind: "ServiceAccount", metadata: { name, namespace } };
}

export const HEALTHY: readonly Item[] = [
  cronJob(flights),
  cronJob(orders),
  quota("airflow", {}),
  quota("postgres", {}),
  quota(SPARK, {}),
  account("airflow", "airflow"),
  account(SPARK, "spark-driver"),
  account(SPARK, "spark-executor"),
  {
    kind: "Deployment",
    metadata: AIRFLOW,
    spec: { template: { spec: { containers: [{ name: "scheduler", image: "localhost/spark-platform/airflow:1" }] } } },
  },
  { kind: "Service", metadata: AIRFLOW, spec: { ports: [{ port: 8080, nodePort: 30080 }] } },
  pod(
    {
      ...AIRFLOW,
      name: "airflow-597f67898d-xkhsz",
      labels: { ...AIRFLOW.labels, "app.kubernetes.io/component": "server" },
    },
    { containerStatuses: [container("api-server"), container("scheduler")] },
  ),
];

/** A platform with these items. */
export function platform(items: readonly Item[] = HEALTHY): Platform {
  return { namespaces: { airflow: ["airflow"], postgres: ["postgres"], spark: [SPARK] }, items };
}

/** {@link HEALTHY} without those of a kind. */
export function without(kind: Item["kind"]): Item[] {
  return HEALTHY.filter((item) => item.kind !== kind);
}
