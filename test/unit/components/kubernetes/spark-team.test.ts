import test from "ava";
import { parse } from "yaml";
import { SparkTeam } from "../../../../components/kubernetes/spark-team.js";
import { executorPod } from "../../../../components/spark/executor-pod.js";
import { airflowRules, driverRules } from "../../../../components/spark/rbac.js";
import { record } from "./recorder.js";

const args = {
  key: "analytics",
  namespace: "spark-analytics",
  warehouse: { url: "jdbc:postgresql://postgres/warehouse", user: "warehouse", password: "hunter2" },
};

function deploy() {
  return record((opts) => new SparkTeam("analytics", args, opts));
}

const labels = { "app.kubernetes.io/part-of": "spark-platform", "spark-platform/team": "analytics" };

test.serial("a team is two accounts, the executors' template and the warehouse's credentials", async (t) => {
  const resources = await deploy();
  t.deepEqual(
    resources.map(({ type, name, parent }) => [type, name, parent]),
    [
      ["spark-platform:kubernetes:SparkTeam", "analytics", undefined],
      ["spark-platform:kubernetes:WorkloadAccount", "analytics-driver", "analytics"],
      ["kubernetes:core/v1:ServiceAccount", "analytics-driver", "analytics-driver"],
      ["kubernetes:rbac.authorization.k8s.io/v1:Role", "analytics-driver-spark-analytics", "analytics-driver"],
      ["kubernetes:rbac.authorization.k8s.io/v1:RoleBinding", "analytics-driver-spark-analytics", "analytics-driver"],
      ["spark-platform:kubernetes:WorkloadAccount", "analytics-executor", "analytics"],
      ["kubernetes:core/v1:ServiceAccount", "analytics-executor", "analytics-executor"],
      ["kubernetes:core/v1:ConfigMap", "analytics-executor-template", "analytics"],
      ["kubernetes:core/v1:Secret", "analytics-warehouse", "analytics"],
    ],
  );
});

test.serial("drivers have a token and their rights, executors have neither", async (t) => {
  const resources = await deploy();
  const inputsOf = (kind: string) =>
    resources.filter(({ type }) => type.endsWith(`:${kind}`)).map(({ inputs }) => inputs);
  t.like(inputsOf("ServiceAccount"), [
    { metadata: { name: "spark-driver", namespace: "spark-analytics" }, automountServiceAccountToken: true },
    { metadata: { name: "spark-executor", namespace: "spark-analytics" }, automountServiceAccountToken: false },
  ]);
  t.like(inputsOf("Role"), [{ metadata: { name: "spark-driver", namespace: "spark-analytics" }, rules: driverRules }]);
  t.notDeepEqual(driverRules, airflowRules);
});

test.serial("the executor template is a pod in YAML", async (t) => {
  const configMap = (await deploy()).find(({ name }) => name === "analytics-executor-template");
  const { data, ...rest } = configMap?.inputs as { data: Record<string, string> };
  t.deepEqual<unknown, unknown>(rest, {
    metadata: { name: "spark-executor-template", namespace: "spark-analytics", labels },
  });
  t.deepEqual(Object.keys(data), ["executor.yaml"]);
  t.deepEqual(parse(data["executor.yaml"] ?? ""), executorPod(args));
});

test.serial("the warehouse's address and credentials are secrets of the stack", async (t) => {
  const secret = (await deploy()).find(({ name }) => name === "analytics-warehouse");
  t.deepEqual(secret?.inputs, {
    metadata: { name: "warehouse", namespace: "spark-analytics", labels },
    stringData: {
      secret: { url: "jdbc:postgresql://postgres/warehouse", user: "warehouse", password: "hunter2" },
    },
  });
});
