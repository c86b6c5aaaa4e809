import test from "ava";

import { judgeQuota, runNeed } from "../../../../local/doctor/quota.js";
import { flights, orders } from "../../components/spark/sample-jobs.js";
import { cronJob, HEALTHY, platform, pod, quota, without } from "./platform-objects.js";

const MIB = 2 ** 20;
const need = (job: typeof flights) => runNeed(cronJob(job).spec.jobTemplate.spec.template);
const withQuota = (used: Record<string, string>) =>
  platform([...without("ResourceQuota"), quota("airflow", {}), quota("postgres", {}), quota("spark-analytics", used)]);

test("a run needs its driver and its executors, or its driver alone", (t) => {
  const { cpu, ...others } = need(flights);
  t.is(Math.round(cpu * 1000), 250 + 2 * 200);
  t.deepEqual(others, { memory: (1433 + 2 * 896) * MIB, pods: 3 });
  t.deepEqual(need(orders), { cpu: 2, memory: (4096 + 409) * MIB, pods: 1 });
});

test("a quota has room as long as each job fits in, to the last MiB", (t) => {
  t.deepEqual(judgeQuota(platform(), "repair"), { kind: "ok", seen: "there is room for one more run of each job" });
  // 9 Gi without the 4505 MiB of orders.
  t.is(judgeQuota(withQuota({ "requests.memory": "4711Mi" }), "repair").kind, "ok");
  t.is(judgeQuota(withQuota({ "requests.memory": "4712Mi" }), "repair").kind, "wrong");
  t.is(judgeQuota(withQuota({ "limits.memory": `${4711 * MIB}` }), "repair").kind, "ok");
  t.is(judgeQuota(withQuota({ "limits.memory": `${4711 * MIB + 1}` }), "repair").kind, "wrong");
  t.is(judgeQuota(withQuota({ "requests.cpu": "6" }), "repair").kind, "ok");
  t.is(judgeQuota(withQuota({ "requests.cpu": "6001m" }), "repair").kind, "wrong");
  t.is(judgeQuota(withQuota({ pods: "9" }), "repair").kind, "ok");
  t.is(judgeQuota(withQuota({ pods: "10" }), "repair").kind, "wrong");
});

test("a full quota is told with what is left, which jobs must wait, and for whom", (t) => {
  const { namespaces, items } = withQuota({ "requests.cpu": "7500m", "requests.memory": "8Gi", pods: "11" });
  const holder = pod({ name: "pi-1", namespace: "spark-analytics" });
  const ended = pod({ name: "pi-0", namespace: "spark-analytics" }, { phase: "Succeeded" });
  t.deepEqual(judgeQuota({ namespaces, items: [...items, holder, ended] }, "repair"), {
    kind: "wrong",
    problems: [
      {
        what: "Namespace spark-analytics has no room for another run of flights, orders; what is left: 0.5 CPU, 1024 MiB, pods: 1",
        fix: "wait for the end of pi-1, or raise the team's quota in the settings",
      },
    ],
  });
});

test("a namespace without a quota is one that somebody changed", (t) => {
  const left = HEALTHY.filter(({ kind, metadata }) => kind !== "ResourceQuota" || metadata.namespace !== "airflow");
  t.deepEqual(judgeQuota(platform(left), "repair"), {
    kind: "wrong",
    problems: [{ what: "Namespace airflow has no quota", fix: "repair" }],
  });
});
