/** Resources in the one form that all rules read. */
import type { Parameters } from "../parameters";
import { type Value, at, listAt, stringAt } from "./values";

/** A Kubernetes object's identity, whatever SDK class made it. */
export interface KubernetesObject {
  /** API group, empty for the core group. */
  readonly group: string;
  readonly kind: string;
  /** Whether it is a server-side patch, which holds only some fields of an object that somebody else made. */
  readonly patch: boolean;
}

export interface Resource {
  readonly urn: string;
  /** The URN, and for an object in a list also its place there. */
  readonly id: string;
  /** Type token, for example `kubernetes:batch/v1:CronJob`. */
  readonly type: string;
  /** Pulumi name, the last part of the URN. */
  readonly name: string;
  readonly inputs: Value;
  /** URN of the provider that makes it: objects of two providers are in two clusters. */
  readonly provider: string | undefined;
  /** Whether the provider's settings are known: they are not in the preview that also creates the cluster. */
  readonly providerKnown: boolean;
  /** Whether Pulumi refuses to delete it. */
  readonly protect: boolean;
  /** Present on Kubernetes objects only. */
  readonly object?: KubernetesObject;
}

/** What rules know while resources are still being registered. */
export interface Registered {
  /** By URN, in order of registration. */
  readonly resources: ReadonlyMap<string, Resource>;
  readonly parameters: Parameters;
}

/** What rules know at the end: also which resource's outputs went into which property. */
export interface Stack extends Registered {
  readonly dependencies: (resource: Resource, property: string) => readonly Resource[];
}

/** Versions in the tokens of what makes objects out of charts, YAML files and kustomizations. */
const OPAQUE = /^(helm\.sh|yaml|kustomize)(\/|$)/;

/** Whether the resource makes Kubernetes objects that no preview shows for certain: a Helm release or chart, YAML files, a kustomization. */
export function isOpaque({ type }: Resource): boolean {
  const [provider, version = ""] = type.split(":");
  return provider === "kubernetes" && OPAQUE.test(version);
}

/**
 * Which Kubernetes object a resource is, `undefined` if it is none (other providers, Helm releases, YAML components). Reads `apiVersion` and `kind`, since
 * one object has several type tokens: a CustomResource, a Patch or an old API group. Falls back to the token where the inputs say nothing.
 */
export function kubernetesObject(type: string, inputs: Value): KubernetesObject | undefined {
  const [provider, version = "", tokenKind = ""] = type.split(":");
  if (provider !== "kubernetes" || OPAQUE.test(version)) return undefined;
  const kind = stringAt(inputs, "kind");
  const apiVersion = stringAt(inputs, "apiVersion") ?? version.replace(/^core\//, "");
  return {
    group: apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "",
    kind: kind ?? tokenKind.replace(/Patch$/, ""),
    patch: tokenKind.endsWith("Patch") && kind !== tokenKind,
  };
}

/** The resource itself and, if it is a list such as `kubernetes:core/v1:ConfigMapList`, each object in it. */
export function withItems(resource: Resource): readonly Resource[] {
  const { object, inputs, type } = resource;
  if (!object?.kind.endsWith("List")) return [resource];
  const [provider = "", version = ""] = type.split(":");
  const token = `${provider}:${version}:${object.kind.slice(0, -"List".length)}`;
  const items = listAt(inputs, "items").map((item, index): Resource => {
    const kind = kubernetesObject(token, item);
    return { ...resource, id: `${resource.id}#${index}`, inputs: item, ...(kind && { object: kind }) };
  });
  return [resource, ...items];
}

/** A name for people: `CronJob spark-analytics/pi`. */
export function describe(resource: Resource): string {
  const name = stringAt(resource.inputs, "metadata", "name") ?? resource.name;
  const namespace = stringAt(resource.inputs, "metadata", "namespace");
  const kind = resource.object?.kind ?? resource.type;
  return `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`;
}

/** `metadata.namespace` as written. */
export function namespaceOf(resource: Resource): Value | undefined {
  return at(resource.inputs, "metadata", "namespace");
}
