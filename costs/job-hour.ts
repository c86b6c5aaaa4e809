/** What an hour of a job costs on the nodes of its stack, and what AWS Glue takes for a job of its size. Pure. */
import { allocatable, instanceSize } from "../components/aws/instance-types";
import type { Compute, NodePool } from "../components/aws/node-pools";
import { computeOf } from "../infra/node-pools";
import { driverPodNeed, executorPodNeed, type PodNeed, type SizedJob } from "../infra/pod-needs";
import type { Settings } from "../infra/settings";
import type { NodeWorkload } from "../vocabulary";
import { type Figure, known, sum, times, unknown } from "./figure";
import { autoModeHour, instanceHour, otherRegion, type Prices } from "./prices";

/** What the nodes cost. */
interface OnNodes {
  /** US dollars for the part of its nodes that the pods of the job ask for: what it costs where others fill the rest. */
  readonly shared: Figure;
  /** US dollars for whole nodes, as many as the job needs: what it costs where nothing else runs on them. */
  readonly alone: Figure;
}

export interface JobHour extends OnNodes {
  /** US dollars for the same hour on AWS Glue, with DPUs for what the pods ask for together. */
  readonly glue: Figure;
}

/** A DPU. Source: AWS Glue API, `MaxCapacity`. */
const DPU: PodNeed = { milliCpu: 4000, memoryMiB: 16 * 1024 };

/** Fewest DPUs that Glue gives to a Spark job. Source: AWS Glue API, `MaxCapacity`; AWS Glue pricing. */
const LEAST_DPUS = 2;

/** Pods of one size. */
interface Pods {
  readonly workload: NodeWorkload;
  readonly count: number;
  readonly need: PodNeed;
}

/** The hour of a job that runs all that hour with all its executors. */
export function jobHour(job: SizedJob, { cluster }: Pick<Settings, "cluster">, prices: Prices): JobHour {
  const pods = podsOf(job);
  if (pods === undefined) return unknownHour("its overrides of Spark conf decide about its executors");
  if (cluster.kind === "existing") return unknownHour("the nodes of its cluster are paid for elsewhere");
  const foreign = otherRegion(cluster.region, prices);
  if (foreign !== undefined) return unknownHour(foreign);
  const compute = computeOf(cluster);
  const costs = pods.map((some) => podCosts(some, compute, prices));
  return {
    shared: sum(costs.map(({ shared }) => shared)),
    alone: sum(costs.map(({ alone }) => alone)),
    glue: glueHour(pods, prices),
  };
}

function unknownHour(why: string): JobHour {
  return { ...onNodes(unknown(why)), glue: unknown(why) };
}

/** Undefined where the size of a pod is not known. */
function podsOf(job: SizedJob): Pods[] | undefined {
  const driver = driverPodNeed(job);
  if (driver === undefined) return undefined;
  const drivers: Pods = { workload: "drivers", count: 1, need: driver };
  if (job.mode.kind === "local") return [drivers];
  const executor = executorPodNeed(job);
  if (executor === undefined) return undefined;
  return [drivers, { workload: "executors", count: job.mode.executor.instances, need: executor }];
}

/** Which of its types a node has is decided when it starts. As for the floor, the first is taken: the first that the pods fit. */
function podCosts({ workload, count, need }: Pods, compute: Compute, prices: Prices): OnNodes {
  const pools = Object.values<NodePool>(compute.pools);
  const home = pools
    .filter((pool) => pool.workload === workload)
    .flatMap((pool) => pool.instanceTypes.map((type) => ({ pool, type, share: shareOf(need, type) })))
    .find(({ share }) => share <= 1);
  if (home === undefined) return onNodes(unknown(`no node for ${workload} is known to hold it`));
  const { pool, type, share } = home;
  const node = nodeHour(type, pool, compute.kind, prices);
  const nodes = Math.ceil(count / Math.floor(1 / share));
  return {
    shared: times(node, count * share, `${(count * share).toFixed(2)} ${type}`),
    alone: times(node, nodes, `${nodes} ${type}`),
  };
}

function onNodes(figure: Figure): OnNodes {
  return { shared: figure, alone: figure };
}

/** Part of a node that a pod takes up: of its CPU or of its memory, whichever is more. Without end where nothing is known of the type. */
function shareOf(need: PodNeed, type: string): number {
  const size = instanceSize(type);
  if (size === undefined) return Infinity;
  const room = allocatable(size);
  return Math.max(need.milliCpu / room.milliCpu, need.memoryMiB / room.memoryMiB);
}

/** An hour of a node, with its disk and what Auto Mode adds. */
function nodeHour(type: string, { capacity, diskGiB }: NodePool, kind: Compute["kind"], prices: Prices): Figure {
  const disk = (prices.monthly.gp3.price * diskGiB) / prices.hoursPerMonth;
  const node = sum([
    instanceHour(type, capacity, prices),
    ...(kind === "auto" ? [autoModeHour(type, prices)] : []),
    known(disk, `${diskGiB} GB of disk`),
  ]);
  return node.kind === "unknown" ? node : { ...node, made: node.dollars.toFixed(4) };
}

/** Whole DPUs, since Glue gives no parts of one. */
function glueHour(pods: readonly Pods[], { glue }: Prices): Figure {
  const cpu = pods.reduce((total, { count, need }) => total + count * need.milliCpu, 0);
  const memory = pods.reduce((total, { count, need }) => total + count * need.memoryMiB, 0);
  const dpus = Math.max(LEAST_DPUS, Math.ceil(cpu / DPU.milliCpu), Math.ceil(memory / DPU.memoryMiB));
  return times(known(glue.price, `${glue.price}`), dpus, `${dpus} DPU`);
}
