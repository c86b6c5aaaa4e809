/** Whether Airflow's processes are well, in their own words. */
import { LABELS, PORTS, WORKLOADS } from "../../vocabulary.js";
import { type Check, check, type Problem, type Verdict, verdict } from "./check.js";
import { type Item, ofKind, type Pod } from "./objects.js";
import type { World } from "./world.js";

export interface AirflowFacts {
  /** Undefined when the namespace has no Deployment. */
  readonly deployment: { readonly namespace: string; readonly name: string } | undefined;
  /** Its pods. */
  readonly pods: readonly Pod[];
  /** By part, `healthy` or what it is instead. */
  readonly health: Readonly<Record<string, string | null>>;
  /** Why nobody could tell the health. */
  readonly error?: string;
}

/** Of Airflow's containers, the one that answers for all. */
const API_SERVER = "api-server";

const HEALTH = `
import json, sys, urllib.request
try:
    with urllib.request.urlopen("http://localhost:${PORTS.airflowApi}/api/v2/monitor/health", timeout=10) as answer:
        print(json.dumps({name: part["status"] for name, part in json.load(answer).items()}))
except OSError as error:
    sys.exit(f"its API server does not answer: {error}")
`;

/** The container that is a part of Airflow's health. Without the database, all of them are unwell. */
const CONTAINERS: Readonly<Record<string, string>> = {
  scheduler: "scheduler",
  dag_processor: "dag-processor",
  triggerer: "triggerer",
};

export function airflowCheck(world: World): Check {
  return check(
    "Airflow",
    () => askAirflow(world),
    (found) => judgeAirflow(found, world.repair, world.typed),
  );
}

async function askAirflow(world: World): Promise<AirflowFacts> {
  const { items } = world.platform;
  const deployment = deploymentIn(items);
  const found = { deployment, pods: podsIn(items) };
  if (deployment === undefined || !hasApiServer(found.pods)) return { ...found, health: {} };
  try {
    const answer = await inAirflow(world, HEALTH);
    return { ...found, health: JSON.parse(answer) as AirflowFacts["health"] };
  } catch (error) {
    return { ...found, health: {}, error: error instanceof Error ? error.message : String(error) };
  }
}

/** Runs Python in Airflow's pod, the one place in the platform where something always runs that can ask a question. */
export function inAirflow({ kubectl, platform }: World, script: string): Promise<string> {
  const { namespace = "", name = "" } = deploymentIn(platform.items) ?? {};
  const pod = ["exec", "--stdin", "--namespace", namespace, `deployment/${name}`, "--container", API_SERVER];
  return kubectl.text([...pod, "--", "python3", "-"], script);
}

/** Whether {@link inAirflow} can run anything. */
export function airflowIsThere({ platform: { items } }: World): boolean {
  return deploymentIn(items) !== undefined && hasApiServer(podsIn(items));
}

export function judgeAirflow(
  { deployment, pods, health, error }: AirflowFacts,
  repair: string,
  typed: string,
): Verdict {
  if (deployment === undefined) return verdict([{ what: "Its Deployment is not there", fix: repair }], "");
  const { namespace, name } = deployment;
  const kubectl = `${typed} --namespace ${namespace}`;
  const logs = (container: string): string => `${kubectl} logs deployment/${name} --container ${container} --tail 50`;
  if (pods.length === 0) return verdict([{ what: "It has no pod", fix: `${kubectl} describe replicasets` }], "");
  const unready = pods.flatMap(({ status }) =>
    (status.containerStatuses ?? [])
      .filter(({ ready }) => !ready)
      .map(({ name: container, restartCount }): Problem => {
        const what = `Container ${container} is not ready (restarts: ${restartCount})`;
        return { what, fix: `wait five minutes if it has just started; else ${logs(container)}` };
      }),
  );
  const unwell = Object.entries(health)
    .filter(([, status]) => status !== "healthy")
    .map(([part, status]): Problem => {
      return { what: `${part} is ${status ?? "not running"}`, fix: logs(CONTAINERS[part] ?? API_SERVER) };
    });
  const silent =
    error === undefined ? [] : [{ what: error, fix: `mend the line Database first; else ${logs(API_SERVER)}` }];
  return verdict([...unready, ...unwell, ...silent], `${Object.keys(health).join(", ")} are healthy`);
}

function deploymentIn(items: readonly Item[]): AirflowFacts["deployment"] {
  return ofKind(items, "Deployment").find(({ metadata }) => metadata.labels?.[LABELS.name] === WORKLOADS.airflow)
    ?.metadata;
}

/** Those that serve: the one that migrated the database has ended, and one that goes has no say. */
function podsIn(items: readonly Item[]): Pod[] {
  return ofKind(items, "Pod").filter(
    ({ metadata }) =>
      metadata.labels?.[LABELS.name] === WORKLOADS.airflow &&
      metadata.labels[LABELS.component] === "server" &&
      metadata.deletionTimestamp === undefined,
  );
}

function hasApiServer(pods: readonly Pod[]): boolean {
  return pods.some(({ status }) => status.containerStatuses?.some(({ name, ready }) => name === API_SERVER && ready));
}
