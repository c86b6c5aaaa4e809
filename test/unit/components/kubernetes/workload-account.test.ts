import * as pulumi from "@pulumi/pulumi";
import test from "ava";

import { WorkloadAccount } from "../../../../components/kubernetes/workload-account.js";
import { record } from "./recorder.js";

const labels = { "app.kubernetes.io/name": "airflow", "app.kubernetes.io/part-of": "spark-platform" };
const read = { apiGroups: [""], resources: ["pods"], verbs: ["get"] };
const write = { apiGroups: [""], resources: ["pods"], verbs: ["create"] };

test.serial("an account gets one role and one binding in each namespace it is granted rights in", async (t) => {
  const registered = await record((opts) => {
    const grants = [
      { namespace: "airflow", rules: [read] },
      { namespace: "spark-analytics", rules: [read, write] },
    ];
    new WorkloadAccount("access", { namespace: "airflow", account: "airflow", token: true, grants }, opts);
  });
  const binding = (namespace: string) => ({
    metadata: { name: "airflow", namespace, labels },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "airflow" },
    subjects: [{ kind: "ServiceAccount", namespace: "airflow", name: "airflow" }],
  });
  t.deepEqual(registered, [
    { type: "spark-platform:kubernetes:WorkloadAccount", name: "access", inputs: {} },
    {
      type: "kubernetes:core/v1:ServiceAccount",
      name: "access",
      parent: "access",
      inputs: { metadata: { name: "airflow", namespace: "airflow", labels }, automountServiceAccountToken: true },
    },
    {
      type: "kubernetes:rbac.authorization.k8s.io/v1:Role",
      name: "access-airflow",
      parent: "access",
      inputs: { metadata: { name: "airflow", namespace: "airflow", labels }, rules: [read] },
    },
    {
      type: "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding",
      name: "access-airflow",
      parent: "access",
      dependsOn: ["access-airflow", "access"],
      inputs: binding("airflow"),
    },
    {
      type: "kubernetes:rbac.authorization.k8s.io/v1:Role",
      name: "access-spark-analytics",
      parent: "access",
      inputs: { metadata: { name: "airflow", namespace: "spark-analytics", labels }, rules: [read, write] },
    },
    {
      type: "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding",
      name: "access-spark-analytics",
      parent: "access",
      dependsOn: ["access-spark-analytics", "access"],
      inputs: binding("spark-analytics"),
    },
  ]);
});

test.serial("an account without grants is a ServiceAccount and nothing else, without a token", async (t) => {
  const args = { namespace: "spark-analytics", account: "spark-executor", token: false, grants: [] };
  const registered = await record((opts) => {
    const account = new WorkloadAccount("executor", args, opts);
    t.is(account.namespace, "spark-analytics");
    t.is(account.account, "spark-executor");
  });
  t.deepEqual(registered.slice(1), [
    {
      type: "kubernetes:core/v1:ServiceAccount",
      name: "executor",
      parent: "executor",
      inputs: {
        metadata: {
          name: "spark-executor",
          namespace: "spark-analytics",
          labels: { "app.kubernetes.io/name": "spark-executor", "app.kubernetes.io/part-of": "spark-platform" },
        },
        automountServiceAccountToken: false,
      },
    },
  ]);
});

test.serial("the ServiceAccount carries the annotations of a cloud's role, and its Role does not", async (t) => {
  const annotations = { "eks.amazonaws.com/role-arn": "arn:aws:iam::111122223333:role/airflow" };
  const grants = [{ namespace: "airflow", rules: [read] }];
  const registered = await record((opts) => {
    const args = { namespace: "airflow", account: "airflow", token: true, annotations, grants };
    new WorkloadAccount("access", args, opts);
  });
  t.deepEqual(
    registered.slice(1).map(({ inputs }) => (inputs as { metadata: object }).metadata),
    [
      { name: "airflow", namespace: "airflow", labels, annotations },
      { name: "airflow", namespace: "airflow", labels },
      { name: "airflow", namespace: "airflow", labels },
    ],
  );
});

test.serial("rights for an account without a token are refused", (t) => {
  const grants = [{ namespace: "airflow", rules: [read] }];
  t.throws(() => new WorkloadAccount("access", { namespace: "airflow", account: "airflow", token: false, grants }), {
    instanceOf: pulumi.ResourceError,
    message:
      "token = false: account airflow is granted rights that it cannot use without a token; set token to true or leave grants empty",
  });
});
