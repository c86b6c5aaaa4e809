/** Where kinds live, against the API reference of Kubernetes. */
import test from "ava";

import { scopeOf } from "../../../policies/model/scope.js";
import { parametersFrom } from "../../../policies/parameters.js";
import { object } from "../namespaces-objects.js";
import { resource } from "../objects.js";

const registered = { resources: new Map(), parameters: parametersFrom({}) };
const scope = (apiVersion: string, kind: string) => scopeOf(object(apiVersion, kind, { name: "it" }), registered);

const CLUSTER: Readonly<Record<string, readonly string[]>> = {
  v1: ["Namespace", "Node", "PersistentVolume", "ComponentStatus"],
  "rbac.authorization.k8s.io/v1": ["ClusterRole", "ClusterRoleBinding"],
  "storage.k8s.io/v1": ["StorageClass", "CSIDriver", "CSINode", "VolumeAttachment", "VolumeAttributesClass"],
  "apiextensions.k8s.io/v1": ["CustomResourceDefinition"],
  "apiregistration.k8s.io/v1": ["APIService"],
  "admissionregistration.k8s.io/v1": [
    "MutatingWebhookConfiguration",
    "ValidatingWebhookConfiguration",
    "MutatingAdmissionPolicy",
    "ValidatingAdmissionPolicy",
    "MutatingAdmissionPolicyBinding",
    "ValidatingAdmissionPolicyBinding",
  ],
  "certificates.k8s.io/v1alpha1": ["CertificateSigningRequest", "ClusterTrustBundle"],
  "flowcontrol.apiserver.k8s.io/v1": ["FlowSchema", "PriorityLevelConfiguration"],
  "networking.k8s.io/v1": ["IngressClass", "IPAddress", "ServiceCIDR", "ClusterCIDR"],
  "node.k8s.io/v1": ["RuntimeClass"],
  "policy/v1beta1": ["PodSecurityPolicy"],
  "extensions/v1beta1": ["PodSecurityPolicy"],
  "scheduling.k8s.io/v1": ["PriorityClass"],
  "resource.k8s.io/v1": [
    "DeviceClass",
    "ResourceSlice",
    "ResourceClass",
    "DeviceTaintRule",
    "ResourcePoolStatusRequest",
  ],
  "storagemigration.k8s.io/v1beta1": ["StorageVersionMigration"],
  "internal.apiserver.k8s.io/v1alpha1": ["StorageVersion"],
  "auditregistration.k8s.io/v1alpha1": ["AuditSink"],
  "cert-manager.io/v1": ["ClusterIssuer"],
  "crd.k8s.amazonaws.com/v1alpha1": ["ENIConfig"],
  "eks.amazonaws.com/v1": ["NodeClass"],
  "external-secrets.io/v1": ["ClusterSecretStore", "ClusterExternalSecret"],
  "gateway.networking.k8s.io/v1": ["GatewayClass"],
  "karpenter.k8s.aws/v1": ["EC2NodeClass"],
  "karpenter.sh/v1": ["NodePool", "NodeClaim"],
  "kyverno.io/v1": ["ClusterPolicy"],
  "snapshot.storage.k8s.io/v1": ["VolumeSnapshotClass", "VolumeSnapshotContent"],
};

const NAMESPACED: Readonly<Record<string, readonly string[]>> = {
  v1: ["Pod", "PodTemplate", "Event", "Endpoints", "KindOfTheFuture"],
  "apps/v1": ["Deployment", "ControllerRevision"],
  "autoscaling/v2": ["HorizontalPodAutoscaler"],
  "batch/v1": ["CronJob"],
  "certificates.k8s.io/v1alpha1": ["PodCertificateRequest"],
  "coordination.k8s.io/v1": ["Lease", "LeaseCandidate"],
  "discovery.k8s.io/v1": ["EndpointSlice"],
  "events.k8s.io/v1": ["Event"],
  "extensions/v1beta1": ["Ingress"],
  "networking.k8s.io/v1": ["NetworkPolicy", "Ingress"],
  "policy/v1": ["PodDisruptionBudget"],
  "rbac.authorization.k8s.io/v1": ["Role", "RoleBinding"],
  "resource.k8s.io/v1": ["ResourceClaim", "ResourceClaimTemplate"],
  "settings.k8s.io/v1alpha1": ["PodPreset"],
  "storage.k8s.io/v1": ["CSIStorageCapacity"],
  "cert-manager.io/v1": ["Issuer"],
  "example.org/v1": ["NodePool", "Namespace"],
};

test("kinds that live in no namespace", (t) => {
  for (const [apiVersion, kinds] of Object.entries(CLUSTER)) {
    for (const kind of kinds) t.is(scope(apiVersion, kind), "cluster", `${apiVersion} ${kind}`);
  }
});
test("kinds that live in a namespace, those that are easily mistaken and unknown ones among them", (t) => {
  for (const [apiVersion, kinds] of Object.entries(NAMESPACED)) {
    for (const kind of kinds) t.is(scope(apiVersion, kind), "namespace", `${apiVersion} ${kind}`);
  }
});
test("what is no single Kubernetes object lives nowhere", (t) => {
  const nowhere = [
    "pulumi:providers:kubernetes",
    "kubernetes:helm.sh/v3:Release",
    "kubernetes:helm.sh/v4:Chart",
    "kubernetes:yaml/v2:ConfigFile",
    "kubernetes:kustomize/v2:Directory",
    "aws:s3/bucket:Bucket",
  ];
  for (const type of nowhere) t.is(scopeOf(resource(type, {}), registered), undefined, type);
  t.is(scopeOf(resource("kubernetes:core/v1:SecretList", { kind: "SecretList", items: [] }), registered), undefined);
});
test("where nothing is shown but the token, that says the kind", (t) => {
  t.is(scopeOf(resource("kubernetes:core/v1:Node", {}), registered), "cluster");
  t.is(scopeOf(resource("kubernetes:core/v1:NodePatch", {}), registered), "cluster");
  t.is(scopeOf(resource("kubernetes:apps/v1:DeploymentPatch", {}), registered), "namespace");
});
