/** Every connection between any two of these ends, on every port that means something here, is asked of cyclonus: what is not listed is refused. */
import test from "ava";

import { podLabels } from "../../components/kubernetes/airflow-pod.js";
import {
  airflowTraffic,
  type NetworkPlaces,
  postgresTraffic,
  sparkTraffic,
} from "../../components/kubernetes/network-rules.js";
import { Postgres } from "../../components/kubernetes/postgres.js";
import { driverPod } from "../../components/spark/driver-pod.js";
import { executorPod } from "../../components/spark/executor-pod.js";
import { record } from "../unit/components/kubernetes/recorder.js";
import { flights } from "../unit/components/spark/sample-jobs.js";
import { allowedConnections } from "./cyclonus.js";
import { addresses, everyConnection, namespaces, pods, written } from "./connections.js";

const network: NetworkPlaces = {
  apiServer: [
    { cidr: "10.96.0.1/32", port: 443 },
    { cidr: "198.18.0.2/32", port: 6443 },
  ],
  dnsCidrs: ["169.254.20.10/32"],
  airflowClients: ["192.0.2.0/24"],
};

type Labels = Readonly<Record<string, string>>;

const other = { "app.kubernetes.io/name": "other" };
const airflow = podLabels("server");
const driver = driverPod(flights, { namespace: "spark-a" }).metadata?.labels ?? {};
// Spark itself adds the role to what the template says.
const executor = { ...executorPod({ namespace: "spark-a" }).metadata.labels, "spark-role": "executor" };
const postgres = await postgresLabels();

const PODS: readonly (readonly [string, string, Labels])[] = [
  ["airflow", "airflow", airflow],
  ["migration", "airflow", podLabels("migration")],
  ["other pod in airflow", "airflow", other],
  ["driver", "spark-a", driver],
  ["executor", "spark-a", executor],
  ["second executor", "spark-a", executor],
  ["other pod in spark-a", "spark-a", {}],
  ["driver of b", "spark-b", driver],
  ["executor of b", "spark-b", executor],
  ["postgres", "postgres", postgres],
  ["other pod in postgres", "postgres", other],
  // The right labels in the wrong place.
  ["false airflow", "default", airflow],
  ["false driver", "default", driver],
  ["false executor in airflow", "airflow", executor],
  ["false airflow in spark-a", "spark-a", airflow],
  ["false postgres", "default", postgres],
  ["kube-dns", "kube-system", { "k8s-app": "kube-dns" }],
  ["other pod in kube-system", "kube-system", { "k8s-app": "metrics-server" }],
];

const OUTSIDE: readonly (readonly [string, string])[] = [
  ["API service", "10.96.0.1"],
  ["API server", "198.18.0.2"],
  ["neighbour of the API server", "198.18.0.3"],
  ["DNS on the node", "169.254.20.10"],
  ["client", "192.0.2.7"],
  ["internet", "203.0.113.1"],
];

const ENDS = [...pods(PODS), ...addresses(OUTSIDE)];

/** Those that are opened somewhere, and neighbours that never are: Spark's UI, Airflow's scheduler health, HTTP, SSH. */
const TCP_PORTS = [53, 443, 5432, 6443, 7078, 7079, 8080, 22, 80, 4040, 8974];

const GUARDED = ["airflow", "spark-a", "spark-b", "postgres"];

async function postgresLabels(): Promise<Labels> {
  const registered = await record((opts) => {
    const storage = { kind: "class", className: "standard", size: "1Gi" } as const;
    const size = { cpu: "1", memory: "1Gi", protect: false };
    new Postgres("db", { namespace: "postgres", image: "postgres:1", storage, databases: ["airflow"], ...size }, opts);
  });
  const [server] = registered.filter(({ type }) => type === "kubernetes:apps/v1:StatefulSet");
  return (server?.inputs as { spec: { template: { metadata: { labels: Labels } } } }).spec.template.metadata.labels;
}

const CONNECTIONS = everyConnection(ENDS, GUARDED, TCP_PORTS);

function platformPolicies(): Promise<object[]> {
  const database = { kind: "pods", namespace: "postgres" } as const;
  const spark = sparkTraffic(network, database);
  return namespaces({
    "spark-a": ["spark", spark],
    "spark-b": ["spark", spark],
    airflow: ["airflow", airflowTraffic(network, database)],
    postgres: ["postgres", postgresTraffic({ airflow: "airflow", spark: ["spark-a", "spark-b"] })],
  });
}

const API = ["API service:443/TCP", "API server:6443/TCP"];

/** From → to. Besides these, every pod may ask DNS, except where Postgres lives. */
const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  airflow: [...API, "postgres:5432/TCP"],
  migration: [...API, "postgres:5432/TCP"],
  driver: [...API, "postgres:5432/TCP", "executor:7079/TCP", "second executor:7079/TCP"],
  executor: ["postgres:5432/TCP", "driver:7078/TCP", "driver:7079/TCP", "second executor:7079/TCP"],
  "second executor": ["postgres:5432/TCP", "driver:7078/TCP", "driver:7079/TCP", "executor:7079/TCP"],
  "driver of b": [...API, "postgres:5432/TCP", "executor of b:7079/TCP"],
  "executor of b": ["postgres:5432/TCP", "driver of b:7078/TCP", "driver of b:7079/TCP"],
  client: ["airflow:8080/TCP", "migration:8080/TCP"],
};

function expectedConnections(): string[] {
  const listed = Object.entries(EXPECTED).flatMap(([from, targets]) => targets.map((to) => `${from} → ${to}`));
  const asking = PODS.filter(([, namespace]) => GUARDED.includes(namespace) && namespace !== "postgres");
  const dns = asking.flatMap(([from]) =>
    ["kube-dns", "DNS on the node"].flatMap((to) => [`${from} → ${to}:53/TCP`, `${from} → ${to}:53/UDP`]),
  );
  return [...listed, ...dns].sort();
}

test("the network policies let through what the platform needs, and no other connection", async (t) => {
  const allowed = await allowedConnections(await platformPolicies(), CONNECTIONS);
  t.true(CONNECTIONS.length > 4000);
  t.deepEqual(written(allowed), expectedConnections());
});

test("without policies every connection gets through, so that a refusal above is the policies' doing", async (t) => {
  t.is((await allowedConnections([], CONNECTIONS)).length, CONNECTIONS.length);
});
