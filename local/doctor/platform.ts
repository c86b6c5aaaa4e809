/** The platform as its cluster shows it: found by labels, so that no settings are needed, whoever ran `pulumi up`. */
import { LABELS, PROJECT, WORKLOADS } from "../../vocabulary.js";
import { foreignSettings } from "../foreign-cluster.js";
import { readSettings } from "../settings-file.js";
import { stackExists } from "../stack.js";
import type { Target } from "../target.js";
import { type Check, check, type Problem, type Verdict, verdict } from "./check.js";
import type { Item, List } from "./objects.js";
import { type Commands, commandsFor, type Way } from "./world.js";

type Workload = keyof typeof WORKLOADS;

/** Names of the platform's namespaces. */
export type Namespaces = Readonly<Record<Workload, readonly string[]>>;

export interface Platform {
  readonly namespaces: Namespaces;
  /** What is in them, of {@link KINDS}. */
  readonly items: readonly Item[];
}

/** Kinds that the checks judge, read in one go for each namespace. */
const KINDS =
  "pods,resourcequotas,services,serviceaccounts,persistentvolumeclaims,deployments,statefulsets,jobs,cronjobs";

export async function readPlatform({ kubectl }: Way): Promise<Platform> {
  const selector = `${LABELS.partOf}=${PROJECT},${LABELS.workload}`;
  const { items } = await kubectl.json<List<Item>>(["get", "namespaces", "--selector", selector]);
  const named = (workload: Workload): string[] =>
    items
      .filter(({ metadata }) => metadata.labels?.[LABELS.workload] === WORKLOADS[workload])
      .map(({ metadata }) => metadata.name);
  const namespaces = { airflow: named("airflow"), postgres: named("postgres"), spark: named("spark") };
  const lists = await Promise.all(
    Object.values(namespaces)
      .flat()
      .map((namespace) => kubectl.json<List<Item>>(["get", KINDS, "--namespace", namespace])),
  );
  return { namespaces, items: lists.flatMap((list) => list.items) };
}

/** @param settings file that the next `up` would read */
export function platformCheck(platform: Promise<Platform>, target: Target, way: Way, settings: string): Check {
  return check(
    "Platform",
    async () => askPlatform(await platform, target, way, settings),
    (found) => judgePlatform(found, commandsFor(target)),
  );
}

async function askPlatform(
  { namespaces }: Platform,
  target: Target,
  { kubectl }: Way,
  settings: string,
): Promise<PlatformFacts> {
  const isExpected = stackExists(target);
  const isThere = Object.values(namespaces).flat().length > 0;
  if (target.kind === "built-in" || isExpected || isThere) return { namespaces, isExpected };
  try {
    await foreignSettings(kubectl, target.kube, readSettings(settings));
    return { namespaces, isExpected };
  } catch (error) {
    return { namespaces, isExpected, obstacle: error instanceof Error ? error.message : String(error) };
  }
}

export interface PlatformFacts {
  readonly namespaces: Namespaces;
  /** Whether an earlier `up` of this checkout made one. */
  readonly isExpected: boolean;
  /** What the next `up` would refuse. */
  readonly obstacle?: string | undefined;
}

export function judgePlatform(
  { namespaces, isExpected, obstacle }: PlatformFacts,
  { up, repair }: Pick<Commands, "up" | "repair">,
): Verdict {
  const found = Object.values(namespaces).flat();
  if (obstacle !== undefined) return verdict([{ what: obstacle, fix: "choose other names in the settings" }], "");
  if (found.length === 0 && !isExpected) return { kind: "later", why: `there is none yet: ${up} brings it` };
  const missing = Object.entries(namespaces).filter(([, names]) => names.length === 0);
  const problems = missing.map(([workload]): Problem => ({
    what: `There is no namespace for ${workload}`,
    fix: repair,
  }));
  return verdict(problems, `namespaces ${found.join(", ")}`);
}
