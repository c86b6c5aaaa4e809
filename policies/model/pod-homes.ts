/** Where the stack starts pods. */
import type { Name } from "./names";
import { home } from "./namespaces";
import { podFiles, podTemplates } from "./pods";
import type { Resource, Stack } from "./resource";
import { sparkApplication } from "./spark-application";
import { sparkConfs } from "./spark-conf";

/** Namespaces in which a resource starts pods: its own, those of the pods in its files, and that of Spark's executors. */
export function podHomes(resource: Resource, stack: Stack): readonly Name[] {
  if (resource.object === undefined || resource.object.patch) return [];
  const elsewhere = [
    ...podFiles(resource).map(({ namespace }) => namespace),
    ...sparkConfs(resource).map(({ settings }) => settings.get("spark.kubernetes.namespace")),
  ];
  return [startsPods(resource) ? home(resource, stack) : undefined, ...elsewhere].filter(
    (name) => typeof name === "string",
  );
}

function startsPods(resource: Resource): boolean {
  const inFiles = resource.object?.kind === "ConfigMap";
  return sparkApplication(resource) !== undefined || (!inFiles && podTemplates(resource).length > 0);
}
