/** Containers with all that configures them: what is written in the resource, and the ConfigMaps that they read. */
import { type Container, type PodTemplate, containers, podFiles, podTemplates } from "./pods";
import { type Resource, namespaceOf } from "./resource";
import { type Value, listAt, stringAt } from "./values";

export interface Process {
  readonly pod: PodTemplate;
  /** The namespace of the pod as written; of a pod in a file, that in the file. */
  readonly namespace: Value | undefined;
  readonly container: Container;
  /** Names of the ConfigMaps that it mounts or takes variables from. */
  readonly maps: readonly string[];
}

const known = new WeakMap<Resource, readonly Process[]>();

/** The containers of all pods of a resource. */
export function processes(resource: Resource): readonly Process[] {
  const found = known.get(resource) ?? pods(resource).flatMap(inPod);
  known.set(resource, found);
  return found;
}

type PlacedPod = PodTemplate & Pick<Process, "namespace">;

function pods(resource: Resource): readonly PlacedPod[] {
  if (isConfigMap(resource)) return podFiles(resource);
  return podTemplates(resource).map((pod) => ({ ...pod, namespace: namespaceOf(resource) }));
}

function inPod(pod: PlacedPod): readonly Process[] {
  return containers(pod).map((container) => ({
    pod,
    namespace: pod.namespace,
    container,
    maps: [...mounted(pod.spec, container), ...variables(container)],
  }));
}

function mounted(pod: Value, { value: container }: Container): readonly string[] {
  const mounts = new Set(listAt(container, "volumeMounts").map((mount) => stringAt(mount, "name")));
  const volumes = listAt(pod, "volumes").filter((volume) => mounts.has(stringAt(volume, "name")));
  const sources = volumes.flatMap((volume): Value[] => [volume, ...listAt(volume, "projected", "sources")]);
  return present(sources.map((source) => stringAt(source, "configMap", "name")));
}

function variables({ value: container }: Container): readonly string[] {
  const all = listAt(container, "envFrom").map((source) => stringAt(source, "configMapRef", "name"));
  const single = listAt(container, "env").map((variable) => stringAt(variable, "valueFrom", "configMapKeyRef", "name"));
  return present([...all, ...single]);
}

function present(names: readonly (string | undefined)[]): readonly string[] {
  return names.filter((name) => name !== undefined);
}

export function isConfigMap({ object }: Resource): boolean {
  return object?.kind === "ConfigMap";
}

/** Finds the ConfigMaps that a process of a resource reads, as far as the stack has them. */
export function configMaps(
  resources: readonly Resource[],
): (resource: Resource, process: Process) => readonly Resource[] {
  const byKey = new Map(resources.filter(isConfigMap).map((map) => [keyOf(map, namespaceOf(map), nameOf(map)), map]));
  return (resource, { namespace, maps }) => maps.flatMap((name) => byKey.get(keyOf(resource, namespace, name)) ?? []);
}

function nameOf({ inputs, name }: Resource): string {
  return stringAt(inputs, "metadata", "name") ?? name;
}

function keyOf({ provider }: Resource, namespace: Value | undefined, name: string): string {
  return JSON.stringify([provider, namespace, name]);
}
