/** Namespaces that are named inside of specs, charts and conf. */
import type { Value } from "../../../../policies/model/values.js";
import { resource } from "../../objects.js";
import { type Fields, clusterObject, deployment, furnishedNamespace, inTeam, object } from "../builders.js";
import { READ, component, release } from "../opaque-objects.js";
import { PASSES, type Row, refused, told } from "../row.js";
import { sparkApplication, sparkJob } from "../spark-objects.js";
import type { State } from "../states.js";
import { AWS } from "../storage.js";

const RBAC = "rbac.authorization.k8s.io/v1";
const account = (more: Fields) => ({ kind: "ServiceAccount", name: "spark-driver", ...more });

const binding = (kind: "ClusterRoleBinding" | "RoleBinding", subject: Fields) => {
  const rest = {
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "view" },
    subjects: [subject as Record<string, Value>],
  };
  const build = kind === "RoleBinding" ? object : clusterObject;
  return { resources: inTeam(...furnishedNamespace("lab"), build(RBAC, kind, "readers", rest)) };
};
const bound = binding("RoleBinding", account({ namespace: "team" }));

const settingsIn = (namespace: string) =>
  object("v1", "ConfigMap", "settings", { metadata: { name: "settings", namespace }, data: {} });

/** A chart, of which nothing is known before the cluster is. */
const chart = (inputs: Fields) => (state: State) => ({
  resources: inTeam(component("helm.sh/v4:Chart", "airflow", state === "P1" ? {} : { chart: "airflow", ...inputs })),
});
const read = (program: ReturnType<typeof chart>) => (state: State) => ({ ...program(state), parameters: READ });

const file = component("yaml:ConfigFile", "airflow", { file: "airflow.yaml" });
const fromFile = (metadata: Value) => ({
  resources: inTeam(file, clusterObject("v1", "ConfigMap", "settings", { metadata, data: {} })),
  parameters: READ,
});
const systemChild = {
  resources: [
    component("helm.sh/v4:Chart", "airflow", { chart: "airflow", namespace: "kube-system" }),
    settingsIn("kube-system"),
  ],
  parameters: { allowedCharts: ["airflow"] },
};

const sparkIn = (namespace: string | undefined) => ({
  resources: inTeam(sparkJob({ "spark.kubernetes.namespace": namespace })),
});

const EXECUTOR = "AIRFLOW__KUBERNETES_EXECUTOR__NAMESPACE";
const airflow = (...env: readonly Fields[]) => ({
  resources: inTeam(
    deployment(
      "airflow",
      [],
      {},
      {
        container: {
          env: [{ name: "AIRFLOW__CORE__EXECUTOR", value: "KubernetesExecutor" }, ...(env as Record<string, Value>[])],
        },
      },
    ),
  ),
});
const airflowIn = (namespace: string) => airflow({ name: EXECUTOR, value: namespace });

const identity = (namespace: string, serviceAccount: string) => ({
  resources: inTeam(
    resource(
      "aws:eks/podIdentityAssociation:PodIdentityAssociation",
      { clusterName: "cluster", roleArn: "arn:aws:iam::111122223333:role/spark", namespace, serviceAccount },
      { name: "identity", provider: AWS },
    ),
  ),
});

export const NAMESPACE_REFERENCES: readonly Row[] = [
  {
    id: "N23",
    arrangement: "an object out of a YAML file without a namespace",
    program: fromFile({ name: "settings" }),
    expected: refused("settings"),
    rule: "k8s-explicit-namespace",
    neighbour: fromFile({ name: "settings", namespace: "team" }),
  },
  {
    id: "N23",
    arrangement: "a YAML file that shows no objects before the cluster is known",
    program: { resources: inTeam(component("yaml/v2:ConfigFile", "airflow", { file: "airflow.yaml" })) },
    expected: refused("airflow"),
    rule: "opaque-manifest-storage",
    neighbour: fromFile({ name: "settings", namespace: "team" }),
  },
  {
    id: "N24",
    arrangement: "a Release without a namespace",
    program: { resources: inTeam(release({}, { namespace: undefined })), parameters: READ },
    expected: refused("airflow"),
    rule: "helm-namespace",
    neighbour: { resources: inTeam(release()), parameters: READ },
  },
  {
    id: "N25",
    arrangement: "a Release that makes its namespace, and an object in it",
    program: {
      resources: [release({}, { namespace: "charts", createNamespace: true }), settingsIn("charts")],
      parameters: READ,
    },
    expected: PASSES,
  },
  {
    id: "N26",
    arrangement: "a Chart without a namespace, whose inputs nobody sees before the cluster is known",
    program: chart({}),
    expected: refused("airflow"),
    neighbour: read(chart({ namespace: "team" })),
  },
  {
    id: "N27",
    arrangement: "an object out of a chart in a namespace of Kubernetes",
    program: { ...systemChild, resources: systemChild.resources.slice(1) },
    expected: refused("settings"),
    rule: "k8s-no-system-namespace",
    neighbour: {
      resources: systemChild.resources.slice(1),
      parameters: { systemNamespaceObjects: ["ConfigMap kube-system/settings"] },
    },
  },
  {
    id: "N31",
    arrangement: "a service account without a namespace in a RoleBinding",
    program: binding("RoleBinding", account({})),
    expected: refused("readers"),
    rule: "rbac-subject-namespace",
    neighbour: bound,
  },
  ...["User", "Group"].map((kind) => ({
    id: "N32",
    arrangement: `a ${kind} in a RoleBinding`,
    program: binding("RoleBinding", { apiGroup: "rbac.authorization.k8s.io", kind, name: "analysts" }),
    expected: PASSES,
  })),
  {
    id: "N33",
    arrangement: "a service account in a namespace that nobody declares in a ClusterRoleBinding",
    program: binding("ClusterRoleBinding", account({ namespace: "taem" })),
    expected: refused("readers"),
    neighbour: binding("ClusterRoleBinding", account({ namespace: "team" })),
  },
  {
    id: "N34",
    arrangement: "a service account of another declared namespace in a RoleBinding",
    program: binding("RoleBinding", account({ namespace: "lab" })),
    expected: told("readers"),
  },
  {
    id: "N39",
    arrangement: "spark-submit on Kubernetes that names no namespace",
    program: sparkIn(undefined),
    expected: refused("pi"),
    rule: "spark-namespace",
    neighbour: sparkIn("team"),
  },
  {
    id: "N40",
    arrangement: "spark-submit on Kubernetes in the namespace default",
    program: sparkIn("default"),
    expected: refused("pi"),
    rule: "spark-namespace",
    neighbour: sparkIn("team"),
  },
  {
    id: "N42",
    arrangement: "Airflow that names no namespace for the pods of its executor",
    program: airflow(),
    expected: refused("airflow"),
    rule: "airflow-pod-namespace",
    neighbour: airflowIn("team"),
  },
  {
    id: "N43",
    arrangement: "Airflow that takes its own namespace for the pods of its executor",
    program: airflow({ name: EXECUTOR, valueFrom: { fieldRef: { fieldPath: "metadata.namespace" } } }),
    expected: PASSES,
  },
  {
    id: "N44",
    arrangement: "a SparkApplication without a namespace",
    program: { resources: inTeam(sparkApplication({}, {}, {}, { metadata: { name: "app" } })) },
    expected: refused("app"),
    rule: "k8s-explicit-namespace",
    neighbour: { resources: inTeam(sparkApplication({}, {})) },
  },
  ...(
    [
      ["namespace", "taem", "spark-driver"],
      ["account", "team", "spark-drivre"],
    ] as const
  ).map(([what, namespace, serviceAccount]) => ({
    id: "N45",
    arrangement: `rights in AWS for a misspelt ${what}`,
    program: identity(namespace, serviceAccount),
    expected: refused("identity"),
    neighbour: identity("team", "spark-driver"),
  })),
];
