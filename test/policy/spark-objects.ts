/** Spark jobs, Airflow, node pools and charts that every rule is content with, and ways to break them. */
import type { Resource } from "../../policies/model/resource.js";
import type { Value } from "../../policies/model/values.js";
import { CONTAINER, CRON_JOB_POD, POD_SPEC, change, cronJob, resource } from "./objects.js";

export const CONF = {
  "spark.kubernetes.namespace": "team",
  "spark.kubernetes.container.image": "localhost/spark:1.0",
  "spark.kubernetes.authenticate.executor.serviceAccountName": "spark-executor",
} as const;

export type Conf = Readonly<Record<string, string | undefined>>;

/** Where the container is in {@link sparkJob}. */
export const BASE = `${CRON_JOB_POD}.containers[0] "base"`;

/** The CronJob `pi`, which submits with these settings over {@link CONF}; `undefined` removes one. */
export function sparkJob(conf: Conf = {}, path?: string, value?: Value): Resource {
  const job = cronJob(`${CRON_JOB_POD}.containers.0.args`, sparkSubmit(conf));
  return path === undefined ? job : { ...job, inputs: change(job.inputs, path, value) };
}

export function sparkSubmit(conf: Conf = {}): readonly string[] {
  const settings = written(conf).flatMap(([key, value]) => ["--conf", `${key}=${value}`]);
  return ["spark-submit", "--master", "k8s://https://kubernetes.default.svc", ...settings, "/opt/jobs/pi.py"];
}

/** Options of a claim of the driver or of executors. */
export function claimConf(role: "driver" | "executor", options: Conf): Conf {
  const volume = `spark.kubernetes.${role}.volumes.persistentVolumeClaim.data`;
  const named = Object.entries(options).map(([key, value]) => [`${volume}.options.${key}`, value] as const);
  return { [`${volume}.mount.path`]: "/data", ...Object.fromEntries(named) };
}

/** A file with the syntax of `spark-defaults.conf`, with these settings over {@link CONF}. */
export function properties(conf: Conf = {}): string {
  return written(conf)
    .map(([key, value]) => `${key} ${value}\n`)
    .join("");
}

function written(conf: Conf): readonly [string, string][] {
  const all: Conf = { ...CONF, ...conf };
  return Object.entries(all).flatMap(([key, value]): [string, string][] => (value === undefined ? [] : [[key, value]]));
}

/** The Deployment `airflow` with these variables. */
export function airflow(env: readonly Value[], path?: string, value?: Value): Resource {
  const container = change(change(CONTAINER, "args", ["airflow", "scheduler"]), "env", env);
  const pod = change(change(POD_SPEC, "containers.0", container), "restartPolicy", undefined);
  const inputs: Value = {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "airflow", namespace: "team" },
    spec: {
      replicas: 1,
      strategy: { type: "Recreate" },
      selector: { matchLabels: { app: "airflow" } },
      template: { metadata: { labels: { app: "airflow" } }, spec: pod },
    },
  };
  return resource("kubernetes:apps/v1:Deployment", path === undefined ? inputs : change(inputs, path, value));
}

/** A variable. */
export function variable(name: string, value: Value): Value {
  return { name, value };
}

export const OWN_NAMESPACE: Value = { fieldRef: { fieldPath: "metadata.namespace" } };

/** The SparkApplication `app`, or as a ScheduledSparkApplication. */
export function sparkApplication(spec: Readonly<Record<string, Value>>, kind = "SparkApplication"): Resource {
  const secure: Value = {
    runAsNonRoot: true,
    allowPrivilegeEscalation: false,
    capabilities: { drop: ["ALL"] },
    seccompProfile: { type: "RuntimeDefault" },
  };
  const pod = { cores: 1, coreLimit: "1", memory: "1g", serviceAccount: "spark-driver", securityContext: secure };
  const application: Value = { type: "Python", image: "localhost/spark:1.0", driver: pod, executor: pod, ...spec };
  const schedule: Value = { schedule: "0 2 * * *", concurrencyPolicy: "Forbid", template: application };
  return resource(`kubernetes:sparkoperator.k8s.io/v1beta2:${kind}`, {
    apiVersion: "sparkoperator.k8s.io/v1beta2",
    kind,
    metadata: { name: "app", namespace: "team" },
    spec: kind === "SparkApplication" ? application : schedule,
  });
}

/** A claim of class gp3, or of another. */
export function claim(name: string, storageClassName: Value = "gp3"): Resource {
  return resource("kubernetes:core/v1:PersistentVolumeClaim", {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name, namespace: "team" },
    spec: { accessModes: ["ReadWriteOnce"], storageClassName, resources: { requests: { storage: "10Gi" } } },
  });
}

/** A Helm release of Airflow's chart with these values. */
export function release(values: Value, inputs: Readonly<Record<string, Value>> = {}): Resource {
  const whole: Value = { chart: "airflow", version: "1.18.0", namespace: "team", values, ...inputs };
  return resource("kubernetes:helm.sh/v3:Release", whole, { name: "airflow" });
}
