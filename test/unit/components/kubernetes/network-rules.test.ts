import test from "ava";
import fc from "fast-check";

import {
  airflowTraffic,
  type DatabasePlace,
  databaseSetupTraffic,
  type NetworkPlaces,
  postgresTraffic,
  sparkTraffic,
} from "../../../../components/kubernetes/network-rules.js";

/** What the rules let through is judged by cyclonus in test/network; here is only what holds for every setting. */
const cidr = fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 })).map(([address, length]) => `${address}/${length}`);
const port = fc.integer({ min: 1, max: 65535 });
const network: fc.Arbitrary<NetworkPlaces> = fc.record({
  apiServer: fc.array(fc.record({ cidr, port }), { maxLength: 3 }),
  dnsCidrs: fc.array(cidr, { maxLength: 3 }),
  airflowClients: fc.array(cidr, { maxLength: 3 }),
});
const namespace = fc.stringMatching(/^[a-z]{1,8}$/);

const driver = { podSelector: { matchLabels: { "spark-role": "driver" } } };
const executor = { podSelector: { matchLabels: { "spark-role": "executor" } } };

const postgresIn = (name: string): DatabasePlace => ({ kind: "pods", namespace: name });

function inNamespace(name: string, matchLabels: Record<string, string>) {
  return { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": name } }, podSelector: { matchLabels } };
}

function tcp(...ports: number[]) {
  return ports.map((number) => ({ protocol: "TCP" as const, port: number }));
}

function everyPolicy(places: NetworkPlaces, airflow: string, spark: string[], postgres: string) {
  return [
    airflowTraffic(places, postgresIn(postgres)),
    sparkTraffic(places, postgresIn(postgres)),
    postgresTraffic({ airflow, spark }),
  ].flatMap((policies) => Object.values(policies));
}

test("no rule has an empty list of peers or ports, which Kubernetes would read as everyone", (t) => {
  fc.assert(
    fc.property(
      network,
      namespace,
      fc.array(namespace, { maxLength: 3 }),
      namespace,
      (places, airflow, spark, postgres) => {
        for (const { ingress = [], egress = [] } of everyPolicy(places, airflow, spark, postgres)) {
          for (const list of [...ingress.map(({ from }) => from), ...egress.map(({ to }) => to)])
            t.true(list.length > 0);
          for (const { ports } of [...ingress, ...egress]) t.true(ports.length > 0);
        }
      },
    ),
  );
});

test("every policy names the directions it has rules for, and only those", (t) => {
  fc.assert(
    fc.property(
      network,
      namespace,
      fc.array(namespace, { maxLength: 3 }),
      namespace,
      (places, airflow, spark, postgres) => {
        for (const { policyTypes, ingress, egress } of everyPolicy(places, airflow, spark, postgres)) {
          t.is(policyTypes.includes("Ingress"), ingress !== undefined);
          t.is(policyTypes.includes("Egress"), egress !== undefined);
        }
      },
    ),
  );
});

test("without clients nobody reaches Airflow's web UI", (t) => {
  const { airflow } = airflowTraffic({ apiServer: [], dnsCidrs: [], airflowClients: [] }, postgresIn("postgres"));
  t.deepEqual(airflow, {
    podSelector: { matchLabels: { "app.kubernetes.io/name": "airflow" } },
    policyTypes: ["Ingress", "Egress"],
    ingress: [],
    egress: [
      {
        to: [
          {
            namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "postgres" } },
            podSelector: { matchLabels: { "app.kubernetes.io/name": "postgres" } },
          },
        ],
        ports: [{ protocol: "TCP", port: 5432 }],
      },
    ],
  });
});

test("the rules of a Spark namespace open each address of the API server on its own port, and Spark's two ports", (t) => {
  const apiServer = [
    { cidr: "10.96.0.1/32", port: 443 },
    { cidr: "198.18.0.2/32", port: 6443 },
  ];
  const warehouse = {
    to: [inNamespace("databases", { "app.kubernetes.io/name": "postgres" })],
    ports: tcp(5432),
  };
  t.deepEqual(
    sparkTraffic({ apiServer, dnsCidrs: ["169.254.20.10/32"], airflowClients: [] }, postgresIn("databases")),
    {
      dns: {
        podSelector: {},
        policyTypes: ["Egress"],
        egress: [
          {
            to: [inNamespace("kube-system", { "k8s-app": "kube-dns" }), { ipBlock: { cidr: "169.254.20.10/32" } }],
            ports: [
              { protocol: "UDP", port: 53 },
              { protocol: "TCP", port: 53 },
            ],
          },
        ],
      },
      driver: {
        ...driver,
        policyTypes: ["Ingress", "Egress"],
        ingress: [{ from: [executor], ports: tcp(7078, 7079) }],
        egress: [
          { to: [executor], ports: tcp(7079) },
          { to: [{ ipBlock: { cidr: "10.96.0.1/32" } }], ports: tcp(443) },
          { to: [{ ipBlock: { cidr: "198.18.0.2/32" } }], ports: tcp(6443) },
          warehouse,
        ],
      },
      executor: {
        ...executor,
        policyTypes: ["Ingress", "Egress"],
        ingress: [{ from: [driver, executor], ports: tcp(7079) }],
        egress: [{ to: [driver], ports: tcp(7078, 7079) }, { to: [executor], ports: tcp(7079) }, warehouse],
      },
    },
  );
});

test("Postgres hears Airflow and the Spark pods of each namespace, and opens no connection itself", (t) => {
  t.deepEqual(postgresTraffic({ airflow: "flow", spark: ["a", "b"] }), {
    postgres: {
      podSelector: { matchLabels: { "app.kubernetes.io/name": "postgres" } },
      policyTypes: ["Ingress"],
      ingress: [
        {
          from: [
            inNamespace("flow", { "app.kubernetes.io/name": "airflow" }),
            inNamespace("a", driver.podSelector.matchLabels),
            inNamespace("a", executor.podSelector.matchLabels),
            inNamespace("b", driver.podSelector.matchLabels),
            inNamespace("b", executor.podSelector.matchLabels),
          ],
          ports: tcp(5432),
        },
      ],
    },
  });
});

test("a database outside the cluster is reached by its addresses, and by nobody if it has none", (t) => {
  const places = { apiServer: [], dnsCidrs: [], airflowClients: [] };
  const egress = (cidrs: string[]) => airflowTraffic(places, { kind: "addresses", cidrs })["airflow"]?.egress;
  t.deepEqual(egress(["10.0.1.0/24", "10.0.2.0/24"]), [
    { to: [{ ipBlock: { cidr: "10.0.1.0/24" } }, { ipBlock: { cidr: "10.0.2.0/24" } }], ports: tcp(5432) },
  ]);
  t.deepEqual(egress([]), []);
});

test("the setup of databases asks DNS and the server, and nobody connects to it", (t) => {
  const places = { apiServer: [], dnsCidrs: [], airflowClients: [] };
  const { dns, setup } = databaseSetupTraffic(places, { kind: "addresses", cidrs: ["10.0.1.0/24"] });
  t.deepEqual(dns, sparkTraffic(places, postgresIn("postgres"))["dns"]);
  t.deepEqual(setup, {
    podSelector: { matchLabels: { "app.kubernetes.io/name": "postgres" } },
    policyTypes: ["Egress"],
    egress: [{ to: [{ ipBlock: { cidr: "10.0.1.0/24" } }], ports: tcp(5432) }],
  });
});
