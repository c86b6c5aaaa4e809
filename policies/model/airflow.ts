/** Airflow's settings, wherever a stack holds them. */
import { type Container, configFiles } from "./pods";
import { type Process, configMaps, processes } from "./processes";
import type { Resource } from "./resource";
import { isAirflow } from "./spark-drivers";
import { UNKNOWN, type Value, at, listAt, stringAt } from "./values";

/** Settings by their variable's name, for example `AIRFLOW__CORE__EXECUTOR`; {@link UNKNOWN} where a value is elsewhere or not known yet. */
export type AirflowSettings = ReadonlyMap<string, Value>;

export interface AirflowProcess extends Process {
  readonly resource: Resource;
  /** Variables of the container, over those and the configuration file of the ConfigMaps that it reads. */
  readonly settings: AirflowSettings;
}

/** Containers of Airflow's pods to which no ConfigMap adds settings. */
export function wholeAirflow(resource: Resource): readonly AirflowProcess[] {
  return airflowProcesses(resource, () => []).filter(({ maps }) => maps.length === 0);
}

/** All containers of Airflow's pods. */
export function allAirflow(resources: readonly Resource[]): readonly AirflowProcess[] {
  const mapsOf = configMaps(resources);
  return resources.flatMap((resource) => airflowProcesses(resource, (process) => mapsOf(resource, process)));
}

function airflowProcesses(
  resource: Resource,
  mapsOf: (process: Process) => readonly Resource[],
): readonly AirflowProcess[] {
  return processes(resource)
    .filter(({ pod }) => isAirflow(pod))
    .map((process) => {
      const files = mapsOf(process).flatMap(inFiles);
      return {
        ...process,
        resource,
        settings: new Map([...files, ...inEnvironment(process.container, process.namespace)]),
      };
    });
}

function inEnvironment({ value: container }: Container, namespace: Value | undefined): readonly [string, Value][] {
  return listAt(container, "env").flatMap((variable): [string, Value][] => {
    const name = stringAt(variable, "name");
    if (name === undefined) return [];
    const field = stringAt(variable, "valueFrom", "fieldRef", "fieldPath");
    // The provider writes `default` where a namespace is missing, though not in the first preview.
    if (field === "metadata.namespace") return [[name, namespace ?? "default"]];
    return [[name, at(variable, "valueFrom") === undefined ? (at(variable, "value") ?? "") : UNKNOWN]];
  });
}

/** Variables that a container takes over with `envFrom`, and the settings in `airflow.cfg`. */
function inFiles(map: Resource): readonly [string, Value][] {
  return configFiles(map).flatMap(({ path, text }): readonly [string, Value][] => {
    const name = /^data\["(.*)"\]$/.exec(path)?.[1] ?? "";
    return name === "airflow.cfg" ? inConfiguration(text) : [[name, text.trim()]];
  });
}

function inConfiguration(text: string): readonly [string, Value][] {
  let section = "";
  return text.split("\n").flatMap((line): [string, Value][] => {
    section = /^\[(\w+)\]/.exec(line)?.[1] ?? section;
    const [, key, value] = /^(\w+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    return key === undefined || value === undefined ? [] : [[`AIRFLOW__${section}__${key}`.toUpperCase(), value]];
  });
}

/** The setting that says where tasks run. */
export const EXECUTOR = "AIRFLOW__CORE__EXECUTOR";

/** Whether each task, or each of some queues, gets a pod of its own: the KubernetesExecutor, alone, in a list or combined with another. */
export function startsPods(settings: AirflowSettings): boolean | typeof UNKNOWN {
  const executor = settings.get(EXECUTOR);
  return executor === UNKNOWN ? UNKNOWN : typeof executor === "string" && executor.includes("KubernetesExecutor");
}
