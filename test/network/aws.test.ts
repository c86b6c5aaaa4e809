/** The platform on EKS, with its database on RDS, logs in S3, DAGs in git and one job with data: what that opens beyond the form without AWS. */
import test from "ava";

import { podLabels } from "../../components/kubernetes/airflow-pod.js";
import { airflowAwsTraffic, airflowGitTraffic, jobAwsTraffic } from "../../components/kubernetes/cloud-traffic.js";
import { DatabaseSetup } from "../../components/kubernetes/database-setup.js";
import {
  airflowTraffic,
  databaseSetupTraffic,
  type NetworkPlaces,
  sparkTraffic,
} from "../../components/kubernetes/network-rules.js";
import { driverPod } from "../../components/spark/driver-pod.js";
import { executorPod } from "../../components/spark/executor-pod.js";
import { record } from "../unit/components/kubernetes/recorder.js";
import { data, flights } from "../unit/components/spark/sample-jobs.js";
import { addresses, everyConnection, namespaces, pods, written } from "./connections.js";
import { allowedConnections } from "./cyclonus.js";

const network: NetworkPlaces = {
  apiServer: [{ cidr: "10.0.48.0/20", port: 443 }],
  dnsCidrs: ["172.20.0.10/32"],
  airflowClients: [],
};
const aws = { s3Cidrs: ["52.219.170.0/23"], endpointCidrs: ["10.0.16.0/20"] };
const database = { kind: "addresses", cidrs: ["10.0.32.0/20"] } as const;

type Labels = Readonly<Record<string, string>>;

const team = { namespace: "spark-a" };
const driver = (name: string): Labels => driverPod({ ...flights, name, data }, team).metadata?.labels ?? {};
// Spark itself adds the role to what the template says, and the job as its conf says.
const executor = (name: string): Labels => ({
  ...executorPod(team).metadata.labels,
  "spark-role": "executor",
  "spark-platform/job": name,
});

async function setupLabels(): Promise<Labels> {
  const server = { host: "db", port: 5432, adminUser: "a", adminPassword: "b", sslMode: "require" } as const;
  const args = { namespace: "postgres", image: "postgres:1", server, databases: ["airflow"] };
  const registered = await record((opts) => {
    new DatabaseSetup("databases", args, opts);
  });
  const job = registered.find(({ type }) => type === "kubernetes:batch/v1:Job");
  return (job?.inputs as { spec: { template: { metadata: { labels: Labels } } } }).spec.template.metadata.labels;
}

const PODS: readonly (readonly [string, string, Labels])[] = [
  ["airflow", "airflow", podLabels("server")],
  ["migration", "airflow", podLabels("migration")],
  ["driver with data", "spark-a", driver("flights")],
  ["executor with data", "spark-a", executor("flights")],
  ["driver without", "spark-a", driver("orders")],
  ["executor without", "spark-a", executor("orders")],
  ["other pod in spark-a", "spark-a", {}],
  ["setup", "postgres", await setupLabels()],
  // The right labels in the wrong place.
  ["false driver", "airflow", driver("flights")],
  ["kube-dns", "kube-system", { "k8s-app": "kube-dns" }],
];

const OUTSIDE: readonly (readonly [string, string])[] = [
  ["API server", "10.0.48.7"],
  ["DNS", "172.20.0.10"],
  ["S3", "52.219.170.7"],
  ["endpoint", "10.0.16.7"],
  ["agent", "169.254.170.23"],
  ["metadata service of the node", "169.254.169.254"],
  ["database", "10.0.32.7"],
  ["git server", "198.51.100.7"],
  ["internet", "203.0.113.1"],
];

const CONNECTIONS = everyConnection(
  [...pods(PODS), ...addresses(OUTSIDE)],
  ["airflow", "spark-a", "postgres"],
  [53, 80, 443, 5432, 7078, 7079, 8080],
);

const AWS = ["S3:443/TCP", "endpoint:443/TCP", "agent:80/TCP"];
const DATABASE = "database:5432/TCP";
const API = "API server:443/TCP";

/** From → to. Besides these, every pod may ask DNS. Jobs of one team are not kept apart. */
const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  airflow: [API, DATABASE, ...AWS, "git server:443/TCP"],
  migration: [API, DATABASE],
  setup: [DATABASE],
  "driver with data": [API, DATABASE, ...AWS, "executor with data:7079/TCP", "executor without:7079/TCP"],
  "driver without": [API, DATABASE, "executor with data:7079/TCP", "executor without:7079/TCP"],
  "executor with data": [DATABASE, ...AWS, ...drivers(), "executor without:7079/TCP"],
  "executor without": [DATABASE, ...drivers(), "executor with data:7079/TCP"],
};

function drivers(): string[] {
  return ["driver with data", "driver without"].flatMap((name) => [`${name}:7078/TCP`, `${name}:7079/TCP`]);
}

function expectedConnections(): string[] {
  const listed = Object.entries(EXPECTED).flatMap(([from, targets]) => targets.map((to) => `${from} → ${to}`));
  const dns = PODS.filter(([, namespace]) => namespace !== "kube-system").flatMap(([from]) =>
    ["kube-dns", "DNS"].flatMap((to) => [`${from} → ${to}:53/TCP`, `${from} → ${to}:53/UDP`]),
  );
  return [...listed, ...dns].sort();
}

test("AWS is open to Airflow and to the jobs with data, the database to all who use it, and nothing else", async (t) => {
  const policies = await namespaces({
    airflow: [
      "airflow",
      {
        ...airflowTraffic(network, database),
        ...airflowAwsTraffic(aws),
        ...airflowGitTraffic(["198.51.100.0/24"]),
      },
    ],
    "spark-a": ["spark", { ...sparkTraffic(network, database), ...jobAwsTraffic(["flights"], aws) }],
    postgres: ["postgres", databaseSetupTraffic(network, database)],
  });
  t.deepEqual(written(await allowedConnections(policies, CONNECTIONS)), expectedConnections());
});
