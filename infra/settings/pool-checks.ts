/** Whether the pools of nodes are such that everything can run somewhere. */

import { allocatable, type Allocatable, instanceSize } from "../../components/aws/instance-types";
import type { Compute, NodePool } from "../../components/aws/node-pools";
import { type Problem, pathOf, unless } from "../../components/problem";
import { NODE_WORKLOADS, type NodeWorkload } from "../../vocabulary";
import { computeOf } from "../node-pools";
import { airflowPod, driverPodNeed, executorPodNeed, type PodNeed, postgresPod } from "../pod-needs";
import type { ReadableParts } from "./reader";

type Pools = Readonly<Record<string, NodePool>>;

/** A pod that has to run somewhere, and where its size is written. */
interface Placed {
  readonly path: readonly PropertyKey[];
  readonly value: unknown;
  readonly what: string;
  readonly workload: NodeWorkload;
  /** Undefined when it cannot be told. */
  readonly need: PodNeed | undefined;
}

export function poolProblems(parts: ReadableParts): Problem[] {
  const { compute, network } = parts.eks ?? {};
  if (compute === undefined) return [];
  const { kind, pools } = computeOf({ compute, network });
  const shape = [...missingPools(pools), ...typeProblems(pools), ...capacityProblems(pools)];
  const pods = [...platformPods(parts), ...jobPods(parts)];
  const rooms = roomsOf(kind, pools);
  return [...shape, ...architectureProblems(pools), ...homelessPods(pods, rooms), ...uselessPools(pods, rooms, pools)];
}

function missingPools(pools: Pools): Problem[] {
  const served = Object.values(pools).map(({ workload }) => workload);
  return NODE_WORKLOADS.flatMap((workload) =>
    unless(served.includes(workload), {
      path: "cluster.compute.pools",
      value: pools,
      rule: `must have a pool with workload: ${workload}, since those pods run nowhere else`,
      fix: "add one",
    }),
  );
}

function typeProblems(pools: Pools): Problem[] {
  return Object.entries(pools).flatMap(([name, { instanceTypes }]) =>
    instanceTypes.flatMap((type, index) =>
      unless(instanceSize(type) !== undefined, {
        path: pathOf(["cluster", "compute", "pools", name, "instanceTypes", index]),
        value: type,
        rule: "must be a type of the families c, m, r or t, whose size the name tells",
        fix: "write for example m7i.large, c7i.2xlarge or t3.large",
      }),
    ),
  );
}

/** What is lost with a node that AWS takes back two minutes after telling. */
const LOST_WITH_SPOT = { platform: "Airflow or its database", drivers: "the whole run of a driver" };

function capacityProblems(pools: Pools): Problem[] {
  return Object.entries(pools).flatMap(([name, { workload, capacity }]) =>
    workload === "executors"
      ? []
      : unless(capacity === "onDemand", {
          path: pathOf(["cluster", "compute", "pools", name, "capacity"]),
          value: capacity,
          rule: `must be onDemand for ${workload}: with a spot node that AWS takes back goes ${LOST_WITH_SPOT[workload]}`,
          fix: "remove it",
        }),
  );
}

/** One image runs drivers and executors, and it is built for one kind of CPU. */
function architectureProblems(pools: Pools): Problem[] {
  const [first, ...others] = Object.entries(pools).flatMap(([name, { instanceTypes }]) =>
    instanceTypes.flatMap((type, index) => {
      const architecture = instanceSize(type)?.architecture;
      const path = pathOf(["cluster", "compute", "pools", name, "instanceTypes", index]);
      return architecture === undefined ? [] : [{ path, type, architecture }];
    }),
  );
  return others.flatMap(({ path, type, architecture }) =>
    unless(architecture === first?.architecture, {
      path,
      value: type,
      rule: `must have the architecture of ${first?.type ?? ""}, which is ${first?.architecture ?? ""}: images are built for one`,
      fix: "choose types of one architecture for all pools",
    }),
  );
}

function platformPods({ airflow, postgres }: ReadableParts): Placed[] {
  const airflows = airflow && {
    path: ["airflow", "parallelism"],
    value: airflow.parallelism,
    what: "Airflow's pod",
    workload: "platform" as const,
    need: airflowPod(airflow.parallelism),
  };
  const databases = postgres?.kind === "pod" && {
    path: ["postgres", "memory"],
    value: postgres.memory,
    what: "the pod of Postgres",
    workload: "platform" as const,
    need: postgresPod(postgres),
  };
  return [...(airflows ? [airflows] : []), ...(databases ? [databases] : [])];
}

/** Also of jobs that could not be read: a pool may be there for one of them. */
function jobPods({ jobs, jobTeams }: ReadableParts): Placed[] {
  return Object.keys(jobTeams).flatMap((name) => {
    const job = jobs[name];
    const driver = {
      path: ["jobs", name, "driver"],
      value: job?.driver,
      what: "the driver",
      workload: "drivers" as const,
      need: job && driverPodNeed(job),
    };
    const executor = {
      path: ["jobs", name, "mode", "executor"],
      value: job?.mode.kind === "client" ? job.mode.executor : undefined,
      what: "an executor",
      workload: "executors" as const,
      need: job && executorPodNeed(job),
    };
    return job?.mode.kind === "local" ? [driver] : [driver, executor];
  });
}

function homelessPods(pods: readonly Placed[], rooms: readonly Room[]): Problem[] {
  return pods.flatMap(({ path, value, what, workload, need }) => {
    const nodes = rooms.filter((room) => room.workload === workload).flatMap((room) => room.nodes);
    if (need === undefined || nodes.length === 0) return [];
    return unless(
      nodes.some((node) => fits(need, node)),
      {
        path: pathOf(path),
        value,
        rule: `must let ${what}, which asks for ${amount(need)}, fit a node for ${workload}: the largest has ${amount(largest(nodes))} left for pods`,
        fix: "make it smaller, or give a pool larger instance types",
      },
    );
  });
}

/** A pool that nothing fits is paid for, or waits, in vain. */
function uselessPools(pods: readonly Placed[], rooms: readonly Room[], pools: Pools): Problem[] {
  return rooms.flatMap(({ name, workload, nodes }) => {
    const needs = pods.filter((pod) => pod.workload === workload).map(({ need }) => need);
    if (workload === "platform" || needs.length === 0) return [];
    return unless(
      needs.some((need) => need === undefined || nodes.some((node) => fits(need, node))),
      {
        path: pathOf(["cluster", "compute", "pools", name, "instanceTypes"]),
        value: pools[name]?.instanceTypes,
        rule: `must hold the ${workload === "drivers" ? "driver" : "executors"} of at least one job, and its largest node has ${amount(largest(nodes))} left for pods`,
        fix: "choose larger types, or remove the pool",
      },
    );
  });
}

/** What the nodes of a pool have left for pods. */
interface Room {
  readonly name: string;
  readonly workload: NodeWorkload;
  readonly nodes: readonly Allocatable[];
}

/** Auto Mode chooses the type that waiting pods fit. A node group takes any of its types, so that only what the smallest has is sure. Pools with types that cannot be read are left out. */
function roomsOf(kind: Compute["kind"], pools: Pools): Room[] {
  return Object.entries(pools).flatMap(([name, { workload, instanceTypes }]) => {
    const sizes = instanceTypes.map(instanceSize).filter((size) => size !== undefined);
    if (sizes.length < instanceTypes.length) return [];
    const nodes = sizes.map(allocatable);
    return [{ name, workload, nodes: kind === "auto" ? nodes : [minimum(nodes)] }];
  });
}

function minimum(rooms: readonly Allocatable[]): Allocatable {
  return {
    milliCpu: Math.min(...rooms.map(({ milliCpu }) => milliCpu)),
    memoryMiB: Math.min(...rooms.map(({ memoryMiB }) => memoryMiB)),
  };
}

function fits(need: PodNeed, room: Allocatable): boolean {
  return need.milliCpu <= room.milliCpu && need.memoryMiB <= room.memoryMiB;
}

function largest(rooms: readonly Allocatable[]): Allocatable {
  return rooms.reduce((most, room) => (room.memoryMiB > most.memoryMiB ? room : most));
}

function amount({ milliCpu, memoryMiB }: PodNeed): string {
  return `${milliCpu}m CPU and ${memoryMiB}Mi`;
}
