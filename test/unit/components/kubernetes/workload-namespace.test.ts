import test from "ava";

import { WorkloadNamespace, type WorkloadNamespaceArgs } from "../../../../components/kubernetes/workload-namespace.js";
import { record } from "./recorder.js";

const spark: WorkloadNamespaceArgs = {
  namespace: "spark-analytics",
  workload: "spark",
  team: "analytics",
  quota: { cpu: "4", memory: "8Gi", pods: 12 },
  allow: { dns: { podSelector: {}, policyTypes: ["Egress"], egress: [] } },
};

test.serial(
  "a namespace comes with its quota, container defaults and a policy that denies all but what is allowed",
  async (t) => {
    const registered = await record((opts) => {
      t.is(new WorkloadNamespace("analytics", spark, opts).namespace, "spark-analytics");
    });
    const metadata = (name: string) => ({
      name,
      namespace: "spark-analytics",
      labels: { "app.kubernetes.io/part-of": "spark-platform" },
    });
    const inside = { parent: "analytics", dependsOn: ["analytics"] };
    t.deepEqual(registered, [
      { type: "spark-platform:kubernetes:WorkloadNamespace", name: "analytics", inputs: {} },
      {
        type: "kubernetes:core/v1:Namespace",
        name: "analytics",
        parent: "analytics",
        options: { protect: false },
        inputs: {
          metadata: {
            name: "spark-analytics",
            labels: {
              "app.kubernetes.io/part-of": "spark-platform",
              "spark-platform/workload": "spark",
              "spark-platform/team": "analytics",
              "pod-security.kubernetes.io/enforce": "restricted",
              "pod-security.kubernetes.io/enforce-version": "latest",
              "pod-security.kubernetes.io/audit": "restricted",
              "pod-security.kubernetes.io/warn": "restricted",
            },
          },
        },
      },
      {
        type: "kubernetes:core/v1:ResourceQuota",
        name: "analytics-quota",
        ...inside,
        inputs: {
          metadata: metadata("quota"),
          spec: {
            hard: {
              "requests.cpu": "4",
              "requests.memory": "8Gi",
              "limits.memory": "8Gi",
              pods: "12",
              persistentvolumeclaims: "0",
              "services.nodeports": "0",
              "services.loadbalancers": "0",
            },
          },
        },
      },
      {
        type: "kubernetes:core/v1:LimitRange",
        name: "analytics-container-defaults",
        ...inside,
        inputs: {
          metadata: metadata("container-defaults"),
          spec: {
            limits: [
              {
                type: "Container",
                defaultRequest: { cpu: "100m", memory: "256Mi" },
                default: { cpu: "500m", memory: "256Mi" },
              },
            ],
          },
        },
      },
      {
        type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
        name: "analytics-deny-all",
        ...inside,
        inputs: { metadata: metadata("deny-all"), spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] } },
      },
      {
        type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
        name: "analytics-allow-dns",
        ...inside,
        inputs: { metadata: metadata("allow-dns"), spec: { podSelector: {}, policyTypes: ["Egress"], egress: [] } },
      },
    ]);
  },
);

test.serial("a protected namespace can still lose its quota and its policies", async (t) => {
  const registered = await record((opts) => {
    new WorkloadNamespace("analytics", { ...spark, protect: true }, opts);
  });
  const isProtected = registered.filter(({ options }) => options?.["protect"] === true);
  t.deepEqual(
    isProtected.map(({ type }) => type),
    ["kubernetes:core/v1:Namespace"],
  );
});

const counts = test.macro({
  exec: async (t, workload: WorkloadNamespaceArgs["workload"], claims: string, nodePorts: string) => {
    const { quota, allow } = spark;
    const registered = await record((opts) => {
      new WorkloadNamespace("it", { namespace: "it", workload, quota, allow }, opts);
    });
    const hard = registered.find(({ name }) => name === "it-quota")?.inputs as {
      spec: { hard: Record<string, string> };
    };
    t.like(hard.spec.hard, {
      persistentvolumeclaims: claims,
      "services.nodeports": nodePorts,
      "services.loadbalancers": "0",
    });
  },
  title: (_, workload: WorkloadNamespaceArgs["workload"]) =>
    `the quota of ${workload} counts the claims and node ports that it needs, and no more`,
});
test.serial(counts, "airflow", "0", "1");
test.serial(counts, "postgres", "1", "0");
test.serial(counts, "spark", "0", "0");

test.serial("a namespace without a team has no team label", async (t) => {
  const { namespace, workload, quota, allow } = spark;
  const registered = await record((opts) => {
    new WorkloadNamespace("it", { namespace, workload, quota, allow }, opts);
  });
  const { metadata } = registered[1]?.inputs as { metadata: { labels: object } };
  t.false("spark-platform/team" in metadata.labels);
});
