/** Volumes of pods, wherever a resource holds them. */
import { type PodTemplate, podFiles, podTemplates } from "../pods";
import { type Resource, namespaceOf } from "../resource";
import { type SparkApplication, sparkApplication } from "../spark-application";
import { UNKNOWN, type Value, at, isRecord, listAt, stringAt } from "../values";
import type { Consumer } from "./consumer";

/** One element of `volumes`, and whose it is: see {@link Consumer}. */
export interface PodVolume extends Pick<Consumer, "place" | "pod" | "namespace" | "pods"> {
  /** {@link UNKNOWN} where the list is. */
  readonly volume: Value;
}

const known = new WeakMap<Resource, readonly PodVolume[]>();

export function podVolumes(resource: Resource): readonly PodVolume[] {
  const found = known.get(resource) ?? find(resource);
  known.set(resource, found);
  return found;
}

function find(resource: Resource): readonly PodVolume[] {
  const { object } = resource;
  // The objects of a list are resources of their own.
  if (object === undefined || object.kind.endsWith("List")) return [];
  if (object.kind === "ConfigMap") return inFiles(resource);
  const application = sparkApplication(resource);
  if (application) return ofApplication(resource, application);
  const templates = podTemplates(resource);
  if (templates.length === 0) return anywhere(resource, resource.inputs, []);
  return templates.flatMap((pod) => ofPod(pod, namespaceOf(resource), "own")).filter((it) => !isReplaced(it, resource));
}

/** A StatefulSet mounts the claim that it makes in place of a volume of the same name. Source: `volumeClaimTemplates` in the Kubernetes API reference. */
function isReplaced({ volume }: PodVolume, { object, inputs }: Resource): boolean {
  const name = stringAt(volume, "name");
  const made = object?.kind === "StatefulSet" ? listAt(inputs, "spec", "volumeClaimTemplates") : [];
  return name !== undefined && made.some((template) => stringAt(template, "metadata", "name") === name);
}

/** Something at run time starts pods from files, any number of them: tasks of Airflow, executors of Spark. */
function inFiles(resource: Resource): readonly PodVolume[] {
  return podFiles(resource).flatMap((pod) => ofPod(pod, pod.namespace ?? namespaceOf(resource), "any"));
}

function ofPod(
  { path, spec }: Pick<PodTemplate, "path" | "spec">,
  namespace: Value | undefined,
  pods: PodVolume["pods"],
): readonly PodVolume[] {
  return listAt(spec, "volumes").map((volume, index) => {
    const name = stringAt(volume, "name");
    const place = `${path}.volumes[${index}]${name === undefined ? "" : ` "${name}"`}`;
    return { place, pod: path, namespace, pods, volume };
  });
}

/** Where an application of the Spark operators says which pods mount its volumes, and where it has whole pods. Sources: the APIs of Kubeflow's and of Apache's operator. */
const ROLES = [
  {
    role: "driver",
    pods: "own",
    templates: [
      ["driver", "template"],
      ["driverSpec", "podTemplateSpec"],
    ],
  },
  {
    role: "executor",
    pods: "any",
    templates: [
      ["executor", "template"],
      ["executorSpec", "podTemplateSpec"],
    ],
  },
] as const;

/** Executors come and go while the application runs, and a replacement starts before the old one's volume is free: they are any number. */
function ofApplication(resource: Resource, { path, spec }: SparkApplication): readonly PodVolume[] {
  const namespace = namespaceOf(resource);
  return ROLES.flatMap(({ role, pods, templates }) => {
    const mounts = listAt(spec, role, "volumeMounts").map((mount) => at(mount, "name"));
    const mounted = ofPod({ path, spec }, namespace, pods)
      .filter(({ volume }) => mounts.some((name) => mayBe(name, at(volume, "name"))))
      .map((it) => ({ ...it, place: `${it.place} of the ${role}`, pod: `${path}.${role}` }));
    const own = templates.flatMap((template) => {
      const place = [path, ...template, "spec"].join(".");
      return ofPod({ path: place, spec: at(spec, ...template, "spec") ?? null }, namespace, pods);
    });
    return [...mounted, ...own];
  });
}

function mayBe(one: Value | undefined, other: Value | undefined): boolean {
  return one === UNKNOWN || other === UNKNOWN || one === other;
}

/** Pods of a controller that the pack does not know, by what they look like: it may start any number of them. A list of that name that holds no volumes does no harm. */
function anywhere(resource: Resource, value: Value, path: readonly string[]): readonly PodVolume[] {
  if (Array.isArray(value)) {
    return value.flatMap((element: Value, index) => anywhere(resource, element, [...path, String(index)]));
  }
  if (!isRecord(value)) return [];
  const here = ofPod({ path: path.join("."), spec: value }, namespaceOf(resource), "any");
  return [...here, ...Object.entries(value).flatMap(([key, it]) => anywhere(resource, it, [...path, key]))];
}
