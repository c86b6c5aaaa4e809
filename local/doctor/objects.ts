/** The parts of Kubernetes objects that the doctor reads. */
import type { PodTemplate } from "../../components/spark/pod.js";

export interface List<T> {
  readonly items: readonly T[];
}

export interface Metadata {
  readonly name: string;
  readonly namespace: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly creationTimestamp?: string;
  readonly deletionTimestamp?: string;
}

export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

interface ContainerStatus {
  readonly name: string;
  readonly ready: boolean;
  readonly restartCount: number;
  readonly image: string;
  readonly state: { readonly waiting?: { readonly reason?: string; readonly message?: string } };
}

export interface Pod {
  readonly kind: "Pod";
  readonly metadata: Metadata;
  readonly status: {
    readonly phase: string;
    readonly conditions?: readonly Condition[];
    readonly initContainerStatuses?: readonly ContainerStatus[];
    readonly containerStatuses?: readonly ContainerStatus[];
  };
}

export interface ResourceQuota {
  readonly kind: "ResourceQuota";
  readonly metadata: Metadata;
  readonly status: {
    readonly hard?: Readonly<Record<string, string>>;
    readonly used?: Readonly<Record<string, string>>;
  };
}

export interface Service {
  readonly kind: "Service";
  readonly metadata: Metadata;
  readonly spec: { readonly ports?: readonly { readonly port: number; readonly nodePort?: number }[] };
}

/** Of which only the names matter. */
interface Named<Kind extends "ServiceAccount" | "PersistentVolumeClaim" | "Namespace"> {
  readonly kind: Kind;
  readonly metadata: Metadata;
}

/** A server of the platform. */
export interface Server<Kind extends "Deployment" | "StatefulSet"> {
  readonly kind: Kind;
  readonly metadata: Metadata;
  readonly spec: { readonly replicas?: number; readonly template: PodTemplate };
}

export interface Job {
  readonly kind: "Job";
  readonly metadata: Metadata;
  readonly status: { readonly conditions?: readonly Condition[] };
}

export interface CronJob {
  readonly kind: "CronJob";
  readonly metadata: Metadata;
  readonly spec: { readonly jobTemplate: { readonly spec: { readonly template: PodTemplate } } };
}

export interface Node {
  readonly metadata: Pick<Metadata, "name">;
  readonly spec: { readonly unschedulable?: boolean };
  readonly status: { readonly conditions: readonly Condition[] };
}

export type Item =
  | Pod
  | ResourceQuota
  | Service
  | Named<"ServiceAccount">
  | Named<"PersistentVolumeClaim">
  | Server<"Deployment">
  | Server<"StatefulSet">
  | Job
  | CronJob
  | Named<"Namespace">;

/** Those of one kind. */
export function ofKind<Kind extends Item["kind"]>(items: readonly Item[], kind: Kind): Extract<Item, { kind: Kind }>[] {
  return items.filter((item): item is Extract<Item, { kind: Kind }> => item.kind === kind);
}

/** `namespace/name`. */
export function pathOf({ namespace, name }: Metadata): string {
  return `${namespace}/${name}`;
}
