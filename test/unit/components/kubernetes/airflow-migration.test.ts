import test from "ava";
import { args, inputsOf } from "./airflow-example.js";

interface Job {
  metadata: { name: string; annotations: Record<string, string> };
  spec: {
    template: {
      spec: { containers: { env: { name: string; valueFrom?: unknown }[] }[] };
    };
  };
}

const name = async (changes: Parameters<typeof inputsOf>[1] = {}) =>
  (await inputsOf<Job>("Job", changes)).metadata.name;

test.serial("a new image or another database is a new Job, another number of tasks or password is not", async (t) => {
  const { database } = args;
  const before = await name();
  t.regex(before, /^airflow-migration-[0-9a-f]{8}$/);
  t.is(await name({ parallelism: 8, dags: {}, database: { ...database, password: "new", user: "other" } }), before);
  const others = [
    await name({ image: "registry.example/airflow:3.3.3-1" }),
    await name({ database: { ...database, host: "elsewhere" } }),
    await name({ database: { ...database, port: 5433 } }),
    await name({ database: { ...database, name: "other" } }),
    await name({ account: "other" }),
  ];
  t.is(new Set([before, ...others]).size, 6, "a Job cannot be changed, so what changes it must change its name");
});

test.serial("a failure is reported within minutes, and the next update tries again", async (t) => {
  const { metadata, spec } = await inputsOf<Job>("Job");
  t.deepEqual(metadata.annotations, { "pulumi.com/replaceUnready": "true" });
  const { template, ...rest } = spec;
  t.deepEqual<unknown, unknown>(rest, {
    backoffLimit: 3,
    activeDeadlineSeconds: 480,
    podFailurePolicy: {
      rules: [{ action: "Ignore", onPodConditions: [{ type: "DisruptionTarget", status: "True" }] }],
    },
    podReplacementPolicy: "Failed",
  });
  t.like(template, {
    metadata: {
      labels: { "app.kubernetes.io/name": "airflow", "app.kubernetes.io/component": "migration" },
      annotations: {
        "karpenter.sh/do-not-disrupt": "true",
        "cluster-autoscaler.kubernetes.io/safe-to-evict": "false",
      },
    },
    spec: {
      serviceAccountName: "airflow",
      automountServiceAccountToken: false,
      restartPolicy: "Never",
      containers: [{ name: "migrate", image: args.image, args: ["airflow", "db", "migrate"] }],
    },
  });
});

test.serial("the migration gets the connection and no other secret", async (t) => {
  const { spec } = await inputsOf<Job>("Job");
  const secrets = spec.template.spec.containers[0]?.env.filter(({ valueFrom }) => valueFrom !== undefined);
  t.deepEqual(secrets, [
    {
      name: "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN",
      valueFrom: { secretKeyRef: { name: "airflow", key: "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN" } },
    },
  ]);
});
