import test from "ava";

import { complains, complaint, smallest } from "../example-settings.js";

test(
  "a node port that nobody may reach",
  complains,
  (settings) => ({ ...settings, airflow: { ...settings.airflow, service: { kind: "nodePort", port: 30080 } } }),
  "network.airflowClients = []: must not be empty when airflow.service is a nodePort, which nobody could reach; list the address blocks of those who use it, or write kind: clusterIp",
);

test(
  "a namespace that belongs to Kubernetes",
  complains,
  (settings) => ({ ...settings, airflow: { ...settings.airflow, namespace: "kube-public" } }),
  'airflow.namespace = "kube-public": must not be default or begin with kube-, which belong to Kubernetes; choose a namespace of its own',
);

test(
  "two workloads in one namespace",
  complains,
  (settings) => ({ ...settings, airflow: { ...settings.airflow, namespace: "spark-sales" } }),
  'teams.sales.namespace = "spark-sales": must differ from airflow.namespace, since quota and network rules are made for one workload; choose a namespace of its own',
);

test(
  "a team that is no DNS label",
  complains,
  (settings) => ({ ...settings, jobs: {}, teams: { Sales: settings.teams.sales } }),
  'teams.Sales = "Sales": its name must be the key of a team, a DNS label: at most 63 of a-z, 0-9 and -, beginning and ending with a letter or digit; write for example analytics',
);

test(
  "a job of a team that does not exist, with a close one",
  complains,
  (settings) => ({ ...settings, jobs: { orders: { ...settings.jobs.orders, team: "sale" } } }),
  'jobs.orders.team = "sale": must be a key of teams; did you mean sales?',
);

test(
  "a job of a team that does not exist, with no close one",
  complains,
  (settings) => ({ ...settings, jobs: { orders: { ...settings.jobs.orders, team: "finance" } } }),
  'jobs.orders.team = "finance": must be a key of teams; add it there, or write one of sales',
);

test("a job that does not fit its team's quota: each resource says how much the job needs", (t) => {
  const settings = smallest();
  settings.teams.sales.quota = { cpu: "6500m", memory: "9Gi", pods: 6 };
  const need = "must hold one run of job orders, whose driver and 6 executors need";
  t.is(
    complaint(settings),
    [
      "3 settings are wrong under spark-platform: (stacks/README.md describes every key)",
      `  teams.sales.quota.cpu = "6500m": ${need} 7000m; write at least 7000m, or make the job smaller`,
      `  teams.sales.quota.memory = "9Gi": ${need} 10031Mi; write at least 10031Mi, or make the job smaller`,
      `  teams.sales.quota.pods = 6: ${need} 7; write at least 7, or make the job smaller`,
    ].join("\n"),
  );
});

test("a quota that holds a job exactly is enough", (t) => {
  const settings = smallest();
  settings.teams.sales.quota = { cpu: "7", memory: "10031Mi", pods: 7 };
  t.is(complaint(settings), undefined);
});

test("a job whose overrides leave the size of its executors to Spark is not held against the quota, any other is", (t) => {
  const settings = smallest();
  settings.teams.sales.quota = { cpu: "7", memory: "1Gi", pods: 7 };
  const overriding = (job: object, key: string) =>
    complaint({ ...settings, jobs: { orders: { ...settings.jobs.orders, ...job, overrides: { [key]: override } } } });
  const override = { value: "2g", reason: "measured" };
  const resizing = [
    "spark.dynamicAllocation.enabled",
    "spark.executor.memoryOverhead",
    "spark.executor.memoryOverheadFactor",
    "spark.executor.minMemoryOverhead",
    "spark.executor.pyspark.memory",
    "spark.kubernetes.executor.podTemplateFile",
    "spark.memory.offHeap.enabled",
    "spark.memory.offHeap.size",
  ];
  for (const key of resizing) t.is(overriding({}, key), undefined, key);
  t.regex(overriding({}, "spark.kubernetes.executor.podNamePrefix") ?? "", /must hold one run of job orders/);
  t.regex(
    overriding({ mode: { kind: "local" } }, "spark.memory.offHeap.size") ?? "",
    /must hold one run of job orders/,
  );
});

test("a quota of Airflow that does not hold a roll-out", (t) => {
  const settings = smallest();
  settings.airflow.quota = { cpu: "799m", memory: "4351Mi", pods: 1 };
  const need = "must hold Airflow's pod and the migration beside it, which need";
  t.is(
    complaint(settings),
    [
      "3 settings are wrong under spark-platform: (stacks/README.md describes every key)",
      `  airflow.quota.cpu = "799m": ${need} 800m; write at least 800m, or lower airflow.parallelism`,
      `  airflow.quota.memory = "4351Mi": ${need} 4352Mi; write at least 4352Mi, or lower airflow.parallelism`,
      `  airflow.quota.pods = 1: ${need} 2; write at least 2, or lower airflow.parallelism`,
    ].join("\n"),
  );
});

test("a secret among the settings is refused, and nothing below its key is shown", (t) => {
  const settings = smallest();
  const message = complaint({ ...settings, images: { ...settings.images, spark: "hunter2" } }, ["images"]) ?? "";
  t.is(
    message,
    [
      "2 settings are wrong under spark-platform: (stacks/README.md describes every key)",
      '  images = "(hidden)": must not hold a secret, since settings are readable in the cluster; remove the secret; passwords are generated, and a job reads its own from a Kubernetes Secret',
      '  images.spark = "(hidden)": must be a pinned image, with a tag other than latest or a sha256 digest; write for example your-registry/spark:1.4.2',
    ].join("\n"),
  );
});

test(
  "a password where none belongs is not shown",
  complains,
  (settings) => ({ ...settings, postgres: { ...settings.postgres, password: "hunter2" } }),
  'postgres.password = "(hidden)": is not a setting; remove it, or write one of kind, namespace, storage, protect, cpu, memory',
);
