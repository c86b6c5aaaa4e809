/** The boxes of the picture: what runs in the cluster, and what keeps data beside it. */
import { LABELS, SPARK_ROLES } from "../../vocabulary.js";
import type { CronJob, Labels, Named, PodTemplate, Resources } from "./resources.js";

/** Something that runs in a namespace. */
export interface Workload {
  readonly id: string;
  readonly namespace: string;
  readonly title: string;
  readonly lines: readonly string[];
  /** Labels of its pods, by which network policies know them. Empty for what has no pods of its own. */
  readonly labels: readonly Labels[];
  /** Service accounts of its pods. */
  readonly accounts: readonly string[];
}

/** Something outside the cluster that keeps data. */
export interface Store {
  readonly id: string;
  readonly title: string;
  readonly lines: readonly string[];
}

const EXECUTOR_ACCOUNT = /^spark\.kubernetes\.authenticate\.executor\.serviceAccountName=(.+)$/;

export const driversOf = (namespace: string): string => `${namespace}/drivers`;
export const executorsOf = (namespace: string): string => `${namespace}/executors`;
export const scheduleOf = (namespace: string): string => `${namespace}/schedule`;

export function workloads(resources: Resources): Workload[] {
  const places = placesOf(resources);
  const servers = resources.of("kubernetes:apps/v1:Deployment").map(({ name, inputs: { metadata, spec } }) => {
    const containers = spec.template.spec.containers.map((container) => container.name);
    const lines = ["one pod:", containers.slice(0, 2).join(", "), containers.slice(2).join(", ")];
    return workload(
      name,
      metadata.namespace,
      titleOf(name),
      [...lines, placeOf(spec.template, places)],
      [spec.template],
    );
  });
  const once = resources
    .of("kubernetes:batch/v1:Job")
    .map(({ name, inputs: { metadata, spec } }) =>
      workload(name, metadata.namespace, `Job ${name}`, ["once, after each change"], [spec.template]),
    );
  // What prepares the work of a server, as the server's own account, is no box of its own.
  const own = once.filter(
    ({ accounts }) => !servers.some((server) => server.accounts.some((account) => accounts.includes(account))),
  );
  const templates = resources.executorTemplates();
  return [
    ...servers,
    ...own,
    ...templates.flatMap(({ namespace, template }) => sparkOf(namespace, template, resources, places)),
  ];
}

/** The CronJobs of a namespace in one box, the drivers that they start in another, and their executors in a third. */
function sparkOf(namespace: string, executor: PodTemplate, resources: Resources, places: Places): Workload[] {
  const jobs = resources
    .of("kubernetes:batch/v1:CronJob")
    .filter(({ inputs }) => inputs.metadata.namespace === namespace);
  const drivers = jobs.map(({ inputs }) => inputs.spec.jobTemplate.spec.template);
  const [driver] = drivers;
  if (driver === undefined) return [];
  const accounts = drivers.flatMap(({ spec }) =>
    spec.containers.flatMap(({ args = [] }) => args.flatMap((arg) => EXECUTOR_ACCOUNT.exec(arg)?.[1] ?? [])),
  );
  const executors = workload("executors", namespace, "Spark executors", [placeOf(executor, places)], [executor]);
  return [
    workload("schedule", namespace, "CronJobs", jobs.map(jobLine), []),
    workload("drivers", namespace, "Spark drivers", ["client mode", placeOf(driver, places)], drivers),
    {
      ...executors,
      // Spark adds the label, and gives the account of the job.
      labels: executors.labels.map((labels) => ({ ...labels, [LABELS.sparkRole]: SPARK_ROLES.executor })),
      accounts: [...executors.accounts, ...accounts],
    },
  ];
}

function workload(
  name: string,
  namespace: string,
  title: string,
  lines: readonly string[],
  pods: readonly PodTemplate[],
): Workload {
  return {
    id: `${namespace}/${name}`,
    namespace,
    title,
    lines: lines.filter((line) => line !== ""),
    labels: pods.map(({ metadata }) => metadata.labels),
    accounts: pods.map(({ spec }) => spec.serviceAccountName),
  };
}

function jobLine({ name, inputs: { spec } }: Named<CronJob>): string {
  return spec.suspend === true ? `${name}: by hand or from Airflow` : `${name}: ${spec.schedule} ${spec.timeZone}`;
}

/** By the value of the label that nodes of a pool have: how they are bought and where they stand. */
type Places = ReadonlyMap<string, string>;

function placesOf(resources: Resources): Places {
  const pools = resources.of("kubernetes:karpenter.sh/v1:NodePool").map(({ inputs: { spec } }) => {
    const { metadata, spec: node } = spec.template;
    const values = (key: string) => node.requirements.find((requirement) => requirement.key === key)?.values ?? [];
    const capacity = values("karpenter.sh/capacity-type").join(" or ");
    const zones = values("topology.kubernetes.io/zone");
    const where = zones.length === 1 ? "one zone" : `${zones.length} zones`;
    return [metadata.labels[LABELS.nodes] ?? "", `${capacity.replace("-", " ")}, ${where}`] as const;
  });
  return new Map(pools);
}

function placeOf({ spec }: PodTemplate, places: Places): string {
  const pool = spec.nodeSelector?.[LABELS.nodes] ?? "";
  return `nodes for ${pool}: ${places.get(pool) ?? "any"}`;
}

export function stores(resources: Resources): Store[] {
  const databases = resources.of("aws:rds/instance:Instance").map(({ name, inputs }) => ({
    id: `rds/${name}`,
    title: `RDS PostgreSQL ${inputs.engineVersion}`,
    lines: [
      `databases ${databaseNames(resources).join(", ")}`,
      `${inputs.instanceClass}${inputs.multiAz ? ", standby in another zone" : ""}`,
    ],
  }));
  const buckets = resources.of("aws:s3/bucket:Bucket").map(({ inputs: { bucket } }) => bucketBox(bucket));
  return [...databases, ...buckets];
}

/** Each has a password that the stack generates. */
function databaseNames(resources: Resources): string[] {
  const secrets = resources.of("pulumi-nodejs:dynamic/spark-platform:GeneratedSecret");
  return secrets.flatMap(({ name }) => /^databases-(.+)-password$/.exec(name)?.[1] ?? []);
}

export function bucketBox(bucket: string): Store {
  return { id: `s3/${bucket}`, title: "S3 bucket", lines: [bucket] };
}

function titleOf(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
