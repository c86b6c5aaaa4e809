/** What to do about a cause, in terms of the settings (stacks/README.md). */
import { fieldOfKey } from "../../../components/spark/owned-conf.js";
import { SCRATCH } from "../../../components/spark/pod.js";
import { PORTS, JOB_ENVIRONMENT } from "../../../vocabulary.js";
import type { Finding } from "./diagnosis.js";
import { driverOf, type Run, settingsName, submitOf } from "./run.js";

/** Makes everything again as the settings say. */
const RESTORE = "`npm run up` (on AWS `npm run pulumi -- --stack <stack> up`)";

/** Gets the path of the job in the settings. */
type Advice = (job: string, finding: Finding, run: Run) => readonly string[];

const ADVICE: Readonly<Record<Finding["cause"], Advice>> = {
  forbidden: (job, _, { job: { spec } }) => [
    `if Kubernetes said so: ${RESTORE} gives account ${spec.template.spec.serviceAccountName ?? "default"} the platform's rights again; a job gets no others`,
    `if S3 or Glue did: add prefix or database to ${job}.data.read, ${job}.data.write or ${job}.data.glue`,
  ],
  "image-pull": (job, { evidence }) => [
    `check name, tag and registry of ${job}.image, or of images.spark where the job names none`,
    evidence.some(({ text }) => text.includes("localhost/"))
      ? "an image of localhost/ cannot be pulled: `npm run up` builds the platform's own and puts it on the node"
      : "`npm run images` puts the platform's own images into the account's registry",
  ],
  unschedulable: (job, { role }) => [
    `lower ${role === "driver" ? `${job}.driver.cpuRequest or .memory` : `${job}.mode.executor.cpuRequest or .memory`} to what one node has free`,
    "or give more room: cluster.compute.pools.<name>.maxNodes or .instanceTypes on EKS, elsewhere a larger node",
  ],
  "out-of-memory": (job, { role, evidence }) => [
    role === "driver"
      ? `raise ${job}.driver.memory; what collect() and toPandas() bring to the driver counts too`
      : `raise ${job}.mode.executor.memory, or split the work into more partitions`,
    ...(evidence.some(({ text }) => text.includes("Python worker"))
      ? [
          "if more memory does not help, a library crashes: spark.python.worker.faulthandler.enabled=true in .conf says where",
        ]
      : []),
    ...(evidence.some(({ text }) => text.includes("OutOfMemoryError"))
      ? []
      : ["Python has the part of the pod beyond the heap, which grows with .memory by a fixed share"]),
  ],
  "driver-unreachable": (job, _, run) => [
    ...Object.keys(submitOf(run.job)?.conf ?? {})
      .filter((key) => /^spark\.executor\.\w*JavaOptions$/.test(key))
      .map((key) => `check ${settingOf(job, key)}: with an option that Java does not know, executors end at once`),
    `take addresses and ports out of ${job}.overrides: spark.driver.host, spark.driver.port and the like`,
    `let the namespace's pods reach each other on ports ${PORTS.sparkDriver} and ${PORTS.sparkBlockManager}: ${RESTORE} restores the platform's NetworkPolicies, others may add to them`,
  ],
  deadline: (job, _, { job: { spec } }) => [
    `raise ${job}.deadlines.runSeconds, now ${String(spec.activeDeadlineSeconds)}; all tries of a run share it`,
    `or make it faster: more ${job}.mode.executor.instances or .cores`,
  ],
  quota: (job, { role }) => [
    "raise teams.<name>.quota of the job's team: .cpu, .memory or .pods, whichever the message names",
    `or lower ${role === "driver" ? `${job}.driver.memory or .cpuRequest` : `${job}.mode.executor.instances or .memory`}, or run fewer jobs of the team at the same time`,
  ],
  "bad-conf": (job, { conf = [] }) => conf.map((key) => `correct ${settingOf(job, key)}`),
  "missing-secret": (job, { evidence }, run) => missingSecret(job, evidence.map(({ text }) => text).join("\n"), run),
  "full-disk": (job, { role }) => [
    `a pod has ${SCRATCH.localDir.sizeLimit} for shuffles and spilled data and ${SCRATCH.tmp.sizeLimit} in ${SCRATCH.tmp.mountPath}: write results to S3 or the warehouse`,
    ...(role === "executors"
      ? [`and spread the work: more ${job}.mode.executor.instances, or spill less with more .memory`]
      : []),
    "where the node's own disk is full: cluster.compute.pools.<name>.diskGiB on EKS",
  ],
};

export function adviceFor(run: Run, finding: Finding): readonly string[] {
  return ADVICE[finding.cause](`jobs.${settingsName(run.job)}`, finding, run);
}

/** Where the settings have a conf entry: in a field of its own, or as the job wrote it. */
function settingOf(job: string, key: string): string {
  const field = fieldOfKey.get(key);
  return field === undefined ? `${key} in ${job}.conf or ${job}.overrides` : `${job}.${field}, which becomes ${key}`;
}

/** Variables from a Secret that the platform makes. */
const WAREHOUSE: readonly string[] = [
  JOB_ENVIRONMENT.warehouseUrl,
  JOB_ENVIRONMENT.warehouseUser,
  JOB_ENVIRONMENT.warehousePassword,
];

/** The kubelet tells the Secret and, where only that is missing, the key. Which variable wants it stands in the driver's container. */
function missingSecret(job: string, said: string, { job: { metadata, ...rest } }: Run): string[] {
  const env = driverOf({ metadata, ...rest })?.env ?? [];
  const references = env.flatMap(({ name, valueFrom }) => {
    const { secretKeyRef } = valueFrom ?? {};
    return secretKeyRef ? [{ variable: name, secret: secretKeyRef.name, key: secretKeyRef.key }] : [];
  });
  const missing = references.filter(({ secret, key }) => {
    return (
      said.includes(`secret "${secret}" not found`) ||
      said.includes(`key ${key} in Secret ${metadata.namespace}/${secret}`)
    );
  });
  return missing.map(({ variable, secret, key }) => {
    return WAREHOUSE.includes(variable)
      ? `${RESTORE} makes the Secret of ${job}.warehouse again`
      : `make Secret ${secret} with key ${key} in namespace ${metadata.namespace}, or correct ${job}.secrets.${variable}`;
  });
}
