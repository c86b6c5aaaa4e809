/** What the engine shows of a program in the three states in which a preview can be. */
import type { Resource } from "../../../policies/model/resource.js";
import { UNKNOWN, type Value, isRecord } from "../../../policies/model/values.js";
import type { Program } from "./levels.js";

/** P1: the kubeconfig is not known yet. P2: it is known, and nothing answers there. P5: a live cluster; what the program leaves unknown is known by then. */
export type State = "P1" | "P2" | "P5";

export const STATES: readonly State[] = ["P1", "P2", "P5"];

/** Kinds to which the provider gives no namespace. It takes each custom kind for one with a namespace, until the cluster tells otherwise. */
const WITHOUT_NAMESPACE = new Set([
  "APIService",
  "ClusterRole",
  "ClusterRoleBinding",
  "CustomResourceDefinition",
  "Namespace",
  "PersistentVolume",
  "StorageClass",
  "ValidatingWebhookConfiguration",
]);

/** The program as the pack is shown it in a state. */
export function inState(program: Program, state: State): Program {
  return { ...program, resources: program.resources.map((resource) => shown(resource, state)) };
}

/** The program, registered from its end. */
export function reversed(program: Program): Program {
  return { ...program, resources: [...program.resources].reverse() };
}

function shown(resource: Resource, state: State): Resource {
  if (!resource.type.startsWith("kubernetes:")) return resource;
  if (state === "P1") return { ...resource, providerKnown: false };
  const namespaced = resource.object && !WITHOUT_NAMESPACE.has(resource.object.kind);
  return { ...resource, inputs: namespaced ? withNamespace(resource.inputs) : resource.inputs };
}

/** The provider fills in `default`, also over a namespace that is not known yet. */
function withNamespace(inputs: Value): Value {
  if (!isRecord(inputs)) return inputs;
  const { metadata = {} } = inputs;
  if (!isRecord(metadata)) return inputs;
  const { namespace } = metadata;
  const missing = namespace === undefined || namespace === "" || namespace === UNKNOWN;
  return missing ? { ...inputs, metadata: { ...metadata, namespace: "default" } } : inputs;
}
