import test from "ava";
import fc from "fast-check";

import { RunError } from "@pulumi/pulumi";
import { parseSettings, type Settings } from "../../../infra/settings.js";
import { complaint, type Raw, smallest } from "./example-settings.js";

/** Valid settings of many shapes. Namespaces and teams are numbered, so that they never meet. */
const validSettings: fc.Arbitrary<Raw> = fc
  .record({
    service: fc.constantFrom({ kind: "clusterIp" }, { kind: "nodePort", port: 30080 }, undefined),
    storage: fc.constantFrom(
      { kind: "local", path: "/data", size: "5Gi" },
      { kind: "class", className: "standard", size: "1.5Ti" },
    ),
    dnsCidrs: fc.array(fc.constantFrom("10.0.0.10/32", "fd00::/8"), { maxLength: 3 }),
    instances: fc.integer({ min: 1, max: 9 }),
    memory: fc.constantFrom("1g", "512m", "3g"),
    modes: fc.array(fc.constantFrom("client", "local", undefined), { maxLength: 5 }),
    warehouse: fc.boolean(),
    retries: fc.nat({ max: 5 }),
    schedule: fc.constantFrom("0 2 * * *", "*/15 * * * mon-fri"),
  })
  .map(({ service, storage, dnsCidrs, instances, memory, modes, warehouse, retries, schedule }) => ({
    ...smallest(),
    network: { ...smallest().network, dnsCidrs, airflowClients: ["10.0.0.0/8"] },
    postgres: { kind: "pod", storage },
    airflow: { ...smallest().airflow, ...(service === undefined ? {} : { service }) },
    teams: Object.fromEntries(
      modes.map((_, index) => [
        `team-${index}`,
        { namespace: `spark-${index}`, quota: { cpu: "20", memory: "1Ti", pods: 20 } },
      ]),
    ),
    jobs: Object.fromEntries(
      modes.map((kind, index) => [
        `job-${index}`,
        {
          team: `team-${index}`,
          application: "/opt/jobs/a.py",
          ...(kind === undefined
            ? {}
            : { mode: kind === "local" ? { kind } : { kind, executor: { instances, memory } } }),
          ...(index % 2 === 0 ? { schedule } : {}),
          warehouse,
          retries,
        },
      ]),
    ),
  }));

/** Any JSON, with the schema's own words thrown in so that junk gets deep. */
const words = [
  "cluster",
  "network",
  "postgres",
  "airflow",
  "teams",
  "jobs",
  "kind",
  "client",
  "quota",
  "mode",
  "__proto__",
  "conf",
];
const { junk } = fc.letrec((tie) => ({
  junk: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom(...words, null, true, 0, -1.5, 2 ** 53, "1Gi", "0 2 * * *", "/opt/jobs/a.py", "a:latest"),
    fc.string(),
    fc.array(tie("junk"), { maxLength: 3 }),
    fc.dictionary(fc.oneof(fc.constantFrom(...words), fc.string()), tie("junk"), { maxKeys: 4 }),
  ),
}));

test("whatever stands in place of a setting, the only error is the one that lists problems", (t) => {
  const anySettings = fc.tuple(fc.dictionary(fc.constantFrom(...words), junk), fc.boolean());
  fc.assert(
    fc.property(anySettings, ([wrong, nearlyRight]) => {
      const message = complaint(nearlyRight ? { ...smallest(), ...wrong } : wrong);
      return message === undefined || listsProblems(message);
    }),
    { numRuns: 1000 },
  );
  t.pass();
});

test("one junk value anywhere in valid settings ends in the same way", (t) => {
  fc.assert(
    fc.property(validSettings, fc.nat(), junk, (raw, choice, value) => {
      const paths = pathsOf(raw);
      const message = complaint(replaced(raw, paths[choice % paths.length] ?? [], value) as Raw);
      return message === undefined || listsProblems(message);
    }),
    { numRuns: 1000 },
  );
  t.pass();
});

test("settings, read again, are the same settings", (t) => {
  fc.assert(
    fc.property(validSettings, (raw) => {
      const settings = parseSettings(raw);
      t.deepEqual(parseSettings(settings), settings);
    }),
  );
});

test("settings do not depend on the order of their keys", (t) => {
  fc.assert(
    fc.property(validSettings, (raw) => {
      const backwards = Object.fromEntries(Object.entries(raw).reverse());
      t.deepEqual(parseSettings(backwards), parseSettings(raw));
    }),
  );
});

test("settings are frozen to the bottom, and reading them leaves what was read alone", (t) => {
  fc.assert(
    fc.property(validSettings, (raw) => {
      const before = structuredClone(raw);
      const settings: Settings = parseSettings(raw);
      t.deepEqual(raw, before);
      t.true(frozen(settings));
      t.false(Object.isFrozen(raw));
    }),
  );
});

test("the error for wrong settings is one that Pulumi shows without a stack trace", (t) => {
  const error: unknown = t.throws(() => parseSettings({}), { any: true });
  t.true(RunError.isInstance(error));
});

function listsProblems(message: string): boolean {
  const [first = "", ...lines] = message.split("\n");
  return (
    /^(One setting is|\d+ settings are) wrong under/.test(first) &&
    lines.length > 0 &&
    lines.every((line) => line.startsWith("  "))
  );
}

function frozen(value: unknown): boolean {
  return typeof value !== "object" || value === null || (Object.isFrozen(value) && Object.values(value).every(frozen));
}

type Path = readonly string[];

function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, child]) => pathsOf(child, [...path, key]))].filter(
    ({ length }) => length > 0,
  );
}

function replaced(value: unknown, [step, ...rest]: Path, replacement: unknown): unknown {
  if (step === undefined) return replacement;
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => (String(index) === step ? replaced(item, rest, replacement) : item));
  }
  const group = value as Record<string, unknown>;
  return { ...group, [step]: replaced(group[step], rest, replacement) };
}
