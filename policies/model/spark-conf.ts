/** Spark's settings, wherever a resource holds them. */
import { type Container, type PodTemplate, configFiles } from "./pods";
import { type Process, processes } from "./processes";
import { type Resource, namespaceOf } from "./resource";
import { sparkApplication } from "./spark-application";
import { type Word, fromProperties, fromText, fromWords } from "./spark-settings";
import { expanded } from "./shell";
import { UNKNOWN, type Value, at, isRecord, listAt, stringAt } from "./values";

/** Settings by key, for example `spark.executor.instances`; {@link UNKNOWN} where only the value is not known yet. */
export type Settings = ReadonlyMap<string, Value>;

/** Settings that are written in one place. */
export interface SparkConf {
  /** Where, for example `spec.containers[0] "base": command line` or `data["spark-defaults.conf"]`. */
  readonly place: string;
  /** The pod and the container whose process reads them; missing in a file and in a SparkApplication. */
  readonly pod?: PodTemplate;
  readonly container?: Container;
  /** The namespace of who reads them, which is that of the pods that Spark starts unless a setting names another. */
  readonly namespace: Value | undefined;
  /** Also `spark.master` and `spark.submit.deployMode` where they are written as `--master` and `--deploy-mode`. */
  readonly settings: Settings;
  /** Whether something that is not known yet may hold further settings, of Spark or of another program. */
  readonly incomplete: boolean;
}

const known = new WeakMap<Resource, readonly SparkConf[]>();

/**
 * All settings in a resource, one entry for each place that holds some or may: the command line and each variable of a container, a file of a ConfigMap, `sparkConf` of a SparkApplication. Of one
 * container the command line comes first, as it does for Spark.
 */
export function sparkConfs(resource: Resource): readonly SparkConf[] {
  const found =
    known.get(resource) ?? places(resource).filter(({ settings, incomplete }) => settings.size > 0 || incomplete);
  known.set(resource, found);
  return found;
}

/** The settings of several places together; an earlier place wins. */
export function together(confs: readonly Pick<SparkConf, "settings">[]): Settings {
  return new Map([...confs].reverse().flatMap(({ settings }) => [...settings]));
}

function places(resource: Resource): readonly SparkConf[] {
  const namespace = namespaceOf(resource);
  const files = configFiles(resource).map(({ path, text }): Place => ({
    place: path,
    settings: inFile(path, text),
    incomplete: false,
  }));
  const others = [...files, ...inApplication(resource)].map((place): SparkConf => ({ ...place, namespace }));
  return [...processes(resource).flatMap(inContainer), ...others];
}

type Place = Pick<SparkConf, "place" | "settings" | "incomplete">;

function inContainer({ pod, container, namespace }: Process): readonly SparkConf[] {
  const variables = writtenVariables(container, namespace);
  return [onCommandLine(container), ...inEnvironment(container)].map(({ place, settings, incomplete }) => ({
    place: `${container.path}: ${place}`,
    pod,
    container,
    namespace,
    settings: new Map(
      [...settings].map(([key, value]) => [key, typeof value === "string" ? expanded(value, variables) : value]),
    ),
    incomplete,
  }));
}

function onCommandLine({ value }: Container): Place {
  const line = [...wordsAt(value, "command"), ...wordsAt(value, "args")];
  return {
    place: "command line",
    settings: fromWords(line),
    incomplete: value === UNKNOWN || mayHideConf(value, line),
  };
}

function wordsAt(container: Value, list: "command" | "args"): readonly Word[] {
  return listAt(container, list).flatMap((word) => (typeof word === "string" || word === UNKNOWN ? [word] : []));
}

/** What can stand before a setting, or before a script with settings in it. */
const CONF_OR_SCRIPT = /^(--conf|-\w*c)$/;

function mayHideConf(container: Value, line: readonly Word[]): boolean {
  const unknownList = ["command", "args"].some((list) => at(container, list) === UNKNOWN);
  return unknownList || line.some((word, index) => word === UNKNOWN && CONF_OR_SCRIPT.test(String(line[index - 1])));
}

/** Variables that Spark itself reads, and those of its images. */
const SPARK_VARIABLE = /^(PY)?SPARK_/;

function inEnvironment({ value: container }: Container): readonly Place[] {
  return listAt(container, "env").map((variable) => {
    const name = stringAt(variable, "name");
    const value = at(variable, "value");
    return {
      place: name === undefined ? "env" : `env ${name}`,
      settings: typeof value === "string" ? fromText(value) : new Map(),
      incomplete: variable === UNKNOWN || (value === UNKNOWN && SPARK_VARIABLE.test(name ?? "SPARK_")),
    };
  });
}

/** Variables whose values the resource tells: those that it writes, and those that hold the pod's namespace. */
function writtenVariables({ value: container }: Container, namespace: Value | undefined): ReadonlyMap<string, Value> {
  return new Map(
    listAt(container, "env").flatMap((variable): [string, Value][] => {
      const name = stringAt(variable, "name");
      const own = stringAt(variable, "valueFrom", "fieldRef", "fieldPath") === "metadata.namespace";
      // The provider writes `default` where a namespace is missing, though not in the first preview.
      const value = own ? (namespace ?? "default") : at(variable, "value");
      return name === undefined || value === undefined ? [] : [[name, value]];
    }),
  );
}

/** Files with the syntax of a shell. */
const SCRIPT = /^#!.*sh\b/;
/** Names of files that become variables of a pod with `envFrom`. */
const VARIABLE = /^data\["[A-Z_][A-Z0-9_]*"\]$/;

function inFile(path: string, text: string): Settings {
  return SCRIPT.test(text) || VARIABLE.test(path) ? fromText(text) : fromProperties(text);
}

/** Fields of a SparkApplication that the operator turns into settings. */
const DYNAMIC_ALLOCATION = ["enabled", "maxExecutors"] as const;

function inApplication(resource: Resource): readonly Place[] {
  const application = sparkApplication(resource);
  if (application === undefined) return [];
  const { path, spec } = application;
  const conf = at(spec, "sparkConf");
  const fields = DYNAMIC_ALLOCATION.flatMap((field): [string, Value][] => {
    const value = at(spec, "dynamicAllocation", field);
    return value === undefined ? [] : [[`spark.dynamicAllocation.${field}`, value]];
  });
  const settings = isRecord(conf) ? Object.entries(conf) : [];
  return [
    { place: `${path}.sparkConf`, settings: new Map(settings), incomplete: conf === UNKNOWN },
    { place: `${path}.dynamicAllocation`, settings: new Map(fields), incomplete: false },
  ];
}
