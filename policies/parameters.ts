/** Parameters of the pack, given with `--policy-pack-config` under the policy `policy-collector`: several rules read the same ones. */
import { DATA_TYPES, EKS_VERSIONS } from "../vocabulary";
import type { Exception } from "./exceptions";

export interface Parameters {
  /**
   * What a value that is not known yet means: `refuse` it, `tell` of it, or tell of it in the preview that also creates the cluster and refuse it later.
   * Values of cloud resources are only told of: the cloud makes them, and the rule is applied during the update.
   */
  readonly unknownValues: "refuse" | "refuse-after-first-preview" | "tell";
  /** What breaks a rule and may, for a while: see exceptions.ts. */
  readonly exceptions: readonly Exception[];
  /** Namespaces made outside this stack that its objects may use. Default: none, so that a typing error is found. */
  readonly externalNamespaces: readonly string[];
  /** Custom kinds without a namespace, as `Kind` or `Kind.group`, besides the well-known ones. A CustomResourceDefinition in the stack needs no entry. */
  readonly clusterScopedCustomKinds: readonly string[];
  /** Objects that may be in a namespace of Kubernetes itself, as `Kind namespace/name`. Default: none. */
  readonly systemNamespaceObjects: readonly string[];
  /** Names of StorageClasses made outside this stack that store on EBS. Default: the names that EKS and its add-ons use. */
  readonly ebsStorageClasses: readonly string[];
  /** Names of StorageClasses made outside this stack that do not. A class that nobody names counts as EBS. */
  readonly nonEbsStorageClasses: readonly string[];
  /** The least sharing that claims on EBS must ask for: `ReadWriteOncePod` has the scheduler itself keep a second pod away. Default: `ReadWriteOnce`. */
  readonly claimAccessMode: "ReadWriteOnce" | "ReadWriteOncePod";
  /** Allows volumes of the node itself that the EBS driver serves to any pod of its node (handle `local-ebs://…`). Default: false. */
  readonly allowNodeLocalEbs: boolean;
  /** Allows a rolling update with `maxSurge: 0` on an EBS claim: it does not deadlock, though two pods overlap while the old one ends. Default: false. */
  readonly allowZeroSurge: boolean;
  /** Claims made outside this stack that its pods may mount, as `namespace/name`. */
  readonly externalClaims: readonly string[];
  /** Service accounts made outside this stack that its pods and bindings may name, as `namespace/name`. */
  readonly externalServiceAccounts: readonly string[];
  /** Helm charts, YAML files and kustomizations whose contents somebody has read: chart names, or Pulumi names of the resource. Default: none. */
  readonly allowedCharts: readonly string[];
  /** Environment variables that Airflow's containers must set to a declared namespace, for DAGs that read it. */
  readonly requiredNamespaceEnv: readonly string[];
  /** Whether nodes of the cluster that this stack does not make can be spot. Default: false: the stack's own pools tell. */
  readonly externalSpotNodes: boolean;
  /** Type tokens of resources that must have `protect`. Default: what holds data in AWS; a stack to play with names none. */
  readonly protectedTypes: readonly string[];
  /** Kubernetes versions of EKS that may be used. Default: those in standard support, as of November 2026. */
  readonly eksVersions: readonly string[];
}

export const DEFAULTS: Parameters = {
  unknownValues: "refuse-after-first-preview",
  exceptions: [],
  externalNamespaces: [],
  clusterScopedCustomKinds: [],
  systemNamespaceObjects: [],
  ebsStorageClasses: ["gp2", "gp3", "io1", "io2", "st1", "sc1", "ebs-sc", "ebs-csi-default-sc", "auto-ebs-sc"],
  nonEbsStorageClasses: [],
  claimAccessMode: "ReadWriteOnce",
  allowNodeLocalEbs: false,
  allowZeroSurge: false,
  externalClaims: [],
  externalServiceAccounts: [],
  allowedCharts: [],
  requiredNamespaceEnv: [],
  externalSpotNodes: false,
  protectedTypes: DATA_TYPES,
  eksVersions: EKS_VERSIONS,
};

interface Schema {
  readonly type: "array" | "boolean" | "object" | "string";
  readonly items?: Schema;
  readonly enum?: string[];
  readonly additionalProperties?: Schema;
}

const list: Schema = { type: "array", items: { type: "string" } };
const flag: Schema = { type: "boolean" };

/** JSON schema of each parameter: the engine checks what it is given against it. */
export const PARAMETER_SCHEMA: Record<keyof Parameters, Schema> = {
  unknownValues: { type: "string", enum: ["refuse", "refuse-after-first-preview", "tell"] },
  exceptions: { type: "array", items: { type: "object", additionalProperties: { type: "string" } } },
  externalNamespaces: list,
  clusterScopedCustomKinds: list,
  systemNamespaceObjects: list,
  ebsStorageClasses: list,
  nonEbsStorageClasses: list,
  claimAccessMode: { type: "string", enum: ["ReadWriteOnce", "ReadWriteOncePod"] },
  allowNodeLocalEbs: flag,
  allowZeroSurge: flag,
  externalClaims: list,
  externalServiceAccounts: list,
  allowedCharts: list,
  requiredNamespaceEnv: list,
  externalSpotNodes: flag,
  protectedTypes: list,
  eksVersions: list,
};

/** The parameters, defaults filled in. */
export function parametersFrom(given: Partial<Parameters>): Parameters {
  return { ...DEFAULTS, ...given };
}
