/** Spark in its three forms: spark-submit in a CronJob, an executor template in a ConfigMap, objects of the Spark operator. */
import { stringify } from "yaml";

import type { Resource } from "../../../policies/model/resource.js";
import type { Value } from "../../../policies/model/values.js";
import { configMap } from "../objects.js";
import { type Fields, type Place, type Schedule, cronJob, object, present } from "./builders.js";

/** Spark conf; `undefined` removes. */
export type Conf = Readonly<Record<string, string | undefined>>;

const IMAGE = "localhost/spark:1.0";

const CONF: Conf = {
  "spark.kubernetes.namespace": "team",
  "spark.kubernetes.container.image": IMAGE,
  "spark.kubernetes.authenticate.executor.serviceAccountName": "spark-executor",
  "spark.executor.instances": "2",
  "spark.dynamicAllocation.enabled": "false",
};

/** A CronJob of policy Forbid that runs spark-submit on Kubernetes; `conf` says otherwise. */
export function sparkJob(
  conf: Conf = {},
  volumes: readonly Value[] = [],
  more: Schedule = {},
  policy?: string,
): Resource {
  const args = [
    "spark-submit",
    "--master",
    "k8s://https://kubernetes.default.svc",
    ...settings({ ...CONF, ...conf }, "=").flatMap((setting) => ["--conf", setting]),
    "/opt/jobs/pi.py",
  ];
  return cronJob("pi", volumes, policy ?? "Forbid", { ...more, container: { image: IMAGE, args } });
}

/** Each setting as one text. */
export function settings(conf: Conf, separator: string): readonly string[] {
  return Object.entries(conf).flatMap(([key, value]) => (value === undefined ? [] : [`${key}${separator}${value}`]));
}

/** Conf of a claim for the `driver` or the `executor`. */
export function claimConf(role: "driver" | "executor", options: Conf): Conf {
  const volume = `spark.kubernetes.${role}.volumes.persistentVolumeClaim.data`;
  const named = Object.entries(options).map(([key, value]) => [`${volume}.options.${key}`, value] as const);
  return { ...Object.fromEntries(named), [`${volume}.mount.path`]: "/mnt/data" };
}

/** A ConfigMap that holds the template of executor pods. */
export function executorTemplate(volume: Value): Resource {
  const containers = [{ name: "executor", volumeMounts: [{ name: "data", mountPath: "/mnt/data" }] }];
  const pod = { apiVersion: "v1", kind: "Pod", spec: { containers, volumes: [volume] } };
  return configMap({ "executor.yaml": stringify(pod) });
}

const OPERATOR = "sparkoperator.k8s.io/v1beta2";
export const MOUNTS = { volumeMounts: [{ name: "data", mountPath: "/mnt/data" }] };

function application(driver: Fields, executor: Fields, spec: Fields): Readonly<Record<string, Value>> {
  const secure = {
    securityContext: {
      runAsNonRoot: true,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ["ALL"] },
      seccompProfile: { type: "RuntimeDefault" },
    },
  };
  const pod = { cores: 1, coreLimit: "1", memory: "1g", serviceAccount: "spark-driver", ...secure };
  return present({
    type: "Python",
    mode: "cluster",
    image: IMAGE,
    sparkVersion: "4.1.2",
    mainApplicationFile: "local:///opt/jobs/pi.py",
    restartPolicy: { type: "Never" },
    driver: present({ ...pod, ...driver }),
    executor: present({ ...pod, instances: 2, ...executor }),
    ...spec,
  });
}

/** A SparkApplication; `driver`, `executor` and `spec` say more. */
export function sparkApplication(driver: Fields, executor: Fields, spec: Fields = {}, rest: Fields & Place = {}) {
  return object(OPERATOR, "SparkApplication", "app", { spec: application(driver, executor, spec), ...rest });
}

/** A ScheduledSparkApplication. */
export function scheduledApplication(concurrencyPolicy: string | undefined, driver: Fields, spec: Fields): Resource {
  return object(OPERATOR, "ScheduledSparkApplication", "app", {
    spec: present({ schedule: "0 2 * * *", concurrencyPolicy, template: application(driver, {}, spec) }),
  });
}
