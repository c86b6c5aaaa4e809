import test from "ava";

import { judgePlatform } from "../../../../local/doctor/platform.js";

const NONE = { airflow: [], postgres: [], spark: [] };
const ALL = { airflow: ["airflow"], postgres: ["postgres"], spark: ["spark-analytics", "spark-science"] };
const COMMANDS = { up: "npm run up", repair: "npm run pulumi -- up --refresh --yes" };

test("a platform that nobody has brought up yet is no fault", (t) => {
  t.deepEqual(judgePlatform({ namespaces: NONE, isExpected: false }, COMMANDS), {
    kind: "later",
    why: "there is none yet: npm run up brings it",
  });
});

test("a platform is told by its namespaces, whoever brought it up", (t) => {
  const seen = "namespaces airflow, postgres, spark-analytics, spark-science";
  t.deepEqual(judgePlatform({ namespaces: ALL, isExpected: false }, COMMANDS), { kind: "ok", seen });
});

test("one that was brought up and is gone, wholly or in part, is missed", (t) => {
  const missing = (workload: string) => ({ what: `There is no namespace for ${workload}`, fix: COMMANDS.repair });
  t.deepEqual(judgePlatform({ namespaces: { ...ALL, postgres: [] }, isExpected: true }, COMMANDS), {
    kind: "wrong",
    problems: [missing("postgres")],
  });
  t.deepEqual(judgePlatform({ namespaces: NONE, isExpected: true }, COMMANDS), {
    kind: "wrong",
    problems: [missing("airflow"), missing("postgres"), missing("spark")],
  });
});

test("what the first `up` on an existing cluster would refuse is told before it", (t) => {
  const obstacle = "These namespaces are there already";
  t.deepEqual(judgePlatform({ namespaces: NONE, isExpected: false, obstacle }, COMMANDS), {
    kind: "wrong",
    problems: [{ what: obstacle, fix: "choose other names in the settings" }],
  });
});
