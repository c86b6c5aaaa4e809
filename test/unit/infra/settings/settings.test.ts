import test from "ava";

import { parseSettings } from "../../../../infra/settings.js";
import { changedEks, complains, complaint, type Raw, smallest } from "../example-settings.js";

test("every default is filled in", (t) => {
  t.deepEqual(parseSettings(smallest()), {
    cluster: { kind: "existing", context: "kind" },
    network: {
      apiServer: [{ cidr: "10.96.0.1/32", port: 443 }],
      dnsCidrs: [],
      airflowClients: [],
    },
    images: { airflow: "example/airflow:1", spark: "example/spark:1", postgres: "example/postgres:1" },
    postgres: {
      kind: "pod",
      namespace: "postgres",
      storage: { kind: "class", className: "standard", size: "5Gi" },
      protect: true,
      cpu: "500m",
      memory: "512Mi",
    },
    buckets: {},
    airflow: {
      namespace: "airflow",
      parallelism: 8,
      service: { kind: "clusterIp" },
      logs: { kind: "pod" },
      dags: { kind: "files" },
      quota: { cpu: "6", memory: "12Gi", pods: 4 },
    },
    teams: { sales: { namespace: "spark-sales", quota: { cpu: "8", memory: "16Gi", pods: 20 } } },
    jobs: {
      orders: {
        team: "sales",
        application: "/opt/jobs/orders.py",
        arguments: [],
        mode: { kind: "client", executor: { cores: 1, memory: "1g", instances: 6 } },
        driver: { cores: 1, memory: "1g" },
        conf: {},
        overrides: {},
        environment: {},
        secrets: {},
        warehouse: false,
        timeZone: "UTC",
        deadlines: { startSeconds: 300, runSeconds: 3600 },
        retries: 1,
      },
    },
  });
});

test("no settings at all: every required section is asked for", (t) => {
  t.is(
    complaint({}),
    [
      "4 settings are wrong under spark-platform: (stacks/README.md describes every key)",
      "  airflow = (missing): is required: a group of keys; write any of namespace, parallelism, service, logs, dags, quota below it",
      "  cluster = (missing): is required: a group of keys with a kind; write kind: existing or kind: eks below it",
      "  images = (missing): is required: a group of keys; write any of airflow, spark, postgres below it",
      "  postgres = (missing): is required: a group of keys with a kind; write kind: pod or kind: rds below it",
    ].join("\n"),
  );
});

test(
  "a key is missing",
  complains,
  ({ images, ...rest }) => ({ ...rest, images: { airflow: images.airflow, spark: images.spark } }),
  "images.postgres = (missing): is required: a pinned image, with a tag other than latest or a sha256 digest; write for example your-registry/spark:1.4.2",
);

test(
  "the address of the API server is not guessed",
  complains,
  (settings) => ({ ...settings, network: {} }),
  "network.apiServer = []: must not be empty for a cluster of kind existing: drivers and Airflow could not reach the Kubernetes API; list the address of its Service and the one behind it: kubectl -n default get service,endpointslice kubernetes",
);

test(
  "the protection of the data in quotes",
  complains,
  (settings) => ({ ...settings, postgres: { ...settings.postgres, protect: "false" } }),
  'postgres.protect = "false": must be true or false (whether Pulumi refuses to delete the data); write it without quotes',
);

test(
  "an unknown key at the top, close to a known one",
  complains,
  (settings) => ({ ...settings, neetwork: { dnsCidrs: [] } }),
  "neetwork = {…}: is not a setting; did you mean network?",
);

test(
  "an unknown key at the top, close to none",
  complains,
  (settings) => ({ ...settings, helm: true }),
  "helm = true: is not a setting; remove it, or write one of cluster, network, images, postgres, buckets, airflow, teams, jobs",
);

test(
  "an unknown key deep below, close to a known one",
  complains,
  (settings) => ({
    ...settings,
    jobs: { orders: { ...settings.jobs.orders, deadlines: { startSecond: 60 } } },
  }),
  "jobs.orders.deadlines.startSecond = 60: is not a setting; did you mean startSeconds?",
);

test(
  "a setting of the wrong kind of its group",
  complains,
  ({ postgres, ...rest }) => ({
    ...rest,
    postgres: { kind: "pod", storage: { ...postgres.storage, path: "/data" } },
  }),
  'postgres.storage.path = "/data": is not a setting; remove it, or write one of kind, className, size',
);

test(
  "a kind that does not exist",
  complains,
  (settings) => ({ ...settings, cluster: { kind: "gke", context: "x" } }),
  'cluster.kind = "gke": must be a group of keys with a kind; write kind: existing or kind: eks below it',
);

test(
  "text in place of a group",
  complains,
  (settings) => ({ ...settings, network: "open" }),
  'network = "open": must be a group of keys; write any of apiServer, dnsCidrs, airflowClients below it',
);

test(
  "a group in place of a list",
  complains,
  (settings) => ({ ...settings, network: { ...settings.network, dnsCidrs: { first: "10.0.0.0/8" } } }),
  "network.dnsCidrs = {…}: must be a list of address blocks; write each on a line of its own that begins with -",
);

test(
  "a number in quotes",
  complains,
  (settings) => ({ ...settings, airflow: { ...settings.airflow, parallelism: "8" } }),
  'airflow.parallelism = "8": must be the number of tasks at the same time, a whole number from 1 to 64; write it without quotes',
);

test(
  "a number that breaks its rule twice is told once",
  complains,
  (settings) => ({ ...settings, jobs: { orders: { ...settings.jobs.orders, retries: -1.5 } } }),
  "jobs.orders.retries = -1.5: must be the number of retries, a whole number of at least 0; write it without quotes",
);

test(
  "a CPU quantity without quotes",
  complains,
  (settings) => ({ ...settings, postgres: { ...settings.postgres, cpu: 1 } }),
  'postgres.cpu = 1: must be an amount of CPU in cores or thousandths of one (m), in quotes; write for example "500m"',
);

test(
  "memory in a unit that Kubernetes reads as something else",
  complains,
  (settings) => ({ ...settings, postgres: { ...settings.postgres, memory: "512m" } }),
  'postgres.memory = "512m": must be a number of bytes with the unit Mi, Gi or Ti; write for example 512Mi',
);

test(
  "an image that is not pinned",
  complains,
  (settings) => ({ ...settings, images: { ...settings.images, spark: "example:5000/spark" } }),
  'images.spark = "example:5000/spark": must be a pinned image, with a tag other than latest or a sha256 digest; write for example your-registry/spark:1.4.2',
);

test(
  "an address block with too long a prefix",
  complains,
  (settings) => ({ ...settings, network: { ...settings.network, dnsCidrs: ["10.0.0.0/8", "10.0.0.0/33"] } }),
  'network.dnsCidrs[1] = "10.0.0.0/33": must be a block of addresses in CIDR notation; write for example 10.0.0.0/16',
);

test(
  "a node port outside Kubernetes' range",
  complains,
  (settings) => ({
    ...settings,
    network: { ...settings.network, airflowClients: ["10.0.0.0/8"] },
    airflow: { ...settings.airflow, service: { kind: "nodePort", port: 8080 } },
  }),
  "airflow.service.port = 8080: must be a port of the node, a whole number from 30000 to 32767; write it without quotes",
);

test("unknown keys, wrong types, missing keys and contradictions are told all at once", (t) => {
  const settings = smallest();
  const wrong = {
    ...settings,
    cluster: undefined,
    airflow: { ...settings.airflow, namespace: "spark-sales", paralellism: 4 },
    postgres: { ...settings.postgres, cpu: 1 },
    jobs: { orders: { team: "sale", application: true } },
  };
  t.is(
    complaint(wrong),
    [
      "6 settings are wrong under spark-platform: (stacks/README.md describes every key)",
      "  airflow.paralellism = 4: is not a setting; did you mean parallelism?",
      "  cluster = (missing): is required: a group of keys with a kind; write kind: existing or kind: eks below it",
      "  jobs.orders.application = true: must be the path of the application in the image; write for example /opt/jobs/pi.py",
      '  jobs.orders.team = "sale": must be a key of teams; did you mean sales?',
      '  postgres.cpu = 1: must be an amount of CPU in cores or thousandths of one (m), in quotes; write for example "500m"',
      '  teams.sales.namespace = "spark-sales": must differ from airflow.namespace, since quota and network rules are made for one workload; choose a namespace of its own',
    ].join("\n"),
  );
});

test("names that every object inherits something for are names like others", (t) => {
  const { team, ...nameless } = smallest().jobs.orders;
  const strangers = { constructor: nameless, orders: { ...nameless, team: "constructor" } };
  const message = complaint({ ...smallest(), jobs: strangers }) ?? "";
  t.true(message.includes("jobs.constructor.team = (missing): is required"), message);
  t.true(message.includes('jobs.orders.team = "constructor": must be a key of teams'), message);
  const proto = JSON.parse(`{ "__proto__": { "team": "${team}" } }`) as Raw;
  t.true(complaint(changedEks({ jobs: proto }))?.includes("jobs.__proto__"));
});
