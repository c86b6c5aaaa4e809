import test from "ava";

import { parseSettings } from "../../../../infra/settings.js";
import { changedEks, complaint, refusesOnEks, smallest, smallestRds } from "../example-settings.js";

const data = { kind: "new", name: "example-corp-data" };
const part = (bucket: string, prefix = "orders") => ({ bucket, prefix });

test("every default of a database on RDS, of buckets, of DAGs in git and of a job's data is filled in", (t) => {
  const { postgres, buckets, airflow, jobs } = parseSettings(
    changedEks({
      postgres: smallestRds,
      buckets: { data, raw: { kind: "existing", name: "example-corp-raw" } },
      "airflow.dags": { kind: "git", repository: "https://git.example.com/dags.git", cidrs: ["203.0.113.0/24"] },
      "jobs.orders.data": { read: [part("raw")] },
    }),
  );
  t.deepEqual(postgres as unknown, { ...smallestRds, namespace: "postgres", version: "17", protect: true });
  t.deepEqual(buckets as unknown, {
    data: { ...data, protect: true },
    raw: { kind: "existing", name: "example-corp-raw" },
  });
  t.deepEqual(airflow.dags as unknown, {
    kind: "git",
    repository: "https://git.example.com/dags.git",
    ref: "main",
    path: ".",
    cidrs: ["203.0.113.0/24"],
  });
  t.deepEqual(jobs["orders"]?.data, { read: [part("raw")], write: [], glue: [] });
});

test("everything that needs AWS, on a cluster that is already there", (t) => {
  const wrong = {
    ...smallest(),
    cluster: { kind: "existing" }, // whose context is missing too: that hides nothing
    postgres: smallestRds,
    buckets: { data },
    airflow: { ...smallest().airflow, logs: { kind: "s3" }, dags: { kind: "s3", bucket: "data", prefix: "dags" } },
    jobs: { orders: { ...smallest().jobs.orders, data: { read: [part("data")] } } },
  };
  const why = "needs a cluster of kind eks: for a cluster of kind existing nothing is made or allowed on AWS";
  t.is(
    complaint(wrong),
    [
      "6 settings are wrong under spark-platform: (stacks/README.md describes every key)",
      `  airflow.dags.kind = "s3": ${why}; write kind: files or kind: git`,
      `  airflow.logs.kind = "s3": ${why}; write kind: pod`,
      `  buckets = […]: ${why}; remove it`,
      "  cluster.context = (missing): is required: the name of a context in the kubeconfig; write for example minikube",
      `  jobs.orders.data = {…}: ${why}; remove it`,
      `  postgres.kind = "rds": ${why}; write kind: pod`,
    ].join("\n"),
  );
});

test(
  "the key of a bucket that does not exist, with a close one",
  refusesOnEks,
  { buckets: { data }, "airflow.dags": { kind: "s3", bucket: "dats", prefix: "dags" } },
  ['airflow.dags.bucket = "dats": must be a key of buckets; did you mean data?'],
  {
    "airflow.dags.bucket": "data",
  },
);

test(
  "the key of a bucket that does not exist, with no close one",
  refusesOnEks,
  { buckets: { data }, "jobs.orders.data": { read: [part("data"), part("lake")], write: [part("sea")] } },
  [
    'jobs.orders.data.read[1].bucket = "lake": must be a key of buckets; add it there, or write one of data',
    'jobs.orders.data.write[0].bucket = "sea": must be a key of buckets; add it there, or write one of data',
  ],
  {
    "jobs.orders.data": { read: [part("data")], write: [part("data")] },
  },
);

test(
  "the key of a bucket where there is none",
  refusesOnEks,
  { "jobs.orders.data": { read: [part("data")] } },
  ['jobs.orders.data.read[0].bucket = "data": must be a key of buckets; add it there'],
  {
    buckets: { data },
  },
);

test(
  "a bucket whose key is the stack's own",
  refusesOnEks,
  { buckets: { logs: data } },
  [
    'buckets.logs = "logs": must not be the key of a bucket: it is that of the stack\'s own log bucket; choose another key',
  ],
  {
    buckets: { log: data },
  },
);

test(
  "one bucket under two keys",
  refusesOnEks,
  { buckets: { data, raw: { kind: "existing", name: data.name } } },
  ['buckets.raw.name = "example-corp-data": must differ from buckets.data.name; use one key for one bucket'],
  {
    "buckets.raw.name": "example-corp-raw",
  },
);

test(
  "a bucket with a dot in its name",
  refusesOnEks,
  { buckets: { data: { ...data, name: "data.example.com" } } },
  [
    'buckets.data.name = "data.example.com": must be the name of a bucket, 3 to 63 lower-case letters, digits and inner hyphens; write for example example-corp-spark-data',
  ],
  { "buckets.data.name": "data-example-com" },
);

test(
  "protection of a bucket that somebody else made",
  refusesOnEks,
  { buckets: { data: { kind: "existing", name: "raw-files", protect: true } } },
  ["buckets.data.protect = true: is not a setting; remove it, or write one of kind, name"],
  {
    "buckets.data.protect": undefined,
  },
);

test(
  "a prefix that begins with a slash",
  refusesOnEks,
  { buckets: { data }, "jobs.orders.data": { read: [part("data", "/orders")] } },
  [
    'jobs.orders.data.read[0].prefix = "/orders": must be a prefix of a bucket without / at its ends; write for example orders/2026',
  ],
  {
    "jobs.orders.data": { read: [part("data", "orders/2026")] },
  },
);

test(
  "data that names nothing",
  refusesOnEks,
  { "jobs.orders.data": {} },
  [
    "jobs.orders.data = {…}: must name something that the job reads or writes, since a role is made for it; add read, write or glue, or remove data",
  ],
  { "jobs.orders.data": undefined },
);

test(
  "a Glue database twice",
  refusesOnEks,
  { "cluster.network.endpoints": ["glue"], "jobs.orders.data": { glue: ["sales", "sales"] } },
  ['jobs.orders.data.glue[1] = "sales": must be listed once; remove one of the two'],
  { "jobs.orders.data.glue": ["sales"] },
);

test(
  "Glue without a way to it",
  refusesOnEks,
  { "jobs.orders.data": { glue: ["sales"] } },
  [
    "cluster.network.endpoints = []: must include glue: job orders reads the Glue Data Catalog, and pods may talk to nothing outside of the network but S3; add glue",
  ],
  {
    "cluster.network.endpoints": ["glue"],
  },
);

test(
  "a job with data whose pods cannot ask for credentials",
  refusesOnEks,
  { buckets: { data }, "cluster.workloadIdentity": "irsa", "jobs.orders.data": { read: [part("data")] } },
  [
    "cluster.network.endpoints = []: must include sts: with workloadIdentity: irsa pods get their credentials there, and pods may talk to nothing outside of the network but S3; add sts",
  ],
  {
    "cluster.network.endpoints": ["sts"],
  },
);

test(
  "an Airflow with logs in S3 that cannot ask for credentials",
  refusesOnEks,
  { "cluster.workloadIdentity": "irsa", "airflow.logs": { kind: "s3" } },
  [
    "cluster.network.endpoints = []: must include sts: with workloadIdentity: irsa pods get their credentials there, and pods may talk to nothing outside of the network but S3; add sts",
  ],
  {
    "cluster.workloadIdentity": "podIdentity",
  },
);

test(
  "an Airflow with DAGs in S3 that cannot ask for credentials",
  refusesOnEks,
  {
    buckets: { data },
    "cluster.workloadIdentity": "irsa",
    "airflow.dags": { kind: "s3", bucket: "data", prefix: "dags" },
  },
  [
    "cluster.network.endpoints = []: must include sts: with workloadIdentity: irsa pods get their credentials there, and pods may talk to nothing outside of the network but S3; add sts",
  ],
  {
    "cluster.network.endpoints": ["sts"],
  },
);

test("tokens of the cluster's own issuer need no endpoint where nothing has a role, nor in a network of somebody else's", (t) => {
  const irsa = { "cluster.workloadIdentity": "irsa" };
  const subnets = ["a", "b"].map((letter, index) => ({
    id: `subnet-${letter}`,
    zone: `eu-central-1${letter}`,
    cidr: `10.20.${index}.0/24`,
  }));
  const network = { "cluster.network": { kind: "existing", vpc: "vpc-0a1b", subnets } };
  t.is(complaint(changedEks(irsa)), undefined);
  t.is(complaint(changedEks({ ...irsa, ...network, "jobs.orders.data": { glue: ["sales"] } })), undefined);
});

test(
  "a bucket with a wrong name is there all the same for those who name its key",
  refusesOnEks,
  { "buckets.data": { ...data, name: "Data" }, "jobs.orders.data": { read: [part("data")] } },
  [
    'buckets.data.name = "Data": must be the name of a bucket, 3 to 63 lower-case letters, digits and inner hyphens; write for example example-corp-spark-data',
  ],
  { "buckets.data": data },
);
