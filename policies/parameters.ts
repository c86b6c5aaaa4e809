/** Parameters of the pack, given with `--policy-pack-config` under the policy `policy-collector`. */

export interface Parameters {
  /** Namespaces made outside this stack that its objects may use. Default: none, so that a typing error is found. */
  readonly externalNamespaces: readonly string[];
  /** Custom kinds without a namespace, as `Kind` or `Kind.group`, besides the well-known ones. A CustomResourceDefinition in the stack needs no entry. */
  readonly clusterScopedCustomKinds: readonly string[];
}

/** JSON schema of each parameter: the engine checks what it is given against it. */
export const PARAMETER_SCHEMA = {
  externalNamespaces: { type: "array", items: { type: "string" }, default: [] },
  clusterScopedCustomKinds: { type: "array", items: { type: "string" }, default: [] },
} as const;

/** The parameters, defaults filled in. */
export function parametersFrom(given: Partial<Parameters>): Parameters {
  return {
    externalNamespaces: given.externalNamespaces ?? [],
    clusterScopedCustomKinds: given.clusterScopedCustomKinds ?? [],
  };
}
