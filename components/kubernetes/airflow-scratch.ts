import type { types } from "@pulumi/kubernetes";
import { AIRFLOW_HOME, PASSWORDS } from "./airflow-environment";

type Volume = types.input.core.v1.Volume;
type VolumeMount = types.input.core.v1.VolumeMount;

/** Where the init container finds the password file of the Secret. */
export const PASSWORDS_MOUNT = "/run/airflow-passwords";

/**
 * Writable directories of Airflow's containers, whose root file system is read-only. They live as long as the pod: the home directory holds the task
 * logs, and those of earlier runs are gone with it. The sizes bound what the pod can take from its node's disk.
 */
export const scratchVolumes: Volume[] = [
  { name: "home", emptyDir: { sizeLimit: "2Gi" } },
  { name: "tmp", emptyDir: { sizeLimit: "512Mi" } },
];

/** Mounts of {@link scratchVolumes}. */
export const scratchMounts: VolumeMount[] = [
  { name: "home", mountPath: AIRFLOW_HOME },
  { name: "tmp", mountPath: "/tmp" },
];

/** The one file of the Secret that is mounted; Airflow's group may read it. */
export function passwordsVolume(secretName: string): Volume {
  const items = [{ key: PASSWORDS.key, path: PASSWORDS.key }];
  return { name: "passwords", secret: { secretName, defaultMode: 0o440, items } };
}

/** Mount of {@link passwordsVolume}. */
export const passwordsMount: VolumeMount = { name: "passwords", mountPath: PASSWORDS_MOUNT, readOnly: true };
