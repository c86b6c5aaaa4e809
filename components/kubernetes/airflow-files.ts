import type { types } from "@pulumi/kubernetes";
import { createHash } from "node:crypto";
import { stringify } from "yaml";
import { AIRFLOW_PATHS } from "../../vocabulary";
import type { PodTemplate } from "../spark/pod";

type Volume = types.input.core.v1.Volume;
type VolumeMount = types.input.core.v1.VolumeMount;

/** File contents by name. */
export type Files = Readonly<Record<string, string>>;

/** ConfigMaps of the files that Airflow reads. */
export const FILE_MAPS = { dags: "airflow-dags", jobs: "airflow-jobs" } as const;

/** The pod template files of jobs: `<job>.yaml`, complete Pod manifests. */
export function jobFiles(jobs: Readonly<Record<string, PodTemplate>>): Files {
  return Object.fromEntries(
    Object.entries(jobs).map(([job, template]) => [
      `${job}.yaml`,
      stringify({ apiVersion: "v1", kind: "Pod", ...template }, { aliasDuplicateObjects: false, lineWidth: 0 }),
    ]),
  );
}

/** Size of a ConfigMap with these files as the API server counts it, in bytes. */
export function dataBytes(files: Files): number {
  return Object.values(files).reduce((sum, content) => sum + Buffer.byteLength(content), 0);
}

/** Changes whenever a file does, in name or content, whatever their order. */
export function filesHash(...folders: readonly Files[]): string {
  const sorted = folders.map((files) => Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)));
  return createHash("sha256").update(JSON.stringify(sorted)).digest("hex").slice(0, 16);
}

/** Volumes of {@link fileMounts}. */
export const fileVolumes: Volume[] = [
  { name: "dags", configMap: { name: FILE_MAPS.dags } },
  { name: "jobs", configMap: { name: FILE_MAPS.jobs } },
];

/**
 * DAG files are mounted one by one: a whole ConfigMap is a folder of links into a hidden one, and Airflow's search for DAGs stumbles over them. Files
 * mounted so do not follow the ConfigMap, which is why new content rolls the pod. Nobody searches the folder of jobs, it is mounted as it is.
 */
export function fileMounts(dags: Files): VolumeMount[] {
  return [
    ...Object.keys(dags)
      .sort()
      .map((file) => ({ name: "dags", mountPath: `${AIRFLOW_PATHS.dags}/${file}`, subPath: file, readOnly: true })),
    { name: "jobs", mountPath: AIRFLOW_PATHS.jobs, readOnly: true },
  ];
}
