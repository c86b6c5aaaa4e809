/** Where resources name a namespace that is not their own. */
import { isSingle, trustedAccounts } from "./account-references";
import type { NamespaceReference } from "./references";
import { type PodTemplate, containers, podTemplates } from "./pods";
import type { Resource } from "./resource";
import { select } from "./select";
import { type Value, at, listAt, stringAt } from "./values";

const WEBHOOK = "clientConfig.service.namespace";

/** Fields that hold a namespace, by kind of object or type of cloud resource. Sources: the API reference of Kubernetes, and that of `@pulumi/aws`. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  APIService: ["spec.service.namespace"],
  CustomResourceDefinition: [`spec.conversion.webhook.${WEBHOOK}`],
  MutatingWebhookConfiguration: [`webhooks[].${WEBHOOK}`],
  PersistentVolume: ["spec.claimRef.namespace"],
  PersistentVolumeClaim: ["spec.dataSourceRef.namespace"],
  StatefulSet: ["spec.volumeClaimTemplates[].spec.dataSourceRef.namespace"],
  ValidatingWebhookConfiguration: [`webhooks[].${WEBHOOK}`],
  "aws:eks/fargateProfile:FargateProfile": ["selectors[].namespace"],
};

/** Fields that select namespaces by their labels. */
const SELECTORS: Readonly<Record<string, readonly string[]>> = {
  MutatingWebhookConfiguration: ["webhooks[].namespaceSelector"],
  NetworkPolicy: ["spec.ingress[].from[].namespaceSelector", "spec.egress[].to[].namespaceSelector"],
  ValidatingWebhookConfiguration: ["webhooks[].namespaceSelector"],
};

/** All namespaces that a resource refers to. Of text, only what is known: an unknown one need not hold a namespace at all. */
export function namespaceReferences(resource: Resource): readonly NamespaceReference[] {
  const kind = resource.object?.kind ?? resource.type;
  return [
    ...(FIELDS[kind] ?? []).flatMap((pattern) => select(resource.inputs, pattern).map(reference)),
    ...(SELECTORS[kind] ?? []).flatMap((pattern) => select(resource.inputs, pattern).flatMap(selected)),
    ...podTemplates(resource).flatMap(inPod),
    ...inServiceName(resource),
    ...trustedAccounts(resource).filter(({ account }) => !isSingle(account.name)),
  ].filter(({ namespace }) => isSingle(namespace));
}

function reference({ path, value }: { path: string; value: Value }): NamespaceReference {
  return { place: path, namespace: value, property: propertyOf(path) };
}

function propertyOf(path: string): string {
  return path.replace(/[.[ ].*/, "");
}

/** Label that the API server gives each namespace. */
const NAME_LABEL = "kubernetes.io/metadata.name";

function selected({ path, value }: { path: string; value: Value }): readonly NamespaceReference[] {
  const label = at(value, "matchLabels", NAME_LABEL);
  const expressions = select(value, "matchExpressions[]").filter(
    (expression) => stringAt(expression.value, "key") === NAME_LABEL && stringAt(expression.value, "operator") === "In",
  );
  return [
    ...(label === undefined ? [] : [reference({ path: `${path}.matchLabels["${NAME_LABEL}"]`, value: label })]),
    ...expressions.flatMap((expression) =>
      select(expression.value, "values[]").map((one) =>
        reference({ path: `${path}.${expression.path}.${one.path}`, value: one.value }),
      ),
    ),
  ];
}

function inPod(template: PodTemplate): readonly NamespaceReference[] {
  const { path, spec } = template;
  const sources = select(spec, "volumes[].ephemeral.volumeClaimTemplate.spec.dataSourceRef.namespace");
  return [
    ...sources.map((found) => reference({ ...found, path: `${path}.${found.path}` })),
    ...containers(template).flatMap((container) =>
      textsIn(container.value).flatMap(({ place, text }) => serviceNames(`${container.path}.${place}`, text)),
    ),
  ];
}

interface Text {
  readonly place: string;
  readonly text: Value | undefined;
}

function textsIn(container: Value): readonly Text[] {
  const variables = listAt(container, "env").map((variable, index): Text => ({
    place: `env[${index}] "${stringAt(variable, "name") ?? ""}"`,
    text: at(variable, "value"),
  }));
  const words = ["command[]", "args[]"].flatMap((list) => select(container, list));
  return [...variables, ...words.map(({ path, value }): Text => ({ place: path, text: value }))];
}

/** A Service that stands for another one. */
function inServiceName({ object, inputs }: Resource): readonly NamespaceReference[] {
  return object?.kind === "Service" ? serviceNames("spec.externalName", at(inputs, "spec", "externalName")) : [];
}

/** Names such as `postgres.team.svc` and `pod-0.postgres.team.svc.cluster.local`. After `.svc.` anything but the usual domain is some other host. */
const SERVICE_NAME = /(?:^|[^\w.-])(?:[a-z0-9-]+\.)+([a-z0-9-]+)\.svc(?:\.cluster\.local)?(?!\.?[\w-])/g;

function serviceNames(place: string, text: Value | undefined): readonly NamespaceReference[] {
  if (typeof text !== "string") return [];
  return [...text.matchAll(SERVICE_NAME)].map(([, namespace = ""]) =>
    reference({ path: `${place} names a service: its namespace`, value: namespace }),
  );
}
