/** Spark programs with the settings that reach them: those of their container, and those in files that it mounts. */
import type { Container } from "./pods";
import { configMaps, isConfigMap, processes } from "./processes";
import type { Resource } from "./resource";
import { sparkApplication } from "./spark-application";
import { mentionsSpark } from "./spark-drivers";
import { type Settings, type SparkConf, sparkConfs, together } from "./spark-conf";
import type { Value } from "./values";

export interface SparkRun {
  readonly resource: Resource;
  /** Where its settings are, for example `spec.containers[0] "base"`. */
  readonly place: string;
  readonly settings: Settings;
  /** The namespace of who reads them. */
  readonly namespace: Value | undefined;
  /** Whether something that is not known yet may hold further settings. */
  readonly incomplete: boolean;
  /** Whether an operator starts it, which adds settings of its own. */
  readonly operated: boolean;
}

/** Runs to which no ConfigMap adds settings: they can be judged as soon as the resource is registered. */
export function wholeRuns(resource: Resource): readonly SparkRun[] {
  const alone = processes(resource).filter(({ maps }) => maps.length === 0);
  return [...alone.flatMap(({ container }) => runOf(resource, container, [])), ...operatedRuns(resource)];
}

/** All runs. A file with settings that no container in the stack reads is a run of its own: who reads it is elsewhere. */
export function allRuns(resources: readonly Resource[]): readonly SparkRun[] {
  const mapsOf = configMaps(resources);
  const read = new Set<Resource>();
  const runs = resources.flatMap((resource) =>
    processes(resource).flatMap((process) => {
      const maps = mapsOf(resource, process);
      for (const map of maps) read.add(map);
      return runOf(resource, process.container, maps.flatMap(fileConfs));
    }),
  );
  const unread = resources.filter((resource) => isConfigMap(resource) && !read.has(resource));
  return [...runs, ...resources.flatMap(operatedRuns), ...unread.flatMap(fileRuns)];
}

function runOf(resource: Resource, container: Container, files: readonly SparkConf[]): readonly SparkRun[] {
  const own = sparkConfs(resource).filter((conf) => conf.container?.path === container.path);
  return runs(resource, container.path, [...own, ...files], false).filter(
    ({ settings }) => settings.size > 0 || mentionsSpark(container),
  );
}

function operatedRuns(resource: Resource): readonly SparkRun[] {
  const application = sparkApplication(resource);
  return application === undefined ? [] : runs(resource, application.path, fileConfs(resource), true);
}

function fileRuns(map: Resource): readonly SparkRun[] {
  return fileConfs(map).flatMap((conf) => runs(map, conf.place, [conf], false));
}

/** Settings that are of no container: those of files, and of a SparkApplication. */
function fileConfs(resource: Resource): readonly SparkConf[] {
  return sparkConfs(resource).filter(({ container }) => container === undefined);
}

function runs(resource: Resource, place: string, confs: readonly SparkConf[], operated: boolean): readonly SparkRun[] {
  const settings = together(confs);
  const incomplete = confs.some((conf) => conf.incomplete);
  const [first] = confs;
  return first === undefined ? [] : [{ resource, place, settings, namespace: first.namespace, incomplete, operated }];
}
