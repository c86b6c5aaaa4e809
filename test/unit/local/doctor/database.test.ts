import test from "ava";

import { type DatabaseFacts, judgeDatabase } from "../../../../local/doctor/database.js";

const READY = "/var/run/postgresql:5432 - accepting connections";
const WELL: DatabaseFacts = {
  pod: { namespace: "postgres", name: "postgres-0" },
  isExpected: true,
  answer: { ready: READY, usedPercent: 89 },
};
const LOGS = "kubectl --namespace postgres logs postgres-0 --tail 50";
const judge = (facts: DatabaseFacts) => judgeDatabase(facts, "repair", "kubectl");
const wrong = (what: string, fix: string) => ({ kind: "wrong" as const, problems: [{ what, fix }] });

test("a database that takes connections and has room is well", (t) => {
  const seen = "postgres-0 accepts connections, its volume is 89 % full";
  t.deepEqual(judge(WELL), { kind: "ok", seen });
});

test("a volume that is nearly full is told before the database stops", (t) => {
  t.deepEqual(
    judge({ ...WELL, answer: { ready: READY, usedPercent: 90 } }),
    wrong("Its volume is 90 % full", "raise postgres.storage.size, or free the disk below it"),
  );
});

test("a database that refuses connections, or whose pod cannot be asked, is told with its log", (t) => {
  const ready = "/var/run/postgresql:5432 - rejecting connections";
  t.deepEqual(judge({ ...WELL, answer: { ready, usedPercent: 1 } }), wrong(ready, LOGS));
  const { pod, isExpected } = WELL;
  t.deepEqual(judge({ pod, isExpected, error: "pod is not running" }), wrong("postgres-0: pod is not running", LOGS));
});

test("where no volume waits for it, the database is elsewhere; where one does, somebody removed it", (t) => {
  t.is(judge({ pod: undefined, isExpected: false }).kind, "later");
  t.deepEqual(
    judge({ pod: undefined, isExpected: true }),
    wrong("The StatefulSet of Postgres is not there, or has no replica", "repair"),
  );
});
