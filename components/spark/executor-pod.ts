import { ACCOUNTS, LABELS, PROJECT } from "../../vocabulary";
import { placed } from "../placement";
import type { TeamPlacement } from "./conf";
import { containerSecurity, KEEP_RUNNING, podSecurity, SCRATCH, scratchMounts, scratchVolumes } from "./pod";

/**
 * Template of a team's executor pods, for `spark.kubernetes.executor.podTemplateFile`: what Spark's conf cannot say. Spark itself adds name, owner, image,
 * resources, environment, the account of the job, the label `spark-role` and the argument `executor`, and keeps the rest.
 */
export function executorPod(team: TeamPlacement) {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      namespace: team.namespace,
      labels: { [LABELS.name]: ACCOUNTS.sparkExecutor, [LABELS.partOf]: PROJECT },
      annotations: KEEP_RUNNING,
    },
    spec: {
      ...placed(team.nodes?.executors),
      serviceAccountName: ACCOUNTS.sparkExecutor,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      restartPolicy: "Never",
      securityContext: podSecurity,
      containers: [
        {
          name: "executor",
          workingDir: SCRATCH.localDir.mountPath,
          securityContext: containerSecurity,
          volumeMounts: scratchMounts,
        },
      ],
      volumes: scratchVolumes,
    },
  };
}
