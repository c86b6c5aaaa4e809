import test from "ava";

import { chartName, isRelease } from "../../../policies/model/helm.js";
import { configMaps, processes } from "../../../policies/model/processes.js";
import type { Resource } from "../../../policies/model/resource.js";
import type { Value } from "../../../policies/model/values.js";
import { CRON_JOB_POD, change, configMap, cronJob, resource } from "../objects.js";

const withBase = (fields: Record<string, Value>, volumes: Value = []): Resource => {
  const inputs = Object.entries(fields).reduce(
    (job, [field, value]) => change(job, `${CRON_JOB_POD}.containers.0.${field}`, value),
    cronJob(`${CRON_JOB_POD}.volumes`, volumes).inputs,
  );
  return resource("kubernetes:batch/v1:CronJob", inputs);
};
const mapsOf = (job: Resource) => processes(job).map(({ maps }) => maps);

test("a container reads the ConfigMaps that it mounts, not those of other containers", (t) => {
  const volumes: Value = [
    { name: "a", configMap: { name: "mounted" } },
    { name: "b", configMap: { name: "not-mounted" } },
    { name: "c", projected: { sources: [{ configMap: { name: "projected" } }, { secret: { name: "secret" } }] } },
    { name: "d", emptyDir: {} },
  ];
  const mounts = ["a", "c", "d"].map((name) => ({ name, mountPath: `/${name}` }));
  t.deepEqual(mapsOf(withBase({ volumeMounts: mounts }, volumes)), [["mounted", "projected"]]);
});
test("a container reads the ConfigMaps that its variables come from", (t) => {
  const env: Value = [
    { name: "A", valueFrom: { configMapKeyRef: { name: "single", key: "a" } } },
    { name: "B", valueFrom: { secretKeyRef: { name: "secret", key: "b" } } },
    { name: "C", value: "c" },
  ];
  const envFrom: Value = [{ configMapRef: { name: "all" } }, { secretRef: { name: "secret" } }];
  t.deepEqual(mapsOf(withBase({ env, envFrom })), [["all", "single"]]);
});

const reader = withBase({ envFrom: [{ configMapRef: { name: "settings" } }] });
const readBy = (job: Resource, ...maps: readonly Resource[]) =>
  processes(job).flatMap((process) => configMaps(maps)(job, process));
test("a ConfigMap is found by cluster, namespace and name", (t) => {
  const settings = configMap({});
  t.deepEqual(readBy(reader, settings), [settings]);
  t.deepEqual(readBy(reader, configMap({}, { provider: "another" })), []);
  t.deepEqual(readBy(reader, { ...settings, inputs: change(settings.inputs, "metadata.namespace", "lab") }), []);
  t.deepEqual(readBy(reader, { ...settings, inputs: change(settings.inputs, "metadata.name", "other") }), []);
  t.deepEqual(readBy(reader, resource("kubernetes:core/v1:Secret", change(settings.inputs, "kind", "Secret"))), []);
});
test("a ConfigMap without a name has its Pulumi name", (t) => {
  const settings = configMap({});
  const unnamed: Resource = { ...settings, inputs: change(settings.inputs, "metadata.name", undefined) };
  t.deepEqual(readBy(reader, unnamed), [unnamed]);
});

for (const [chart, name] of [
  ["airflow", "airflow"],
  ["apache-airflow/airflow", "airflow"],
  ["./charts/airflow-1.18.0.tgz", "airflow"],
  ["airflow-v2.0.0-rc.1.tgz", "airflow"],
  ["airflow.tgz", "airflow"],
  ["airflow-2", "airflow-2"],
  ["airflow.tgz.d", "airflow.tgz.d"],
  ["", undefined],
  ["charts/", undefined],
  [undefined, undefined],
] as const) {
  test(`the chart ${String(chart)} is called ${String(name)}`, (t) => {
    const release = resource("kubernetes:helm.sh/v3:Release", chart === undefined ? {} : { chart });
    t.is(chartName(release), name);
    t.true(isRelease(release));
    t.false(isRelease(resource("kubernetes:helm.sh/v3:Chart", {})));
  });
}
