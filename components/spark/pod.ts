import type { types } from "@pulumi/kubernetes";
import type { Unwrap } from "@pulumi/pulumi";

/** Pod template as plain data, without Outputs: it also becomes a file that Airflow mounts. */
export type PodTemplate = Unwrap<types.input.core.v1.PodTemplateSpec>;

/** User and group of Spark in the image, as in Apache's own images. */
const SPARK_ID = 185;

/**
 * Writable directories of a Spark process, whose root file system is read-only. The sizes bound what one pod can take from its node's disk; Kubernetes
 * evicts a pod that exceeds them. `localDir` holds shuffle files and spilled data and is the working directory, because Spark writes there too. Its
 * volume has the name that Spark's executors expect, else they mount a second one without a limit.
 */
export const SCRATCH = {
  localDir: { volume: "spark-local-dir-1", mountPath: "/var/data/spark", sizeLimit: "10Gi" },
  tmp: { volume: "tmp", mountPath: "/tmp", sizeLimit: "1Gi" },
} as const;

/** Volumes of {@link SCRATCH}. */
export const scratchVolumes = Object.values(SCRATCH).map(({ volume, sizeLimit }) => ({
  name: volume,
  emptyDir: { sizeLimit },
}));

/** Mounts of {@link SCRATCH}. */
export const scratchMounts = Object.values(SCRATCH).map(({ volume, mountPath }) => ({ name: volume, mountPath }));

/** Keeps Karpenter and the Cluster Autoscaler from moving a pod whose work would be lost; neither asks who owns it. */
export const KEEP_RUNNING = {
  "karpenter.sh/do-not-disrupt": "true",
  "cluster-autoscaler.kubernetes.io/safe-to-evict": "false",
} as const;

/** Pod security context that Pod Security `restricted` accepts. */
export const podSecurity = {
  runAsNonRoot: true,
  runAsUser: SPARK_ID,
  runAsGroup: SPARK_ID,
  fsGroup: SPARK_ID,
  seccompProfile: { type: "RuntimeDefault" },
};

/** Container security context that Pod Security `restricted` accepts, with a read-only root file system. */
export const containerSecurity = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ["ALL"] },
  readOnlyRootFilesystem: true,
};
