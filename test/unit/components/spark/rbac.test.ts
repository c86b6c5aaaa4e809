import test from "ava";
import { airflowRules, driverRules } from "../../../../components/spark/rbac.js";

test("a driver manages executor pods and their ConfigMap, and nothing else", (t) => {
  t.deepEqual(driverRules, [
    {
      apiGroups: [""],
      resources: ["pods"],
      verbs: ["get", "list", "watch", "create", "patch", "delete", "deletecollection"],
    },
    { apiGroups: [""], resources: ["configmaps"], verbs: ["create", "deletecollection"] },
  ]);
});

test("Airflow starts and removes driver pods and reads their logs and events, and nothing else", (t) => {
  t.deepEqual(airflowRules, [
    { apiGroups: [""], resources: ["pods"], verbs: ["get", "list", "create", "patch", "delete"] },
    { apiGroups: [""], resources: ["pods/log"], verbs: ["get"] },
    { apiGroups: [""], resources: ["events"], verbs: ["list", "watch"] },
  ]);
});
