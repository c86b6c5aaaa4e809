import test from "ava";
import fc from "fast-check";
import { sparkSubmit } from "../../../../components/spark/arguments.js";
import { driverPod } from "../../../../components/spark/driver-pod.js";
import { flights, goodJob, orders, team } from "./sample-jobs.js";

test("the driver pod of a job in client mode", (t) => {
  t.deepEqual(driverPod(flights, team), {
    metadata: {
      namespace: "spark-analytics",
      labels: {
        "app.kubernetes.io/name": "spark-driver",
        "app.kubernetes.io/part-of": "spark-platform",
        "spark-platform/job": "flights",
        "spark-platform/team": "analytics",
        "spark-role": "driver",
      },
      annotations: {
        "karpenter.sh/do-not-disrupt": "true",
        "cluster-autoscaler.kubernetes.io/safe-to-evict": "false",
        "spark-platform/retries": "1",
      },
    },
    spec: {
      serviceAccountName: "spark-driver",
      automountServiceAccountToken: true,
      enableServiceLinks: false,
      restartPolicy: "Never",
      activeDeadlineSeconds: 3600,
      terminationGracePeriodSeconds: 60,
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 185,
        runAsGroup: 185,
        fsGroup: 185,
        seccompProfile: { type: "RuntimeDefault" },
      },
      containers: [
        {
          name: "base",
          image: "localhost/spark-platform/spark:4f1c2a9b3d5e",
          imagePullPolicy: "IfNotPresent",
          args: sparkSubmit(flights, team),
          env: [
            { name: "POD_NAME", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
            { name: "POD_NAMESPACE", valueFrom: { fieldRef: { fieldPath: "metadata.namespace" } } },
            { name: "POD_IP", valueFrom: { fieldRef: { fieldPath: "status.podIP" } } },
            {
              name: "JOB_NAME",
              valueFrom: { fieldRef: { fieldPath: "metadata.labels['batch.kubernetes.io/job-name']" } },
            },
            { name: "JOB_SCHEDULE", value: "0 2 * * *" },
            { name: "JOB_TIME_ZONE", value: "Europe/Berlin" },
            { name: "WAREHOUSE_URL", valueFrom: { secretKeyRef: { name: "warehouse", key: "url" } } },
            { name: "WAREHOUSE_USER", valueFrom: { secretKeyRef: { name: "warehouse", key: "user" } } },
            { name: "WAREHOUSE_PASSWORD", valueFrom: { secretKeyRef: { name: "warehouse", key: "password" } } },
            { name: "GREETING", value: "$$HOME is expanded by nobody" },
            { name: "API_TOKEN", valueFrom: { secretKeyRef: { name: "flights-api", key: "token" } } },
          ],
          workingDir: "/var/data/spark",
          resources: {
            requests: { cpu: "250m", memory: "1433Mi" },
            limits: { cpu: "1", memory: "1433Mi" },
          },
          securityContext: {
            allowPrivilegeEscalation: false,
            capabilities: { drop: ["ALL"] },
            readOnlyRootFilesystem: true,
          },
          terminationMessagePolicy: "FallbackToLogsOnError",
          volumeMounts: [
            { name: "spark-local-dir-1", mountPath: "/var/data/spark" },
            { name: "tmp", mountPath: "/tmp" },
            { name: "executor-template", mountPath: "/opt/spark-platform", readOnly: true },
          ],
        },
      ],
      volumes: [
        { name: "spark-local-dir-1", emptyDir: { sizeLimit: "10Gi" } },
        { name: "tmp", emptyDir: { sizeLimit: "1Gi" } },
        { name: "executor-template", configMap: { name: "spark-executor-template" } },
      ],
    },
  });
});

test("the driver of a job in local mode has no rights, no token and no executor template", (t) => {
  const { spec } = driverPod(orders, team);
  t.is(spec?.serviceAccountName, "spark-executor");
  t.false(spec?.automountServiceAccountToken);
  t.deepEqual(
    spec?.volumes?.map(({ name }) => name),
    ["spark-local-dir-1", "tmp"],
  );
  t.deepEqual(
    spec?.containers[0]?.volumeMounts?.map(({ name }) => name),
    ["spark-local-dir-1", "tmp"],
  );
});

test("a driver requests all its cores unless told otherwise", (t) => {
  t.deepEqual(driverPod(orders, team).spec?.containers[0]?.resources, {
    requests: { cpu: "2", memory: "4505Mi" },
    limits: { cpu: "2", memory: "4505Mi" },
  });
});

test("a job without schedule and warehouse gets neither in its environment", (t) => {
  t.deepEqual(
    driverPod(orders, team).spec?.containers[0]?.env?.map(({ name }) => name),
    ["POD_NAME", "POD_NAMESPACE", "POD_IP", "JOB_NAME", "JOB_TIME_ZONE"],
  );
});

test("a driver pod is plain data, so that a file can hold it", (t) => {
  fc.assert(
    fc.property(goodJob, (job) => {
      const pod = driverPod(job, team);
      t.deepEqual(JSON.parse(JSON.stringify(pod)), pod);
    }),
  );
});

test("only a job that asks for the warehouse gets its credentials, and always by reference", (t) => {
  fc.assert(
    fc.property(goodJob, (job) => {
      const env = driverPod(job, team).spec?.containers[0]?.env ?? [];
      const credentials = env.filter(({ name }) => name.startsWith("WAREHOUSE_"));
      t.is(credentials.length, job.warehouse ? 3 : 0);
      t.true(credentials.every(({ value, valueFrom }) => value === undefined && valueFrom?.secretKeyRef !== undefined));
    }),
  );
});

test("a driver whose memory cannot be read is refused", (t) => {
  t.throws(() => driverPod({ ...orders, driver: { cores: 1, memory: "lots" } }, team), {
    message: "jobs.orders.driver.memory = lots: not a heap size",
  });
});
