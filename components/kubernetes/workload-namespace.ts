import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { componentType, LABELS, POD_SECURITY, PROJECT, WORKLOADS } from "../../vocabulary";
import type { NetworkPolicySpec } from "./network-rules";

export type Workload = keyof typeof WORKLOADS;

/** Upper bounds of a whole namespace. */
export interface NamespaceQuota {
  /** Sum of CPU requests, a Kubernetes quantity (`4`, `1500m`). CPU limits are not summed: a limit sets no CPU aside, it only lends what is idle. */
  readonly cpu: string;
  /** Sum of memory requests, and also of memory limits, so that the namespace can never use more than it asked for. A Kubernetes quantity (`8Gi`). */
  readonly memory: string;
  /** Number of pods that have not ended. */
  readonly pods: number;
}

export interface WorkloadNamespaceArgs {
  /** Name of the namespace. Literal, since network policies and bindings elsewhere refer to it. */
  readonly namespace: string;
  /** What the namespace is there for; decides which kinds of objects it may hold besides pods. */
  readonly workload: Workload;
  /** Key of the team that owns it, written as a label. */
  readonly team?: string;
  readonly quota: NamespaceQuota;
  /** Whether Pulumi refuses to delete the namespace, and with it all that it holds; also where it would be made anew under another name. Default: no. */
  readonly protect?: boolean;
  /** Traffic let through, by policy name. Everything else is denied, in both directions. */
  readonly allow: Readonly<Record<string, NetworkPolicySpec>>;
}

/** Volume claims: only Postgres keeps data. Node ports: Airflow's web UI has one on a laptop. Load balancers: nobody. */
const OBJECT_COUNTS: Record<Workload, { claims: number; nodePorts: number }> = {
  airflow: { claims: 0, nodePorts: 1 },
  postgres: { claims: 1, nodePorts: 0 },
  spark: { claims: 0, nodePorts: 0 },
};

/** For containers that state no resources. Every container of the platform does; these keep a pod started by hand within the quota's rules. */
const CONTAINER_DEFAULTS = {
  defaultRequest: { cpu: "100m", memory: "256Mi" },
  default: { cpu: "500m", memory: "256Mi" },
};

/**
 * A namespace ready for one kind of workload: Pod Security `restricted`, a quota, container defaults, and network policies that deny all traffic but
 * `allow`. Pods must wait for the whole component (`dependsOn`), else they may start before the policies stand.
 */
export class WorkloadNamespace extends pulumi.ComponentResource {
  public readonly namespace: string;

  constructor(name: string, args: WorkloadNamespaceArgs, opts?: pulumi.ComponentResourceOptions) {
    super(componentType("kubernetes", "WorkloadNamespace"), name, {}, opts);
    this.namespace = args.namespace;

    const namespace = new kubernetes.core.v1.Namespace(
      name,
      { metadata: { name: args.namespace, labels: namespaceLabels(args) } },
      { parent: this, protect: args.protect ?? false },
    );
    const inside = { parent: this, dependsOn: [namespace] };
    const metadata = (object: string): kubernetes.types.input.meta.v1.ObjectMeta => ({
      name: object,
      namespace: args.namespace,
      labels: { [LABELS.partOf]: PROJECT },
    });
    new kubernetes.core.v1.ResourceQuota(
      `${name}-quota`,
      { metadata: metadata("quota"), spec: { hard: quotaLimits(args) } },
      inside,
    );
    new kubernetes.core.v1.LimitRange(
      `${name}-container-defaults`,
      { metadata: metadata("container-defaults"), spec: { limits: [{ type: "Container", ...CONTAINER_DEFAULTS }] } },
      inside,
    );
    new kubernetes.networking.v1.NetworkPolicy(
      `${name}-deny-all`,
      { metadata: metadata("deny-all"), spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] } },
      inside,
    );
    for (const [policy, spec] of Object.entries(args.allow)) {
      new kubernetes.networking.v1.NetworkPolicy(
        `${name}-allow-${policy}`,
        { metadata: metadata(`allow-${policy}`), spec },
        inside,
      );
    }
    this.registerOutputs({ namespace: this.namespace });
  }
}

/** Pod Security at the newest version of `restricted`: warn and audit too, because they judge pod templates, where enforce only judges pods. */
function namespaceLabels({ workload, team }: WorkloadNamespaceArgs): Record<string, string> {
  return {
    [LABELS.partOf]: PROJECT,
    [LABELS.workload]: WORKLOADS[workload],
    ...(team === undefined ? {} : { [LABELS.team]: team }),
    [POD_SECURITY.enforce]: POD_SECURITY.restricted,
    [POD_SECURITY.enforceVersion]: "latest",
    [POD_SECURITY.audit]: POD_SECURITY.restricted,
    [POD_SECURITY.warn]: POD_SECURITY.restricted,
  };
}

function quotaLimits({ workload, quota }: WorkloadNamespaceArgs): Record<string, string> {
  const counts = OBJECT_COUNTS[workload];
  return {
    "requests.cpu": quota.cpu,
    "requests.memory": quota.memory,
    "limits.memory": quota.memory,
    pods: String(quota.pods),
    persistentvolumeclaims: String(counts.claims),
    "services.nodeports": String(counts.nodePorts),
    "services.loadbalancers": "0",
  };
}
