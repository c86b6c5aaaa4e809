import { join } from "node:path";

import * as k8s from "@pulumi/kubernetes";

import { CONTAINER, NAMESPACE, POD, claim, command, opts, pod, podOn } from "./careful";

/** A spark-submit with these settings besides the namespace. */
function submit(name: string, settings: Readonly<Record<string, string>>): void {
  const all = { "spark.kubernetes.namespace": NAMESPACE, ...settings };
  const conf = Object.entries(all).flatMap(([key, value]) => ["--conf", `${key}=${value}`]);
  command(name, "spark-submit", "--master", "k8s://https://kubernetes.default.svc", ...conf, "/opt/jobs/pi.py");
}

const volume = "spark.kubernetes.executor.volumes.persistentVolumeClaim.data";
const perPod = {
  [`${volume}.mount.path`]: "/data",
  [`${volume}.options.claimName`]: "OnDemand",
  [`${volume}.options.storageClass`]: "gp3",
  [`${volume}.options.sizeLimit`]: "10Gi",
};

submit("spark-namespace", { "spark.kubernetes.namespace": "default" });
submit("spark-dynamic-allocation-bounded", { "spark.dynamicAllocation.enabled": "true" });
submit("spark-pvc-per-pod", { ...perPod, [`${volume}.options.claimName`]: "shared" });
submit("spark-pvc-shared-access-mode", { ...perPod, "spark.kubernetes.legacy.useReadWriteOnceAccessMode": "true" });

pod("no-spot-for-drivers", {
  ...POD,
  nodeSelector: { "karpenter.sh/capacity-type": "spot" },
  containers: [
    { ...CONTAINER, args: ["spark-submit", "--conf", `spark.kubernetes.namespace=${NAMESPACE}`, "/opt/jobs/pi.py"] },
  ],
});

claim("airflow-logs");
const kubernetesExecutor = [
  { name: "AIRFLOW__CORE__EXECUTOR", value: "KubernetesExecutor" },
  { name: "AIRFLOW__KUBERNETES_EXECUTOR__NAMESPACE", value: NAMESPACE },
];
pod("airflow-no-shared-pvc", { ...podOn("airflow-logs"), containers: [{ ...CONTAINER, env: kubernetesExecutor }] });
pod("airflow-pod-namespace", { ...POD, containers: [{ ...CONTAINER, env: kubernetesExecutor.slice(0, 1) }] });

new k8s.helm.v3.Release("opaque-manifest-storage", { chart: join(__dirname, "chart"), namespace: NAMESPACE }, opts);
