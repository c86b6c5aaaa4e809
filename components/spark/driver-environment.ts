import { JOB_ENVIRONMENT, WAREHOUSE_SECRET } from "../../vocabulary";
import { literal } from "./expansion";
import type { SecretKey, SparkJob } from "./job";

/** Label that the Job controller puts on its pods. Pods that Airflow starts lack it, and the variable is then empty. */
const JOB_NAME_LABEL = "batch.kubernetes.io/job-name";

/** Environment of a driver: where it runs, which schedule it serves, the warehouse if the job asks for it, and the job's own variables and secrets. */
export function driverEnvironment(job: SparkJob) {
  return [
    fromField(JOB_ENVIRONMENT.podName, "metadata.name"),
    fromField(JOB_ENVIRONMENT.podNamespace, "metadata.namespace"),
    fromField(JOB_ENVIRONMENT.podIp, "status.podIP"),
    fromField(JOB_ENVIRONMENT.jobName, `metadata.labels['${JOB_NAME_LABEL}']`),
    ...(job.schedule === undefined ? [] : [{ name: JOB_ENVIRONMENT.schedule, value: job.schedule }]),
    { name: JOB_ENVIRONMENT.timeZone, value: job.timeZone },
    ...(job.warehouse ? warehouse() : []),
    ...Object.entries(job.environment).map(([name, value]) => ({ name, value: literal(value) })),
    ...Object.entries(job.secrets).map(([name, key]) => fromSecret(name, key)),
  ];
}

function warehouse() {
  const secret = WAREHOUSE_SECRET;
  return [
    fromSecret(JOB_ENVIRONMENT.warehouseUrl, { secret, key: "url" }),
    fromSecret(JOB_ENVIRONMENT.warehouseUser, { secret, key: "user" }),
    fromSecret(JOB_ENVIRONMENT.warehousePassword, { secret, key: "password" }),
  ];
}

function fromField(name: string, fieldPath: string) {
  return { name, valueFrom: { fieldRef: { fieldPath } } };
}

function fromSecret(name: string, { secret, key }: SecretKey) {
  return { name, valueFrom: { secretKeyRef: { name: secret, key } } };
}
