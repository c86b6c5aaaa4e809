/** Runs of a sample job, each with one thing wrong. */
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";

import { changedDriver, type DriverContainer, type DriverPodSpec } from "../../components/spark/driver-container.js";
import { CODE_FILE, withOwnCode } from "../../components/spark/own-code.js";
import type { PodTemplate } from "../../components/spark/pod.js";
import { readSubmit, submitWords } from "../../components/spark/submit.js";
import { type CronJob, manualJob } from "../../local/job-manifest.js";
import type { Kubectl } from "../../local/kubectl.js";
import { SPARK_NAMESPACE } from "./spark-pods.js";

/** What is wrong. */
interface Failure {
  /** Gets the driver as it is, and answers with what is different. */
  readonly container?: (container: DriverContainer) => Partial<DriverContainer>;
  readonly pod?: Partial<DriverPodSpec>;
  /** Without executors. Default: with them. */
  readonly local?: boolean;
  /** What the code of `failing-job.py` does. Default: a sum, on executors. */
  readonly code?: string;
  readonly conf?: Record<string, string>;
  /** How long it may take. Default: 300. */
  readonly seconds?: number;
}

export const FAILURES = {
  forbidden: { pod: { serviceAccountName: "spark-executor" } },
  "image-pull": {
    container: ({ image }) => ({
      image: `${String(image).replace(/:[^:]*$/, "")}:missing`,
      ...requests({ cpu: "10m", memory: "64Mi" }),
    }),
    seconds: 45,
  },
  unschedulable: { container: () => requests({ cpu: "3", memory: "128Mi" }), seconds: 45 },
  "unschedulable-executors": {
    conf: { "spark.kubernetes.executor.request.cores": "3", "spark.kubernetes.executor.limit.cores": "3" },
    seconds: 120,
  },
  "out-of-memory": { local: true, code: "memory" },
  "out-of-memory-heap": { local: true, code: "heap" },
  "out-of-memory-executor": { code: "executor-memory", seconds: 240 },
  "driver-unreachable": {
    conf: { "spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "0.0.0.0" },
    seconds: 240,
  },
  deadline: { local: true, code: "sleep", seconds: 45 },
  quota: { container: () => requests({ cpu: "100m", memory: "20Gi" }), seconds: 45 },
  "quota-executors": { conf: { "spark.executor.memory": "10g" }, seconds: 120 },
  "bad-conf": { conf: { "spark.task.maxFailures": "many" } },
  "bad-conf-class": { local: true, conf: { "spark.serializer": "org.example.Missing" } },
  "missing-secret": {
    container: ({ env = [] }) => ({ ...secretIn(env, "nowhere"), ...requests({ cpu: "10m", memory: "64Mi" }) }),
    seconds: 45,
  },
  "missing-secret-key": {
    container: ({ env = [] }) => ({ ...secretIn(env, "warehouse"), ...requests({ cpu: "10m", memory: "64Mi" }) }),
    seconds: 45,
  },
  "full-disk": { local: true, code: "disk", pod: scratch({ sizeLimit: "16Mi" }), seconds: 240 },
  "full-disk-no-space": { local: true, code: "disk", pod: scratch({ medium: "Memory", sizeLimit: "16Mi" }) },
  "full-disk-executor": { code: "executor-disk", seconds: 240 },
  unknown: { local: true, code: "error" },
} satisfies Record<string, Failure>;

function requests(requests: { cpu: string; memory: string }): Partial<DriverContainer> {
  return { resources: { requests, limits: requests } };
}

function secretIn(env: NonNullable<DriverContainer["env"]>, name: string): Partial<DriverContainer> {
  return { env: [...env, { name: "TOKEN", valueFrom: { secretKeyRef: { name, key: "token" } } }] };
}

function scratch(emptyDir: { sizeLimit: string; medium?: string }): Partial<DriverPodSpec> {
  return { volumes: [{ name: "spark-local-dir-1", emptyDir }] };
}

export type Failing = keyof typeof FAILURES;

/** Name of the ConfigMap with the code, and label of all that is made here. */
const FAILING = "failing-job";

/** Starts the runs side by side and answers with the names of their Jobs. */
export async function startFailing(kubectl: Kubectl, names: readonly Failing[]): Promise<Record<string, string>> {
  const cronJob = await kubectl.json<CronJob>(["get", "cronjob", "pi", "-n", SPARK_NAMESPACE]);
  const suffix = randomBytes(2).toString("hex");
  const runs = names.map((name) => [name, `failing-${name}-${suffix}`] as const);
  const items = [codeMap(), ...runs.map(([name, run]) => failingJob(cronJob, FAILURES[name], run))];
  await kubectl.text(["apply", "--server-side", "-f", "-"], JSON.stringify({ apiVersion: "v1", kind: "List", items }));
  return Object.fromEntries(runs);
}

/** Removes all runs that were started here, with their pods. */
export async function stopFailing(kubectl: Kubectl): Promise<void> {
  await kubectl.text(["delete", "jobs,configmaps", "-n", SPARK_NAMESPACE, "--selector", FAILING]);
}

function codeMap(): object {
  const code = readFileSync(new URL("failing-job.py", import.meta.url)).toString("base64");
  const metadata = { name: FAILING, namespace: SPARK_NAMESPACE, labels: { [FAILING]: "code" } };
  return { apiVersion: "v1", kind: "ConfigMap", metadata, binaryData: { [CODE_FILE]: code } };
}

function failingJob(cronJob: CronJob, failure: Failure, run: string): object {
  const job = manualJob(cronJob, {}, run);
  const activeDeadlineSeconds = failure.seconds ?? 300;
  return {
    ...job,
    // Without its CronJob, which keeps no more than three failed Jobs.
    metadata: { ...job.metadata, labels: { ...job.metadata.labels, [FAILING]: "run" }, ownerReferences: [] },
    spec: {
      ...job.spec,
      backoffLimit: 0,
      activeDeadlineSeconds,
      template: failingPod(withOwnCode(job.spec.template, FAILING), failure, activeDeadlineSeconds, run),
    },
  };
}

function failingPod(template: PodTemplate, failure: Failure, activeDeadlineSeconds: number, run: string): PodTemplate {
  const { container: change, pod, local = false, conf, code = "sum" } = failure;
  return changedDriver(template, (container, spec) => {
    const submit = readSubmit(container.args ?? []);
    const args = submitWords({
      ...submit,
      ...(local && { master: "local[1]" }),
      arguments: [code],
      conf: {
        ...submit.conf,
        // Executors are named by it: runs at the same time must not be taken for each other.
        "spark.app.name": run,
        "spark.driver.memory": "512m",
        "spark.kubernetes.executor.request.cores": "100m",
        ...conf,
      },
    });
    const memory = "896Mi";
    const resources = { requests: { cpu: "100m", memory }, limits: { cpu: "1", memory } };
    const volumes = (spec.volumes ?? []).map(
      (volume) => pod?.volumes?.find(({ name }) => name === volume.name) ?? volume,
    );
    return [
      { ...container, args, resources, ...change?.(container) },
      { ...pod, volumes, activeDeadlineSeconds },
    ];
  });
}
