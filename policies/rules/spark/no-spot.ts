import { type NodePool, nodePool } from "../../model/node-pools";
import { type NodeSelection, asksForSpot, avoids, nodeSelection } from "../../model/node-selection";
import { isSameCluster } from "../../model/namespaces";
import { podTemplates } from "../../model/pods";
import { type Resource, type Stack, describe } from "../../model/resource";
import { sparkApplication } from "../../model/spark-application";
import { type Settings, sparkConfs, together } from "../../model/spark-conf";
import { isAirflow, isSparkDriver } from "../../model/spark-drivers";
import { type Value, at } from "../../model/values";
import { type Finding, type Rule, violation } from "../rule";

export const noSpotForDrivers: Rule = {
  name: "no-spot-for-drivers",
  level: "mandatory",
  description: "Spark drivers and Airflow run on no spot node.",
  why: "AWS takes a spot node back two minutes after telling. An executor is replaced; a driver takes its whole run with it, and Airflow all tasks that it watches.",
  fix: "Select `karpenter.sh/capacity-type: on-demand` (managed node groups: `eks.amazonaws.com/capacityType: ON_DEMAND`) or a label of a pool without spot nodes, or taint every spot pool with NoSchedule.",
  judge: (resource) =>
    protectedPods(resource).flatMap(({ place, selection }) =>
      asksForSpot(selection) ? [violation(resource, `${place} asks for spot nodes`)] : [],
    ),
  conclude: (stack) => {
    const pools = [...stack.resources.values()].flatMap((resource) => nodePool(resource) ?? []);
    return [...stack.resources.values()].flatMap((resource) => onSpot(resource, pools, stack));
  },
};

/** A pod that must not be taken away. */
interface ProtectedPod {
  readonly place: string;
  readonly selection: NodeSelection;
  /** Whether what it leaves out, somebody else may say. */
  readonly partial: boolean;
}

function protectedPods(resource: Resource): readonly ProtectedPod[] {
  const pods = podTemplates(resource).filter((pod) => isSparkDriver(pod) || isAirflow(pod));
  const own = pods.map(({ path, spec, partial }) => ({ place: path, selection: nodeSelection(spec), partial }));
  return [...own, ...submittedDrivers(resource), ...operatedDrivers(resource)];
}

const SELECTOR = /^spark\.kubernetes\.(driver\.)?node\.selector\.(.+)$/;

/** Drivers that spark-submit starts in pods of their own. In client mode, the driver is where spark-submit is, and nodes for both are those of executors. */
function submittedDrivers(resource: Resource): readonly ProtectedPod[] {
  return places(resource).flatMap(([place, settings]) => {
    const cluster = settings.get("spark.submit.deployMode") === "cluster";
    const selector = driverSelector(settings, cluster);
    const partial = !cluster || settings.has("spark.kubernetes.driver.podTemplateFile");
    return [{ place: `${place}: driver`, selection: nodeSelection({ nodeSelector: selector }), partial }];
  });
}

/** The settings of each container and of each file. */
function places(resource: Resource): readonly [string, Settings][] {
  if (sparkApplication(resource) !== undefined) return [];
  const confs = sparkConfs(resource);
  const paths = new Set(confs.map(({ container, place }) => container?.path ?? place));
  return [...paths].map((path) => [path, together(confs.filter((it) => (it.container?.path ?? it.place) === path))]);
}

function driverSelector(settings: Settings, both: boolean): Readonly<Record<string, Value>> {
  const entries = [...settings].flatMap(([name, value]): [string, Value][] => {
    const [, ofDriver, key] = SELECTOR.exec(name) ?? [];
    return key !== undefined && (both || ofDriver !== undefined) ? [[key, value]] : [];
  });
  return Object.fromEntries(entries);
}

function operatedDrivers(resource: Resource): readonly ProtectedPod[] {
  const application = sparkApplication(resource);
  if (application === undefined) return [];
  const { path, spec } = application;
  const settings: Value = { nodeSelector: driverSelector(together(sparkConfs(resource)), true) };
  const common: Value = { nodeSelector: at(spec, "nodeSelector") ?? {} };
  const selection = nodeSelection(common, settings, at(spec, "driver"));
  return [{ place: `${path}.driver`, selection, partial: resource.object?.patch === true }];
}

/** Pods that can land on a spot node of their cluster. Those that ask for one have been told so. */
function onSpot(resource: Resource, pools: readonly NodePool[], { parameters }: Stack): readonly Finding[] {
  const reachable = pools.filter((pool) => isSameCluster(pool.resource, resource));
  const steady = reachable.filter(({ spot }) => !spot);
  const spot = reachable.filter((pool) => pool.spot);
  return protectedPods(resource)
    .filter(({ partial, selection }) => !partial && !asksForSpot(selection))
    .flatMap(({ place, selection }) => {
      const taken = spot.filter((pool) => !avoids(selection, pool, steady));
      const elsewhere = parameters.externalSpotNodes && !avoids(selection, EXTERNAL, steady);
      const names = [...taken.map(named).sort(), ...(elsewhere ? ["nodes outside this stack"] : [])];
      if (names.length === 0) return [];
      const problem = `${place} can land on spot nodes of ${names.join(" and ")}`;
      const certain = !selection.uncertain && (elsewhere || taken.some(({ uncertain }) => !uncertain));
      return [{ resource, certain, problem, involved: taken.map((pool) => pool.resource) }];
    });
}

/** Nodes of which nothing is known but that they may be spot. */
const EXTERNAL = { labels: new Map(), taints: [] };

function named({ resource }: NodePool): string {
  return `${describe(resource)} (${resource.urn})`;
}
