/** Airflow, Helm and YAML. */
import { PLAIN, deployment, inTeam, uses } from "../builders.js";
import type { Program } from "../levels.js";
import { READ, component, release } from "../opaque-objects.js";
import { PASSES, type Row, refused, secondRefused } from "../row.js";
import { RWX, claim } from "../storage.js";
import type { Fields } from "../builders.js";

const NO_SHARED = "airflow-no-shared-pvc";
const OPAQUE = "opaque-manifest-storage";

const logs = claim("airflow-logs");
const containers = ["scheduler", "api-server", "dag-processor", "triggerer"].map((name) => ({
  ...PLAIN,
  name,
  volumeMounts: [{ name: "data", mountPath: "/opt/airflow/logs" }],
}));

const released = (values: Fields): Program => ({
  resources: inTeam(release(values)),
  parameters: { ...READ, nonEbsStorageClasses: ["efs-sc"] },
});
const persistence = (storageClassName?: string) => ({
  persistence: { enabled: true, ...(storageClassName !== undefined && { storageClassName }) },
});
const child = (modes: readonly string[]): Program => ({
  resources: inTeam(
    component("helm.sh/v4:Chart", "airflow", { chart: "airflow", namespace: "team" }),
    claim("data", { accessModes: modes }),
  ),
  parameters: READ,
});
const opaque = [
  ["a Release", "helm.sh/v3:Release", { chart: "airflow", namespace: "team" }],
  ["a Chart", "helm.sh/v4:Chart", { chart: "airflow", namespace: "team" }],
  ["a YAML file", "yaml/v2:ConfigFile", { file: "airflow.yaml" }],
  ["YAML files", "yaml/v2:ConfigGroup", { files: ["airflow.yaml"] }],
  ["a kustomization", "kustomize/v2:Directory", { directory: "airflow" }],
] as const;

export const AIRFLOW_HELM: readonly Row[] = [
  {
    id: "106",
    arrangement: "Airflow in one pod on one claim",
    program: { resources: inTeam(logs, deployment("airflow", [uses("airflow-logs")], {}, { pod: { containers } })) },
    expected: PASSES,
  },
  {
    id: "107",
    arrangement: "scheduler and webserver apart on one claim",
    program: {
      resources: inTeam(
        logs,
        deployment("scheduler", [uses("airflow-logs")]),
        deployment("webserver", [uses("airflow-logs")]),
      ),
    },
    expected: secondRefused("scheduler", "webserver"),
    neighbour: {
      resources: inTeam(logs, deployment("scheduler", [uses("airflow-logs")]), deployment("webserver", [])),
    },
  },
  ...(
    [
      ["110", "logs", undefined],
      ["110", "logs", "gp3"],
      ["111", "dags", "gp3"],
      ["111", "dags", undefined],
    ] as const
  ).map(([id, what, className]) => ({
    id,
    arrangement: `Airflow's chart keeps ${what} on a claim of class ${className ?? "left out"}`,
    program: released({ [what]: persistence(className) }),
    expected: refused("airflow"),
    rule: NO_SHARED,
    says: [RWX],
    neighbour: released({ [what]: persistence("efs-sc") }),
  })),
  {
    id: "113",
    arrangement: "Airflow's chart gives workers claims of their own",
    program: released({ workers: persistence(), logs: { persistence: { enabled: false } } }),
    expected: PASSES,
  },
  ...opaque.map(([what, type, inputs]) => ({
    id: "114",
    arrangement: `${what} that nobody has read`,
    program: { resources: inTeam(component(type, "airflow", inputs)) },
    expected: refused("airflow"),
    rule: OPAQUE,
    neighbour: { resources: inTeam(component(type, "airflow", inputs)), parameters: READ },
  })),
  {
    id: "115",
    arrangement: "a claim out of a chart",
    program: child([RWX]),
    expected: refused("data"),
    rule: "ebs-access-mode",
    neighbour: child(["ReadWriteOnce"]),
  },
];
