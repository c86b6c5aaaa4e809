import test from "ava";

import { refusesOnEks } from "../example-settings.js";

const subnets = [
  { id: "subnet-a", zone: "eu-central-1a", cidr: "10.20.0.0/18" },
  { id: "subnet-b", zone: "eu-central-1b", cidr: "10.20.64.0/18" },
];

/** Every part of it is wrong in one way, among them each way of the list of what must never reach AWS. */
const wrong = {
  "cluster.version": "1.34",
  "cluster.endpoint": { kind: "public", cidrs: ["203.0.113.0/24"] },
  "cluster.access.platform.principal": "platform-engineer",
  "cluster.network": {
    kind: "existing",
    vpc: "vpc-0a1b",
    subnets: subnets.map((one) => ({ ...one, zone: "eu-central-1a" })),
  },
  "cluster.serviceCidr": "10.20.64.0/20",
  "cluster.compute.pools.platform.instanceTypes": ["t3.medium"],
  "cluster.compute.pools.drivers.capacity": "spot",
  "cluster.compute.pools.executors": {
    workload: "executors",
    instanceTypes: ["c7g.large"],
    maxNodes: 4,
    zone: "eu-central-1b",
  },
  "cluster.logDays": 0,
  "postgres.memory": "5 GB",
  "airflow.dags": { kind: "s3", bucket: "dags", prefix: "airflow" },
  "buckets.data": { kind: "existing", name: "Data" },
  "jobs.orders.mode": { kind: "client", executor: { memory: "4g" } },
  "jobs.orders.data": { write: [{ bucket: "date", prefix: "orders" }] },
  "jobs.flights": { team: "logistics", application: 7 },
};

const right = {
  "cluster.version": "1.35",
  "cluster.endpoint.reason": "no VPN yet",
  "cluster.access.platform.principal": "arn:aws:iam::111122223333:role/platform-engineer",
  "cluster.network.subnets": subnets,
  "cluster.serviceCidr": "10.21.64.0/20",
  "cluster.compute.pools.platform.instanceTypes": ["t3.large"],
  "cluster.compute.pools.drivers.capacity": "onDemand",
  "cluster.compute.pools.executors.instanceTypes": ["m7i.large"],
  "cluster.logDays": 1,
  "postgres.memory": "5Gi",
  "airflow.dags.bucket": "data",
  "buckets.data.name": "example-corp-data",
  "jobs.orders.mode.executor.instances": 1,
  "jobs.orders.data": { write: [{ bucket: "data", prefix: "orders" }] },
  "jobs.flights": { team: "sales", application: "/opt/jobs/flights.py", mode: { kind: "local" } },
};

test(
  "every part of the settings is wrong: all of it is told at once",
  refusesOnEks,
  wrong,
  [
    'airflow.dags.bucket = "dags": must be a key of buckets; add it there, or write one of data',
    "airflow.parallelism = 8: must let Airflow's pod, which asks for 600m CPU and 3840Mi, fit a node for platform: the largest has 1630m CPU and 2019Mi left for pods; make it smaller, or give a pool larger instance types",
    'buckets.data.name = "Data": must be the name of a bucket, 3 to 63 lower-case letters, digits and inner hyphens; write for example example-corp-spark-data',
    'cluster.access.platform.principal = "platform-engineer": must be the ARN of an IAM role or user; write for example arn:aws:iam::111122223333:role/platform-engineer',
    'cluster.compute.pools.drivers.capacity = "spot": must be onDemand for drivers: with a spot node that AWS takes back goes the whole run of a driver; remove it',
    'cluster.compute.pools.executors.instanceTypes[0] = "c7g.large": must have the architecture of t3.medium, which is amd64: images are built for one; choose types of one architecture for all pools',
    'cluster.compute.pools.executors.zone = "eu-central-1b": must be a zone of the network; write one of eu-central-1a',
    "cluster.endpoint.reason = (missing): is required: the reason for a public endpoint, at most 256 letters, digits, spaces and _ . : / = + - @; write for example no VPN in this account yet",
    "cluster.logDays = 0: must be a number of days that CloudWatch offers; write one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653, without quotes",
    "cluster.network.subnets = […]: must be in at least two availability zones: EKS runs its control plane in two; add a private subnet in another zone",
    'cluster.serviceCidr = "10.20.64.0/20": must not overlap 10.20.64.0/18 of the network: an address would be both a Service and a machine; write a private block that nothing else has, for example 172.20.0.0/16',
    'cluster.version = "1.34": must be a Kubernetes version in standard support of EKS, in quotes: 1.35, 1.36; write "1.35" or "1.36"',
    "jobs.flights.application = 7: must be the path of the application in the image; write for example /opt/jobs/pi.py",
    'jobs.flights.team = "logistics": must be a key of teams; add it there, or write one of sales',
    'jobs.orders.data.write[0].bucket = "date": must be a key of buckets; did you mean data?',
    "jobs.orders.mode.executor = {…}: must let an executor, which asks for 1000m CPU and 5734Mi, fit a node for executors: the largest has 1630m CPU and 2019Mi left for pods; make it smaller, or give a pool larger instance types",
    'postgres.memory = "5 GB": must be a number of bytes with the unit Mi, Gi or Ti; write for example 512Mi',
    'teams.sales.quota.memory = "16Gi": must hold one run of job orders, whose driver and 6 executors need 35837Mi; write at least 35837Mi, or make the job smaller',
  ],
  right,
);
