/** What must hold between buckets and those who use them, and what only a cluster on AWS can have. */

import { ENCRYPTED_CLASS } from "../../components/kubernetes/encrypted-storage";
import { type Problem, pathOf, unless } from "../../components/problem";
import { closest } from "../../spelling";
import type { ReadableParts } from "./reader";

/** Key of the stack's own log bucket among the outputs. */
const RESERVED_KEY = "logs";

export function dataProblems(parts: ReadableParts): Problem[] {
  return [
    awayFromAws,
    bucketKeyProblems,
    bucketNameProblems,
    emptyData,
    endpointProblems,
    storageProblems,
    nodeStorageProblems,
  ].flatMap((check) => check(parts));
}

/** Everything that AWS would have to give. */
function awayFromAws({ clusterKind, postgres, airflow, bucketKeys, jobs }: ReadableParts): Problem[] {
  if (clusterKind !== "existing") return [];
  const asked = [
    ...(postgres?.kind === "rds" ? [{ path: ["postgres", "kind"], value: "rds", fix: "write kind: pod" }] : []),
    ...(airflow?.logs.kind === "s3"
      ? [{ path: ["airflow", "logs", "kind"], value: "s3", fix: "write kind: pod" }]
      : []),
    ...(airflow?.dags.kind === "s3"
      ? [{ path: ["airflow", "dags", "kind"], value: "s3", fix: "write kind: files or kind: git" }]
      : []),
    ...(bucketKeys.length > 0 ? [{ path: ["buckets"], value: bucketKeys, fix: "remove it" }] : []),
    ...Object.entries(jobs).flatMap(([name, { data }]) =>
      data === undefined ? [] : [{ path: ["jobs", name, "data"], value: data, fix: "remove it" }],
    ),
  ];
  return asked.map(({ path, value, fix }) => ({
    path: pathOf(path),
    value,
    rule: "needs a cluster of kind eks: for a cluster of kind existing nothing is made or allowed on AWS",
    fix,
  }));
}

function bucketKeyProblems({ airflow, jobs, bucketKeys }: ReadableParts): Problem[] {
  const dags = airflow?.dags;
  const used = [
    ...(dags?.kind === "s3" ? [{ path: ["airflow", "dags", "bucket"], key: dags.bucket }] : []),
    ...Object.entries(jobs).flatMap(([name, { data }]) =>
      (["read", "write"] as const).flatMap((kind) =>
        (data?.[kind] ?? []).map(({ bucket }, index) => ({
          path: ["jobs", name, "data", kind, index, "bucket"],
          key: bucket,
        })),
      ),
    ),
  ];
  return used.flatMap(({ path, key }) => {
    const meant = closest(key, bucketKeys);
    const choices = bucketKeys.length === 0 ? "add it there" : `add it there, or write one of ${bucketKeys.join(", ")}`;
    return unless(bucketKeys.includes(key), {
      path: pathOf(path),
      value: key,
      rule: "must be a key of buckets",
      fix: meant === undefined ? choices : `did you mean ${meant}?`,
    });
  });
}

function bucketNameProblems({ buckets, bucketKeys }: ReadableParts): Problem[] {
  const entries = Object.entries(buckets);
  return [
    ...unless(!bucketKeys.includes(RESERVED_KEY), {
      path: pathOf(["buckets", RESERVED_KEY]),
      value: RESERVED_KEY,
      rule: "must not be the key of a bucket: it is that of the stack's own log bucket",
      fix: "choose another key",
    }),
    ...entries.flatMap(([key, { name }], index) => {
      const twin = entries.slice(0, index).find(([, other]) => other.name === name);
      return unless(twin === undefined, {
        path: pathOf(["buckets", key, "name"]),
        value: name,
        rule: `must differ from buckets.${twin?.[0] ?? ""}.name`,
        fix: "use one key for one bucket",
      });
    }),
  ];
}

function emptyData({ jobs }: ReadableParts): Problem[] {
  return Object.entries(jobs).flatMap(([name, { data }]) =>
    unless(data === undefined || [...data.read, ...data.write, ...data.glue].length > 0, {
      path: pathOf(["jobs", name, "data"]),
      value: data,
      rule: "must name something that the job reads or writes, since a role is made for it",
      fix: "add read, write or glue, or remove data",
    }),
  );
}

/** Network policies let pods out to the addresses of the network only, so that a service needs an endpoint there. In a network of somebody else's that is theirs to see to. */
function endpointProblems({ eks, airflow, jobs }: ReadableParts): Problem[] {
  if (eks?.network?.kind !== "new") return [];
  const { endpoints } = eks.network;
  const glueJob = Object.entries(jobs).find(([, { data }]) => (data?.glue.length ?? 0) > 0)?.[0];
  const usesS3 = airflow?.logs.kind === "s3" || airflow?.dags.kind === "s3";
  const hasRoles = usesS3 || Object.values(jobs).some(({ data }) => data !== undefined);
  const needed = [
    ...(glueJob === undefined ? [] : [{ service: "glue" as const, why: `job ${glueJob} reads the Glue Data Catalog` }]),
    ...(eks.workloadIdentity === "irsa" && hasRoles
      ? [{ service: "sts" as const, why: "with workloadIdentity: irsa pods get their credentials there" }]
      : []),
  ];
  return needed.flatMap(({ service, why }) =>
    unless(endpoints.includes(service), {
      path: "cluster.network.endpoints",
      value: endpoints,
      rule: `must include ${service}: ${why}, and pods may talk to nothing outside of the network but S3`,
      fix: `add ${service}`,
    }),
  );
}

/** Source: RDS user guide, "Managing capacity automatically with Amazon RDS storage autoscaling". */
function storageProblems({ postgres }: ReadableParts): Problem[] {
  if (postgres?.kind !== "rds") return [];
  const { storageGiB, maxStorageGiB } = postgres;
  const least = Math.ceil((storageGiB * 11) / 10);
  return unless(maxStorageGiB >= least, {
    path: "postgres.maxStorageGiB",
    value: maxStorageGiB,
    rule: `must be at least a tenth more than postgres.storageGiB, which is ${storageGiB}: RDS grows in no smaller steps`,
    fix: `write at least ${least}`,
  });
}

function nodeStorageProblems({ clusterKind, postgres }: ReadableParts): Problem[] {
  if (clusterKind !== "eks" || postgres?.kind !== "pod") return [];
  return unless(postgres.storage.kind === "class", {
    path: "postgres.storage.kind",
    value: postgres.storage.kind,
    rule: "must be class on a cluster of kind eks, whose nodes come and go, and with them what is on their disks",
    fix: `write kind: class and className: ${ENCRYPTED_CLASS}`,
  });
}
