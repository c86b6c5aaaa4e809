/** Which kinds live in a namespace. */
import type { Registered, Resource } from "./resource";
import { stringAt } from "./values";

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
  "internal.apiserver.k8s.io",
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

/** Whether the resource is a Kubernetes object that lives in a namespace. A custom kind of which nothing says otherwise does. */
export function isNamespaced(resource: Resource, { resources, parameters }: Registered): boolean {
  if (resource.object === undefined) return false;
  const { group, kind } = resource.object;
  if (!isCustomKind(resource)) return !(CLUSTER_SCOPED[group] ?? []).includes(kind);
  const definition = [...resources.values()].find((candidate) => defines(candidate, group, kind));
  if (definition !== undefined) return stringAt(definition.inputs, "spec", "scope") !== "Cluster";
  const listed = [...WELL_KNOWN_CLUSTER_SCOPED, ...parameters.clusterScopedCustomKinds];
  return !listed.includes(kind) && !listed.includes(`${kind}.${group}`);
}

function defines({ object, inputs }: Resource, group: string, kind: string): boolean {
  return (
    object?.kind === "CustomResourceDefinition" &&
    stringAt(inputs, "spec", "group") === group &&
    stringAt(inputs, "spec", "names", "kind") === kind
  );
}
