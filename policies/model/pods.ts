/** Pods and their containers, wherever a resource holds them. */
import { parseAllDocuments } from "yaml";

import type { Resource } from "./resource";
import { UNKNOWN, type Value, at, isRecord, listAt, snapshot, stringAt } from "./values";

/** A pod as some resource would start it. */
export interface PodTemplate {
  /** Where its `spec` is in the resource, for example `spec.template.spec`. */
  readonly path: string;
  /** Its labels among other things. */
  readonly metadata: Value | undefined;
  readonly spec: Value;
  /** Whether somebody else adds to it (the object under a patch, Spark to its template file), so that a missing field means nothing. */
  readonly partial: boolean;
}

export interface Container {
  /** Where it is in the resource, for example `spec.containers[0] "base"`. */
  readonly path: string;
  /** The container, {@link UNKNOWN} where it or the list that holds it is unknown. */
  readonly value: Value;
  readonly list: ContainerList;
}

const CONTAINER_LISTS = ["containers", "initContainers", "ephemeralContainers"] as const;
type ContainerList = (typeof CONTAINER_LISTS)[number];

/** Where the pod's own `spec` is, by kind. Sources: the Kubernetes API reference, and for the last two those of Argo Rollouts and KEDA. */
const POD_SPEC: Readonly<Record<string, readonly string[]>> = {
  Pod: ["spec"],
  PodTemplate: ["template", "spec"],
  Deployment: ["spec", "template", "spec"],
  ReplicaSet: ["spec", "template", "spec"],
  ReplicationController: ["spec", "template", "spec"],
  StatefulSet: ["spec", "template", "spec"],
  DaemonSet: ["spec", "template", "spec"],
  Job: ["spec", "template", "spec"],
  CronJob: ["spec", "jobTemplate", "spec", "template", "spec"],
  Rollout: ["spec", "template", "spec"],
  ScaledJob: ["spec", "jobTargetRef", "template", "spec"],
};

/** The pod that the resource itself is or starts. */
export function podTemplate({ object, inputs }: Resource): PodTemplate | undefined {
  const path = object && POD_SPEC[object.kind];
  if (path === undefined) return undefined;
  const spec = at(inputs, ...path);
  const metadata = at(inputs, ...path.slice(0, -1), "metadata");
  return spec === undefined ? undefined : { path: path.join("."), metadata, spec, partial: object?.patch === true };
}

/** A pod in a file. */
export interface PodFile extends PodTemplate {
  /** Where the file is in the resource, for example `data["executor.yaml"]`. */
  readonly file: string;
  readonly namespace: Value | undefined;
}

/** Pods written into the files of a ConfigMap: complete ones such as those that Airflow starts, and partial ones such as Spark's executor template. */
export function podFiles(resource: Resource): readonly PodFile[] {
  return configFiles(resource).flatMap(({ path, text }) => podsIn(text).map((pod) => podFile(path, pod)));
}

/** Spark adds the image to its template, together with resources; others start what is written. */
function podFile(file: string, pod: Value): PodFile {
  const metadata = at(pod, "metadata");
  const template: PodTemplate = { path: `${file} spec`, metadata, spec: at(pod, "spec") ?? null, partial: false };
  const all = containers(template);
  const partial = all.length === 0 || all.some(({ value }) => at(value, "image") === undefined);
  return { ...template, file, namespace: at(metadata, "namespace"), partial };
}

/** All pods of a resource: the one that it is or starts, and those in its files. */
export function podTemplates(resource: Resource): readonly PodTemplate[] {
  const own = podTemplate(resource);
  return [...(own === undefined ? [] : [own]), ...podFiles(resource)];
}

/** The files of a ConfigMap as far as they are known. */
export function configFiles({ object, inputs }: Resource): readonly { path: string; text: string }[] {
  const data = object?.kind === "ConfigMap" ? at(inputs, "data") : undefined;
  if (!isRecord(data)) return [];
  return Object.entries(data).flatMap(([file, text]) =>
    typeof text === "string" ? [{ path: `data["${file}"]`, text }] : [],
  );
}

/** A quick test, so that not every file is parsed. */
const MENTIONS_POD = /\bkind["']?\s*:\s*["']?Pod\b/;

function podsIn(text: string): readonly Value[] {
  if (!MENTIONS_POD.test(text)) return [];
  // Text that is not YAML is a program that mentions pods: nothing would read it as a template.
  const documents = parseAllDocuments(text).filter((document) => document.errors.length === 0);
  return documents.map((document) => snapshot(document.toJS())).filter((pod) => stringAt(pod, "kind") === "Pod");
}

/** All containers of a pod: ordinary, init and ephemeral ones. */
export function containers({ path, spec }: PodTemplate): readonly Container[] {
  if (spec === UNKNOWN) return [{ path, value: UNKNOWN, list: "containers" }];
  return CONTAINER_LISTS.flatMap((list) =>
    listAt(spec, list).map((value, index) => {
      const name = stringAt(value, "name");
      return { path: `${path}.${list}[${index}]${name === undefined ? "" : ` "${name}"`}`, value, list };
    }),
  );
}
