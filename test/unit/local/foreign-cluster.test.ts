import test from "ava";

import { foreignSettings, requireImages } from "../../../local/foreign-cluster.js";

const KUBE = { kubeconfig: "/home/me/.kube/config", context: "kind-mine" };

const WRITTEN = {
  network: { airflowClients: [] },
  postgres: { storage: { kind: "local", path: "/data", size: "5Gi" }, cpu: "500m" },
  teams: { analytics: { namespace: "spark-analytics" } },
};

/** A cluster that answers `get KIND` with these items. */
function cluster({ namespaces = [], storageclasses = [] }: { namespaces?: object[]; storageclasses?: object[] }) {
  const answers: Record<string, unknown> = {
    namespaces: { items: namespaces },
    storageclasses: { items: storageclasses },
    service: { spec: { clusterIP: "10.96.0.1", ports: [{ port: 443 }] } },
    endpointslices: {
      items: [
        { endpoints: [{ addresses: ["172.18.0.2"] }, { addresses: ["172.18.0.3"] }], ports: [{ port: 6443 }] },
        { endpoints: null, ports: [{ port: 6443 }] },
      ],
    },
  };
  return { json: <T>([, kind = ""]: readonly string[]) => Promise.resolve(answers[kind] as T) };
}

const namespace = (name: string, labels: Record<string, string> = {}): object => ({ metadata: { name, labels } });

const standardClass = {
  metadata: { name: "standard", annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
};

test("the API server's addresses come from the cluster: its Service and what is behind it", async (t) => {
  const { network } = await foreignSettings(cluster({}), KUBE, WRITTEN);
  t.deepEqual(network, {
    airflowClients: [],
    apiServer: [
      { cidr: "10.96.0.1/32", port: 443 },
      { cidr: "172.18.0.2/32", port: 6443 },
      { cidr: "172.18.0.3/32", port: 6443 },
    ],
  });
});

test("Postgres takes the cluster's default StorageClass in place of a directory on the node", async (t) => {
  const { postgres } = await foreignSettings(cluster({ storageclasses: [standardClass] }), KUBE, WRITTEN);
  t.deepEqual(postgres, { storage: { kind: "class", className: "standard", size: "5Gi" }, cpu: "500m" });
});

test("a StorageClass that the settings name stays, and so does a directory where there is no default class", async (t) => {
  const named = { ...WRITTEN, postgres: { storage: { kind: "class", className: "fast", size: "5Gi" } } };
  t.false("postgres" in (await foreignSettings(cluster({ storageclasses: [standardClass] }), KUBE, named)));
  t.false("postgres" in (await foreignSettings(cluster({}), KUBE, WRITTEN)));
});

test("namespaces of somebody else are not taken over, the platform's own are used again", async (t) => {
  const own = namespace("postgres", { "app.kubernetes.io/part-of": "spark-platform" });
  const namespaces = [namespace("airflow"), own, namespace("spark-analytics")];
  const { message } = await t.throwsAsync(foreignSettings(cluster({ namespaces }), KUBE, WRITTEN));
  t.is(
    message,
    [
      "These namespaces are there already and are not the platform's:",
      "  airflow.namespace = airflow: choose another name in the settings",
      "  teams.analytics.namespace = spark-analytics: choose another name in the settings",
    ].join("\n"),
  );
  await t.notThrowsAsync(foreignSettings(cluster({ namespaces: [own] }), KUBE, WRITTEN));
});

test("images that only the built-in cluster has are refused before anything is started", (t) => {
  const built = { images: { spark: "localhost/spark-platform/spark:built-here" } };
  t.throws(() => requireImages(built), { message: /^The settings name no images that this cluster could have\./ });
  t.notThrows(() => requireImages({ images: { spark: "registry.example/spark@sha256:0123" } }));
});
