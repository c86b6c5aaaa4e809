import { CONFIG_MAP_BYTES, DRIVER_CONTAINER } from "../../vocabulary";
import { isDnsLabel } from "../dns-label";
import { pathOf, unless, type Problem } from "../problem";
import { isPinned } from "../spark/image";
import type { PodTemplate } from "../spark/pod";
import type { AirflowArgs } from "./airflow";
import { dataBytes, jobFiles, type Files } from "./airflow-files";

/** What a key of a ConfigMap may be made of, which is also a file name without folders. */
const FILE_NAME = /^[-._a-zA-Z0-9]+$/;

/** Everything that is wrong with the arguments, all at once; empty for an Airflow that can be deployed. */
export function airflowProblems(args: AirflowArgs): Problem[] {
  return [
    ...labelProblems({ namespace: args.namespace, account: args.account }),
    ...imageProblems(args.image),
    ...numberProblems(args),
    ...dagProblems(args.dags),
    ...jobProblems(args.jobs),
  ];
}

function labelProblems(labels: Record<string, string>): Problem[] {
  return Object.entries(labels).flatMap(([path, value]) =>
    unless(isDnsLabel(value), {
      path,
      value,
      rule: "must be a DNS label of at most 63 characters",
      fix: "use lower-case letters, digits and inner hyphens",
    }),
  );
}

function imageProblems(image: string): Problem[] {
  return unless(isPinned(image), {
    path: "image",
    value: image,
    rule: "must be pinned, so that a restart runs what the database was migrated to",
    fix: "add a tag other than latest, or a digest (@sha256:…)",
  });
}

function numberProblems({ parallelism, database, service }: AirflowArgs): Problem[] {
  return [
    ...rangeProblems("parallelism", parallelism, 1, 64),
    ...rangeProblems("database.port", database.port, 1, 65535),
    ...(service.kind === "nodePort" ? rangeProblems("service.port", service.port, 30000, 32767) : []),
  ];
}

function rangeProblems(path: string, value: number, least: number, most: number): Problem[] {
  return unless(Number.isInteger(value) && value >= least && value <= most, {
    path,
    value,
    rule: `must be a whole number from ${least} to ${most}`,
    fix: "choose one in this range",
  });
}

function dagProblems(dags: Files): Problem[] {
  const names = Object.keys(dags).flatMap((file) =>
    unless(FILE_NAME.test(file), {
      path: pathOf(["dags", file]),
      value: file,
      rule: "must be a file name without folders, since a ConfigMap holds it",
      fix: "use letters, digits, hyphens, dots and underscores",
    }),
  );
  return [...names, ...sizeProblems("dags", dags, "bake the larger files into the image")];
}

function jobProblems(jobs: Readonly<Record<string, PodTemplate>>): Problem[] {
  const templates = Object.entries(jobs).flatMap(([job, template]) => templateProblems(job, template));
  return [
    ...templates,
    ...sizeProblems("jobs", jobFiles(jobs), "shorten the jobs' conf or run fewer jobs from Airflow"),
  ];
}

function templateProblems(job: string, { metadata, spec }: PodTemplate): Problem[] {
  const container = spec?.containers[0]?.name;
  return [
    ...unless(isDnsLabel(job), {
      path: pathOf(["jobs", job]),
      value: job,
      rule: "the name must be a DNS label, since pods and files are named by it",
      fix: "use lower-case letters, digits and inner hyphens",
    }),
    ...unless(metadata?.namespace !== undefined, {
      path: pathOf(["jobs", job, "metadata", "namespace"]),
      value: metadata?.namespace,
      rule: "must name the namespace that the driver runs in, else it would run in Airflow's",
      fix: "write the namespace of the job's team",
    }),
    ...unless(container === DRIVER_CONTAINER, {
      path: pathOf(["jobs", job, "spec", "containers", 0, "name"]),
      value: container,
      rule: `must be ${DRIVER_CONTAINER}, since the KubernetesPodOperator adds its settings to the first container and waits for the one of this name`,
      fix: "make the driver the first container and name it so",
    }),
  ];
}

function sizeProblems(path: string, files: Files, fix: string): Problem[] {
  const bytes = dataBytes(files);
  return unless(bytes <= CONFIG_MAP_BYTES, {
    path,
    value: `${bytes} bytes`,
    rule: `must fit one ConfigMap, which holds ${CONFIG_MAP_BYTES} bytes`,
    fix,
  });
}
