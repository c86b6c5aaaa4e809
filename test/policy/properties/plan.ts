/** Random stacks as plain data, which the oracle reads, and as the resources that the pack is shown. */
import fc from "fast-check";

export const CLASSES = ["gp3", "own-ebs", "own-efs", "listed-efs", "mystery"] as const;
export const KINDS = [
  "CronJob",
  "DaemonSet",
  "Deployment",
  "Job",
  "Pod",
  "ReplicaSet",
  "ReplicationController",
  "Rollout",
  "ScaledJob",
  "StatefulSet",
] as const;

/** Where something is: in one of two clusters, each with two namespaces. */
export interface Place {
  readonly cluster: "first" | "second";
  readonly namespace: "lab" | "team";
}

export interface ClaimPlan extends Place {
  readonly name: string;
  readonly className: (typeof CLASSES)[number];
  readonly mode: string;
}

/** A number in a spec: as written, left out, or an output that is not known yet. */
export type Count = number | "unknown" | undefined;

export interface WorkloadPlan extends Place {
  readonly name: string;
  readonly kind: (typeof KINDS)[number];
  /** Names of claims in its namespace. */
  readonly claims: readonly string[];
  readonly replicas: Count;
  readonly strategy: "Recreate" | "RollingUpdate" | "zero surge" | undefined;
  /** The most replicas that an autoscaler asks for. Only workloads of one replica have one. */
  readonly autoscaled: Count;
  readonly parallelism: Count;
  readonly concurrencyPolicy: "Allow" | "Forbid" | "Replace" | undefined;
  /** Whether each pod has a claim of its own besides. */
  readonly ownClaims: boolean;
}

export interface Plan {
  readonly claims: readonly ClaimPlan[];
  readonly workloads: readonly WorkloadPlan[];
}

const place = {
  cluster: fc.constantFrom("first" as const, "first" as const, "second" as const),
  namespace: fc.constantFrom("team" as const, "team" as const, "lab" as const),
};

const claim: fc.Arbitrary<ClaimPlan> = fc.record({
  ...place,
  name: fc.constantFrom("a", "b", "c"),
  className: fc.constantFrom(...CLASSES),
  mode: fc.constantFrom("ReadWriteOnce", "ReadWriteOncePod", "ReadWriteMany"),
});

/** Most say what allows one pod only: otherwise hardly a stack would be in order. */
const workload = (unknown: readonly "unknown"[]) =>
  fc.record({
    home: fc.nat(),
    kind: fc.constantFrom(...KINDS),
    picks: fc.array(fc.nat(), { maxLength: 2, size: "max" }),
    replicas: count(unknown, undefined, 0, 1, 1, 1, 2),
    strategy: fc.constantFrom(...repeated("Recreate", 5), ...(["RollingUpdate", "zero surge", undefined] as const)),
    autoscaled: count(unknown, undefined, undefined, undefined, 1, 4),
    parallelism: count(unknown, undefined, 1, 1, 2),
    concurrencyPolicy: fc.constantFrom(...repeated("Forbid", 4), ...(["Replace", "Allow", undefined] as const)),
    ownClaims: fc.boolean(),
  });

const SCALABLE: readonly string[] = ["Deployment", "StatefulSet"];

/** Small stacks, of which about a third share something. */
export const plan = plans([]);

/** The same with numbers that are not known yet. */
export const planWithUnknowns = plans(["unknown"]);

function plans(unknown: readonly "unknown"[]): fc.Arbitrary<Plan> {
  return fc
    .record({
      claims: fc.uniqueArray(claim, { minLength: 1, maxLength: 6, selector: keyOf, size: "max" }),
      workloads: fc.array(workload(unknown), { maxLength: 4, size: "max" }),
    })
    .map(({ claims, workloads }) => ({
      claims,
      workloads: workloads.map(({ home, picks, ...it }, index): WorkloadPlan => {
        const { cluster, namespace } = claims[home % claims.length] ?? { cluster: "first", namespace: "team" };
        const near = claims.filter((one) => one.cluster === cluster && one.namespace === namespace);
        const names = picks.flatMap((pick) => near[pick % near.length]?.name ?? []);
        const scaled = SCALABLE.includes(it.kind) && it.autoscaled !== undefined;
        return {
          ...it,
          cluster,
          namespace,
          name: `w${index}`,
          claims: [...new Set(names)],
          autoscaled: scaled ? it.autoscaled : undefined,
          replicas: scaled ? 1 : it.replicas,
          // The model counts a CronJob that replaces its run as one pod, so that run is to have one.
          parallelism: it.concurrencyPolicy === "Replace" ? undefined : it.parallelism,
        };
      }),
    }));
}

function count(unknown: readonly "unknown"[], ...counts: readonly Count[]): fc.Arbitrary<Count> {
  return fc.constantFrom(...unknown, ...counts);
}

function repeated<T extends string>(value: T, times: number): readonly T[] {
  return Array.from({ length: times }, () => value);
}

/** What makes a claim that claim. */
export function keyOf({ cluster, namespace, name }: Place & { readonly name: string }): string {
  return `${cluster}/${namespace}/${name}`;
}
