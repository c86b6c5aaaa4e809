/** Whether Postgres answers and has room, where it is a pod of the platform. */
import { type Check, check, type Verdict, verdict } from "./check.js";
import { type Item, ofKind } from "./objects.js";
import type { World } from "./world.js";

export interface DatabaseFacts {
  /** Undefined when there is no StatefulSet, or somebody scaled it to nothing. */
  readonly pod: { readonly namespace: string; readonly name: string } | undefined;
  /** Whether there should be one: a database elsewhere leaves no volume here. */
  readonly isExpected: boolean;
  /** What `pg_isready` says, and how much of its volume is in use, in percent. */
  readonly answer?: { readonly ready: string; readonly usedPercent: number };
  /** Why nobody could ask. */
  readonly error?: string;
}

/** Postgres stops when it cannot write its log, and the last tenth goes fast. */
const MOST_USED_PERCENT = 90;

/** One line each, whatever the first says. */
const QUESTION = "pg_isready; df -P $PGDATA | tail -1";

export function databaseCheck(world: World): Check {
  return check(
    "Database",
    () => askDatabase(world),
    (found) => judgeDatabase(found, world.repair, world.typed),
  );
}

async function askDatabase({ kubectl, platform: { namespaces, items } }: World): Promise<DatabaseFacts> {
  const isHere = ({ metadata }: Item): boolean => namespaces.postgres.includes(metadata.namespace);
  const isExpected = ofKind(items, "PersistentVolumeClaim").some(isHere);
  const server = ofKind(items, "StatefulSet").find(isHere);
  if (server === undefined || server.spec.replicas === 0) return { pod: undefined, isExpected };
  const pod = { namespace: server.metadata.namespace, name: `${server.metadata.name}-0` };
  try {
    const exec = ["exec", "--stdin", "--namespace", pod.namespace, pod.name, "--container", "postgres", "--", "sh"];
    const [ready = "", disk = ""] = (await kubectl.text(exec, QUESTION)).trim().split("\n");
    return { pod, isExpected, answer: { ready, usedPercent: Number(/(\d+)%/.exec(disk)?.[1]) } };
  } catch (error) {
    return { pod, isExpected, error: error instanceof Error ? error.message : String(error) };
  }
}

export function judgeDatabase(
  { pod, isExpected, answer, error }: DatabaseFacts,
  repair: string,
  typed: string,
): Verdict {
  if (pod === undefined) {
    if (isExpected)
      return verdict([{ what: "The StatefulSet of Postgres is not there, or has no replica", fix: repair }], "");
    return { kind: "later", why: "it is not a pod: the line of Airflow tells whether it answers" };
  }
  const logs = `${typed} --namespace ${pod.namespace} logs ${pod.name} --tail 50`;
  if (answer === undefined) return verdict([{ what: `${pod.name}: ${error ?? "no answer"}`, fix: logs }], "");
  const { ready, usedPercent } = answer;
  const silent = ready.endsWith("accepting connections") ? [] : [{ what: ready, fix: logs }];
  const full =
    usedPercent < MOST_USED_PERCENT
      ? []
      : [
          {
            what: `Its volume is ${usedPercent} % full`,
            fix: "raise postgres.storage.size, or free the disk below it",
          },
        ];
  return verdict([...silent, ...full], `${pod.name} accepts connections, its volume is ${usedPercent} % full`);
}
