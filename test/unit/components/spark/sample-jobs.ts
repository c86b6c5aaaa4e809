import fc from "fast-check";
import type { DataAccess } from "../../../../components/data.js";
import type { SparkJob, SparkMode } from "../../../../components/spark/job.js";
import { overridableKeys } from "../../../../components/spark/owned-conf.js";
import { isSecretName, isSecretValue } from "../../../../components/spark/secrecy.js";

export const team = { namespace: "spark-analytics" };

/** A Python job in client mode with every optional field in use. */
export const flights: SparkJob = {
  name: "flights",
  team: "analytics",
  application: "/opt/jobs/flights.py",
  arguments: ["--title", "price in $(USD)"],
  image: "localhost/spark-platform/spark:4f1c2a9b3d5e",
  mode: { kind: "client", executor: { instances: 2, cores: 1, memory: "512m", cpuRequest: "200m" } },
  driver: { cores: 1, memory: "1g", cpuRequest: "250m" },
  conf: { "spark.sql.shuffle.partitions": "8" },
  overrides: { "spark.driver.port": { value: "17078", reason: "a proxy in front of the drivers takes 7078" } },
  environment: { GREETING: "$HOME is expanded by nobody" },
  secrets: { API_TOKEN: { secret: "flights-api", key: "token" } },
  warehouse: true,
  schedule: "0 2 * * *",
  timeZone: "Europe/Berlin",
  deadlines: { startSeconds: 300, runSeconds: 3600 },
  retries: 1,
};

/** A JVM job in local mode with every optional field left out. */
export const orders: SparkJob = {
  name: "orders",
  team: "analytics",
  application: "/opt/jobs/orders.jar",
  mainClass: "org.example.Orders",
  arguments: [],
  image: "localhost/spark-platform/spark:4f1c2a9b3d5e",
  mode: { kind: "local" },
  driver: { cores: 2, memory: "4g" },
  conf: {},
  overrides: {},
  environment: {},
  secrets: {},
  warehouse: false,
  timeZone: "UTC",
  deadlines: { startSeconds: 10, runSeconds: 60 },
  retries: 0,
};

/** Data that a job on AWS may work with. */
export const data: DataAccess = {
  read: [{ bucket: "lake", prefix: "flights/raw" }],
  write: [{ bucket: "lake", prefix: "flights/delays" }],
  glue: [],
};

const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?$/);
const text = fc.string({ unit: "grapheme", maxLength: 12 }).filter((value) => !isSecretValue(value));
const heap = fc.oneof(
  fc.integer({ min: 512, max: 9000 }).map((mib) => `${mib}m`),
  fc.integer({ min: 1, max: 64 }).map((gib) => `${gib}g`),
);
const size = fc.record({ cores: fc.integer({ min: 1, max: 16 }), memory: heap });

const mode: fc.Arbitrary<SparkMode> = fc.oneof(
  fc.constant<SparkMode>({ kind: "local" }),
  fc.record({
    kind: fc.constant("client" as const),
    executor: fc
      .tuple(size, fc.integer({ min: 1, max: 100 }))
      .map(([executor, instances]) => ({ ...executor, instances })),
  }),
);

const application = fc.oneof(
  fc.constant({ application: "/opt/jobs/pi.py" }),
  fc.constant({ application: "/opt/jobs/pi.jar", mainClass: "org.example.Outer$Pi" }),
);

const confName = fc.stringMatching(/^spark\.(sql|custom)\.[a-z]{1,10}$/).filter((name) => !isSecretName(name));
const overrides = (of: SparkMode) => {
  const local = ["spark.local.dir", "spark.memory.offHeap.size"];
  const keys = [...(of.kind === "client" ? overridableKeys : local), "spark.custom.partition.key"];
  return fc.dictionary(fc.constantFrom(...keys), fc.record({ value: text, reason: fc.constant("measured") }));
};

/** Jobs that can be deployed. */
export const goodJob: fc.Arbitrary<SparkJob> = mode
  .chain((chosen) =>
    fc.record({
      chosen: fc.constant(chosen),
      name: label,
      team: label,
      program: application,
      arguments: fc.array(text, { maxLength: 3 }),
      driver: size,
      conf: fc.dictionary(confName, text, { maxKeys: 3 }),
      overrides: overrides(chosen),
      environment: fc.dictionary(fc.stringMatching(/^APP_[A-F]{1,5}$/), text, { maxKeys: 3 }),
      secrets: fc.dictionary(fc.stringMatching(/^API_[A-F]{1,5}$/), fc.record({ secret: label, key: label }), {
        maxKeys: 3,
      }),
      warehouse: fc.boolean(),
      retries: fc.integer({ min: 0, max: 5 }),
    }),
  )
  .map(({ chosen, program, ...rest }) => ({
    ...rest,
    ...program,
    mode: chosen,
    image: orders.image,
    timeZone: "UTC",
    deadlines: orders.deadlines,
  }));

/** What Kubernetes makes of an argument when no variable is set: unknown references stay, doubled dollar signs become one. */
export function expanded(argument: string): string {
  return argument.replaceAll(/\$\$|\$\([^)]*\)/g, (found) => (found === "$$" ? "$" : found));
}
