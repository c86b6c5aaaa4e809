/** Which kinds live in a namespace. */
import type { Registered, Resource } from "./resource";
import { at, stringAt } from "./values";

/**
 * Kinds of Kubernetes itself that have no namespace, by API group. The list is of these and not of the others, so that a kind that is newer than it is asked for a namespace
 * rather than let through. Source: the API reference of Kubernetes 1.36 and of the versions before that still had the older kinds.
 */
const CLUSTER_SCOPED: Readonly<Record<string, readonly string[]>> = {
  "": ["Namespace", "Node", "PersistentVolume", "ComponentStatus"],
  "admissionregistration.k8s.io": [
    "MutatingAdmissionPolicy",
    "MutatingAdmissionPolicyBinding",
    "MutatingWebhookConfiguration",
    "ValidatingAdmissionPolicy",
    "ValidatingAdmissionPolicyBinding",
    "ValidatingWebhookConfiguration",
  ],
  "apiextensions.k8s.io": ["CustomResourceDefinition"],
  "apiregistration.k8s.io": ["APIService"],
  "auditregistration.k8s.io": ["AuditSink"],
  "certificates.k8s.io": ["CertificateSigningRequest", "ClusterTrustBundle"],
  extensions: ["PodSecurityPolicy"],
  "flowcontrol.apiserver.k8s.io": ["FlowSchema", "PriorityLevelConfiguration"],
  "internal.apiserver.k8s.io": ["StorageVersion"],
  "networking.k8s.io": ["ClusterCIDR", "IngressClass", "IPAddress", "ServiceCIDR"],
  "node.k8s.io": ["RuntimeClass"],
  policy: ["PodSecurityPolicy"],
  "rbac.authorization.k8s.io": ["ClusterRole", "ClusterRoleBinding"],
  "resource.k8s.io": ["DeviceClass", "DeviceTaintRule", "ResourceClass", "ResourcePoolStatusRequest", "ResourceSlice"],
  "scheduling.k8s.io": ["PriorityClass"],
  "storage.k8s.io": ["CSIDriver", "CSINode", "StorageClass", "VolumeAttachment", "VolumeAttributesClass"],
  "storagemigration.k8s.io": ["StorageVersionMigration"],
};

/** Further groups of Kubernetes itself, all of whose kinds have a namespace. */
const NAMESPACED_GROUPS = [
  "apps",
  "autoscaling",
  "batch",
  "coordination.k8s.io",
  "discovery.k8s.io",
  "events.k8s.io",
  "settings.k8s.io",
];

/** Custom kinds without a namespace that platforms on EKS commonly have, as `Kind.group`. */
const WELL_KNOWN_CLUSTER_SCOPED = [
  "ClusterExternalSecret.external-secrets.io",
  "ClusterIssuer.cert-manager.io",
  "ClusterPolicy.kyverno.io",
  "ClusterSecretStore.external-secrets.io",
  "EC2NodeClass.karpenter.k8s.aws",
  "ENIConfig.crd.k8s.amazonaws.com",
  "GatewayClass.gateway.networking.k8s.io",
  "NodeClaim.karpenter.sh",
  "NodeClass.eks.amazonaws.com",
  "NodePool.karpenter.sh",
  "VolumeSnapshotClass.snapshot.storage.k8s.io",
  "VolumeSnapshotContent.snapshot.storage.k8s.io",
];

/** Whether the kind is not Kubernetes' own, so that only its CustomResourceDefinition says for certain where it lives. */
export function isCustomKind({ object }: Resource): boolean {
  return object !== undefined && !(object.group in CLUSTER_SCOPED) && !NAMESPACED_GROUPS.includes(object.group);
}

export type Scope = "namespace" | "cluster";

/** Where objects of the resource's kind live; `undefined` for what is no single object. A custom kind of which nothing says otherwise lives in a namespace. */
export function scopeOf(resource: Resource, { resources, parameters }: Registered): Scope | undefined {
  const { object } = resource;
  if (object === undefined || isList(resource)) return undefined;
  if (!isCustomKind(resource)) return CLUSTER_SCOPED[object.group]?.includes(object.kind) ? "cluster" : "namespace";
  const defined = definedScope(resource, resources.values());
  if (defined !== undefined) return defined;
  const listed = [...WELL_KNOWN_CLUSTER_SCOPED, ...parameters.clusterScopedCustomKinds];
  const isListed = listed.includes(object.kind) || listed.includes(`${object.kind}.${object.group}`);
  return isListed ? "cluster" : "namespace";
}

/** Whether the resource is a Kubernetes object that lives in a namespace. */
export function isNamespaced(resource: Resource, registered: Registered): boolean {
  return scopeOf(resource, registered) === "namespace";
}

/** Where objects of a custom kind live, as its CustomResourceDefinition says if that is among the candidates. Looks at all of them. */
export function definedScope(resource: Resource, candidates: Iterable<Resource>): Scope | undefined {
  for (const candidate of candidates) {
    const scope = defines(candidate, resource) ? stringAt(candidate.inputs, "spec", "scope") : undefined;
    if (scope !== undefined) return scope === "Cluster" ? "cluster" : "namespace";
  }
  return undefined;
}

export function isDefinition({ object }: Resource): boolean {
  return object?.kind === "CustomResourceDefinition" && object.group === "apiextensions.k8s.io";
}

function defines(candidate: Resource, { object, provider }: Resource): boolean {
  return (
    isDefinition(candidate) &&
    candidate.provider === provider &&
    stringAt(candidate.inputs, "spec", "group") === object?.group &&
    stringAt(candidate.inputs, "spec", "names", "kind") === object?.kind
  );
}

/** A list such as `ConfigMapList`: each object in it is a resource of its own. */
function isList({ object, inputs }: Resource): boolean {
  return object?.kind.endsWith("List") === true && at(inputs, "items") !== undefined;
}
