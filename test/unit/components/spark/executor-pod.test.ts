import test from "ava";
import { sparkConf } from "../../../../components/spark/conf.js";
import { executorPod } from "../../../../components/spark/executor-pod.js";
import { flights, team } from "./sample-jobs.js";

test("executors run restricted, without rights or token, and write to bounded directories only", (t) => {
  t.deepEqual(executorPod(team), {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      namespace: "spark-analytics",
      labels: { "app.kubernetes.io/name": "spark-executor", "app.kubernetes.io/part-of": "spark-platform" },
      annotations: {
        "karpenter.sh/do-not-disrupt": "true",
        "cluster-autoscaler.kubernetes.io/safe-to-evict": "false",
      },
    },
    spec: {
      serviceAccountName: "spark-executor",
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      restartPolicy: "Never",
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 185,
        runAsGroup: 185,
        fsGroup: 185,
        seccompProfile: { type: "RuntimeDefault" },
      },
      containers: [
        {
          name: "executor",
          workingDir: "/var/data/spark",
          securityContext: {
            allowPrivilegeEscalation: false,
            capabilities: { drop: ["ALL"] },
            readOnlyRootFilesystem: true,
          },
          volumeMounts: [
            { name: "spark-local-dir-1", mountPath: "/var/data/spark" },
            { name: "tmp", mountPath: "/tmp" },
          ],
        },
      ],
      volumes: [
        { name: "spark-local-dir-1", emptyDir: { sizeLimit: "10Gi" } },
        { name: "tmp", emptyDir: { sizeLimit: "1Gi" } },
      ],
    },
  });
});

test("Spark's local directory is the volume of the template, so that Spark adds no second one", (t) => {
  const mount = executorPod(team).spec.containers[0]?.volumeMounts[0];
  t.deepEqual(mount, { name: "spark-local-dir-1", mountPath: sparkConf(flights, team)["spark.local.dir"] });
});
