/** What is refused before it is created, and what has to wait for the rest of the stack. */
import test from "ava";

import type { Resource } from "../../../../policies/model/resource.js";
import { RULES } from "../../../../policies/rules/index.js";
import { Session } from "../../../../policies/session.js";
import { CRON_JOB_POD, change, resource, team } from "../../objects.js";
import { airflow, claim, claimConf, release, sparkApplication, sparkJob, variable } from "../../spark-objects.js";
import { CAPACITY, selecting } from "../../spot-objects.js";
import { TODAY } from "../../verdict.js";

/** Names of the rules of this group that refuse the last resource while it is registered. */
function refusedAtOnce(...resources: readonly Resource[]): readonly string[] {
  const session = new Session(TODAY);
  let last: readonly string[] = [];
  for (const one of [team(), ...resources]) {
    session.register(one);
    last = RULES.filter((rule) => session.judge(rule, one.urn).length > 0).map(({ name }) => name);
  }
  return last.filter((name) => /spark|airflow|spot|opaque/.test(name));
}

const KUBERNETES = variable("AIRFLOW__CORE__EXECUTOR", "KubernetesExecutor");
const LOGS = { name: "logs", persistentVolumeClaim: { claimName: "logs" } };
const elastic = { "spark.dynamicAllocation.enabled": "true" };
const fixed = claimConf("executor", { claimName: "data" });
const legacy = { "spark.kubernetes.legacy.useReadWriteOnceAccessMode": "true" };

for (const [what, resources, rule] of [
  ["Spark without a namespace", [sparkJob({ "spark.kubernetes.namespace": undefined })], "spark-namespace"],
  ["Spark in the namespace default", [sparkJob({ "spark.kubernetes.namespace": "default" })], "spark-namespace"],
  ["dynamic allocation without a bound", [sparkJob(elastic)], "spark-dynamic-allocation-bounded"],
  [
    "an application's dynamic allocation without a bound",
    [sparkApplication({ dynamicAllocation: { enabled: true } })],
    "spark-dynamic-allocation-bounded",
  ],
  [
    "a claim on demand without a class",
    [sparkJob(claimConf("executor", { claimName: "OnDemand" }))],
    "spark-pvc-per-pod",
  ],
  ["a fixed claim of a class on EBS", [claim("data"), sparkJob(fixed)], "spark-pvc-per-pod"],
  [
    "the old access mode",
    [sparkJob({ ...claimConf("driver", { claimName: "OnDemand" }), ...legacy })],
    "spark-pvc-shared-access-mode",
  ],
  ["a driver that asks for spot nodes", [selecting({ [CAPACITY]: "spot" })], "no-spot-for-drivers"],
  ["an executor's pods without a namespace", [airflow([KUBERNETES])], "airflow-pod-namespace"],
  [
    "an executor's pods and a claim on EBS",
    [
      claim("logs"),
      airflow([KUBERNETES, variable("AIRFLOW__KUBERNETES_EXECUTOR__NAMESPACE", "team")], "spec.template.spec.volumes", [
        LOGS,
      ]),
    ],
    "airflow-no-shared-pvc",
  ],
  ["a release that nobody has read", [release({})], "opaque-manifest-storage"],
] as const) {
  test(`refused before it is created: ${what}`, (t) => {
    t.deepEqual(refusedAtOnce(...resources), [rule]);
  });
}
test("refused before it is created: a release that keeps logs on EBS", (t) => {
  const logs = release({ logs: { persistence: { enabled: true, storageClassName: "gp3" } } });
  t.deepEqual(refusedAtOnce(logs), ["airflow-no-shared-pvc", "opaque-manifest-storage"]);
});

/** The container takes variables from a ConfigMap that may come later. */
const reading = (job: Resource, path: string) =>
  resource(job.type, change(job.inputs, path, [{ configMapRef: { name: "settings" } }]));
for (const [what, resources] of [
  ["a fixed claim that may be elsewhere", [sparkJob(fixed)]],
  ["a fixed claim of a class that may be elsewhere", [claim("data", "fast"), sparkJob(fixed)]],
  [
    "Spark without a namespace that a ConfigMap may say",
    [reading(sparkJob({ "spark.kubernetes.namespace": undefined }), `${CRON_JOB_POD}.containers.0.envFrom`)],
  ],
  [
    "Airflow without a namespace that a ConfigMap may say",
    [reading(airflow([KUBERNETES]), "spec.template.spec.containers.0.envFrom")],
  ],
] as const) {
  test(`judged at the end: ${what}`, (t) => {
    t.deepEqual(refusedAtOnce(...resources), []);
  });
}
