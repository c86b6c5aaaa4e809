import { type Container, type PodTemplate, containers, podTemplates } from "../../model/pods";
import type { Resource } from "../../model/resource";
import { UNKNOWN, type Value, at, hasUnknown, listAt, stringAt } from "../../model/values";
import { type Finding, type Rule, unknown, violation } from "../rule";

export const podSecurity: Rule = {
  name: "k8s-pod-security",
  level: "mandatory",
  description: "Every pod satisfies the Pod Security Standard `restricted`.",
  why: "A namespace that enforces the standard refuses other pods, but only when they start, at night; in one that does not, a job can become root on its node, next to the data of all teams.",
  fix: "Write the security context as said; the images of this platform run under it.",
  judge: (resource) => podTemplates(resource).flatMap((template) => inPod(resource, template)),
};

/** A field of a pod, a container or a security context. */
interface Field {
  readonly path: readonly string[];
  readonly holds: (value: Value) => boolean;
  readonly write: string;
  /** Whether it may be missing, because Kubernetes' own default is good. */
  readonly optional?: boolean;
}

const HOST_NAMESPACES = ["hostNetwork", "hostPID", "hostIPC"].map((name): Field => ({
  path: [name],
  holds: (value) => value === false,
  write: "remove it",
  optional: true,
}));

/** In the security context of a container, or of the pod for all containers that say nothing else. */
const INHERITED: readonly Field[] = [
  { path: ["runAsNonRoot"], holds: (value) => value === true, write: "write true" },
  { path: ["runAsUser"], holds: (value) => value !== 0, write: "write the number of another user", optional: true },
  {
    path: ["seccompProfile", "type"],
    holds: (value) => value === "RuntimeDefault" || value === "Localhost",
    write: 'write "RuntimeDefault"',
  },
];

/** In the security context of a container only. */
const OWN: readonly Field[] = [
  { path: ["allowPrivilegeEscalation"], holds: (value) => value === false, write: "write false" },
  { path: ["privileged"], holds: (value) => value === false, write: "remove it", optional: true },
];

const CAPABILITIES: readonly Field[] = [
  { path: ["drop"], holds: (value) => listAt(value).includes("ALL"), write: 'write ["ALL"]' },
  {
    path: ["add"],
    holds: (value) => listAt(value).every((name) => name === "NET_BIND_SERVICE"),
    write: 'only "NET_BIND_SERVICE" may be added',
    optional: true,
  },
];

const HOST_PORT: Field = { path: ["hostPort"], holds: (value) => value === 0, write: "remove it", optional: true };

function inPod(resource: Resource, template: PodTemplate): readonly Finding[] {
  const { path, spec, partial } = template;
  if (spec === UNKNOWN) return [unknown(resource, path)];
  const all = containers(template);
  return [
    ...HOST_NAMESPACES.flatMap((field) => inField(resource, path, field, spec, partial)),
    ...listAt(spec, "volumes").flatMap((volume, index) => inVolume(resource, `${path}.volumes[${index}]`, volume)),
    ...inPodContext(resource, template, all),
    ...all.flatMap((container) => inContainer(resource, container, partial)),
  ];
}

function inVolume(resource: Resource, path: string, volume: Value): readonly Finding[] {
  if (volume === UNKNOWN) return [unknown(resource, path)];
  const name = stringAt(volume, "name");
  const place = `${path}${name === undefined ? "" : ` "${name}"`}`;
  if (at(volume, "hostPath") === undefined) return [];
  return [violation(resource, `${place} is a hostPath: use emptyDir, or a claim for what must stay`)];
}

/** What containers inherit must be there for those that do not set it themselves. */
function inPodContext(
  resource: Resource,
  { path, spec, partial }: PodTemplate,
  all: readonly Container[],
): readonly Finding[] {
  const context = at(spec, "securityContext");
  const place = `${path}.securityContext`;
  if (context === UNKNOWN) return [unknown(resource, place)];
  return INHERITED.flatMap((field) => {
    const needed = all.some(({ value }) => at(value, "securityContext", ...field.path) === undefined);
    return inField(resource, place, field, context, partial || !needed);
  });
}

function inContainer(resource: Resource, { path, value }: Container, partial: boolean): readonly Finding[] {
  if (value === UNKNOWN) return [unknown(resource, path)];
  return [
    ...inContainerContext(resource, `${path}: securityContext`, at(value, "securityContext"), partial),
    ...listAt(value, "ports").flatMap((port, index) =>
      inField(resource, `${path}: ports[${index}]`, HOST_PORT, port, partial),
    ),
  ];
}

function inContainerContext(
  resource: Resource,
  place: string,
  context: Value | undefined,
  partial: boolean,
): readonly Finding[] {
  if (context === UNKNOWN) return [unknown(resource, place)];
  return [
    ...INHERITED.flatMap((field) => inField(resource, place, field, context, true)),
    ...OWN.flatMap((field) => inField(resource, place, field, context, partial)),
    ...inCapabilities(resource, `${place}.capabilities`, at(context, "capabilities"), partial),
  ];
}

function inCapabilities(
  resource: Resource,
  place: string,
  capabilities: Value | undefined,
  partial: boolean,
): readonly Finding[] {
  if (capabilities === UNKNOWN) return [unknown(resource, place)];
  return CAPABILITIES.flatMap((field) => inField(resource, place, field, capabilities, partial));
}

function inField(
  resource: Resource,
  place: string,
  { path, holds, write, optional = false }: Field,
  parent: Value | undefined,
  mayBeMissing: boolean,
): readonly Finding[] {
  const value = at(parent, ...path);
  const field = `${place}.${path.join(".")}`;
  if (value === undefined) {
    return optional || mayBeMissing ? [] : [violation(resource, `${field} is missing: ${write}`)];
  }
  if (value !== UNKNOWN && holds(value)) return [];
  return hasUnknown(value)
    ? [unknown(resource, field)]
    : [violation(resource, `${field} is ${JSON.stringify(value)}: ${write}`)];
}
