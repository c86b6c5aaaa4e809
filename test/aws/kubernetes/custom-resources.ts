/** The types that EKS Auto Mode brings, without their schemas. */
import { setTimeout as sleep } from "node:timers/promises";

import type { Api } from "./api.js";

/** Cluster-wide types by API group, all of version v1. */
const TYPES = { "karpenter.sh": "NodePool", "eks.amazonaws.com": "NodeClass" } as const;

/** Where objects of a type are listed. */
export function customPath(group: keyof typeof TYPES): string {
  return `/apis/${group}/v1/${pluralOf(TYPES[group])}`;
}

/** Installs the types and waits until the API server knows them. */
export async function installCustomResources(api: Api): Promise<void> {
  for (const [group, kind] of Object.entries(TYPES)) {
    await api.create("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", definition(group, kind));
    while (!(await api.answers(customPath(group as keyof typeof TYPES)))) await sleep(100);
  }
}

function definition(group: string, kind: string): object {
  const plural = pluralOf(kind);
  const schema = { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } };
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      names: { kind, listKind: `${kind}List`, plural, singular: kind.toLowerCase() },
      scope: "Cluster",
      versions: [{ name: "v1", served: true, storage: true, schema, subresources: { status: {} } }],
    },
  };
}

function pluralOf(kind: string): string {
  const singular = kind.toLowerCase();
  return singular.endsWith("s") ? `${singular}es` : `${singular}s`;
}
