import test from "ava";
import fc from "fast-check";

import { RunError } from "@pulumi/pulumi";
import { parseSettings, type Settings } from "../../../../infra/settings.js";
import { changedEks, complaint, type Raw, smallest, smallestRds } from "../example-settings.js";

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

/** Valid settings of stacks that make their clusters: pools of both kinds, networks of both kinds, everything on AWS or nothing. */
const validEksSettings: fc.Arbitrary<Raw> = fc
  .record({
    compute: fc.constantFrom({ kind: "auto", size: "maxNodes" }, { kind: "managed", size: "nodes" }),
    network: fc.constantFrom("new", "existing"),
    zones: fc.subarray(["a", "b", "c"], { minLength: 2 }),
    identity: fc.constantFrom("podIdentity", "irsa"),
    capacity: fc.constantFrom({}, { capacity: "spot" }, { capacity: "onDemand" }),
    endpoint: fc.constantFrom({ kind: "private" }, { kind: "public", cidrs: ["203.0.113.0/24"], reason: "no VPN yet" }),
    database: fc.constantFrom("pod", "rds"),
    logs: fc.constantFrom({ kind: "pod" }, { kind: "s3" }),
    job: fc.constantFrom({}, { data: { read: [{ bucket: "raw", prefix: "orders" }], glue: ["sales"] } }),
  })
  .map(({ compute, network, zones, identity, capacity, endpoint, database, logs, job }) => {
    const pool = { instanceTypes: ["m7i.large", "m6i.large"], [compute.size]: 3 };
    const named = zones.map((letter) => `eu-central-1${letter}`);
    const subnets = named.map((zone, index) => ({ id: `subnet-${index}`, zone, cidr: `10.20.${index}.0/24` }));
    return changedEks({
      "cluster.compute": {
        kind: compute.kind,
        pools: {
          platform: { ...pool, workload: "platform" },
          drivers: { ...pool, workload: "drivers" },
          executors: { ...pool, ...capacity, workload: "executors" },
        },
      },
      "cluster.network":
        network === "new"
          ? { kind: "new", cidr: "10.20.0.0/16", zones: named, nat: "one", endpoints: ["glue", "sts"] }
          : { kind: "existing", vpc: "vpc-0a1b", subnets },
      "cluster.workloadIdentity": identity,
      "cluster.endpoint": endpoint,
      ...(database === "rds" && { postgres: smallestRds }),
      buckets: { raw: { kind: "existing", name: "example-corp-raw" } },
      "airflow.logs": logs,
      jobs: { orders: { ...smallest().jobs.orders, ...job } },
    });
  });

const anyValidSettings = fc.oneof(validSettings, validEksSettings);

/** Any JSON, with the schema's own words thrown in so that junk gets deep. */
const words = [
  "cluster",
  "network",
  "postgres",
  "airflow",
  "teams",
  "jobs",
  "buckets",
  "eks",
  "compute",
  "pools",
  "subnets",
  "zones",
  "data",
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
    fc.property(anyValidSettings, fc.nat(), junk, (raw, choice, value) => {
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
    fc.property(anyValidSettings, (raw) => {
      const settings = parseSettings(raw);
      t.deepEqual(parseSettings(settings), settings);
    }),
  );
});

test("settings do not depend on the order of their keys", (t) => {
  fc.assert(
    fc.property(anyValidSettings, (raw) => {
      const backwards = Object.fromEntries(Object.entries(raw).reverse());
      t.deepEqual(parseSettings(backwards), parseSettings(raw));
    }),
  );
});

test("settings are frozen to the bottom, and reading them leaves what was read alone", (t) => {
  fc.assert(
    fc.property(anyValidSettings, (raw) => {
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
