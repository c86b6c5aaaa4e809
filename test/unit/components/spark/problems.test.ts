import test from "ava";
import fc from "fast-check";
import { describeProblems } from "../../../../components/problem.js";
import type { SparkJob } from "../../../../components/spark/job.js";
import { fieldOfKey, overridableKeys } from "../../../../components/spark/owned-conf.js";
import { sparkJobProblems } from "../../../../components/spark/problems.js";
import { flights, goodJob, orders } from "./sample-jobs.js";

/** The job `flights` with a change is refused with exactly this message. */
const refuses = test.macro({
  exec: (t, change: Partial<SparkJob>, ...lines: string[]) => {
    const described = describeProblems(sparkJobProblems("flights", { ...flights, ...change }));
    t.is(described, lines.map((line) => `  jobs.flights${line}`).join("\n"));
  },
  title: (providedTitle = "") => `refused: ${providedTitle}`,
});

const client = (change: object): Partial<SparkJob> => {
  const executor = { instances: 2, cores: 1, memory: "512m" };
  return { mode: { kind: "client", executor: { ...executor, ...change } } };
};
const local = (change: Partial<SparkJob>): Partial<SparkJob> => ({ mode: { kind: "local" }, overrides: {}, ...change });
const quoted = (value: unknown) => JSON.stringify(value);

test("the sample jobs have no problems", (t) => {
  t.deepEqual(sparkJobProblems("flights", flights), []);
  t.deepEqual(sparkJobProblems("orders", orders), []);
});

for (const name of ["Flights", "flight_data", "-flights", "flights-", "", "f".repeat(53)]) {
  test(
    `the name ${quoted(name)}`,
    refuses,
    { name },
    ` = ${quoted(name)}: the name must be a DNS label of at most 52 characters, since a CronJob is named by it; use lower-case letters, digits and inner hyphens`,
  );
}

for (const application of [
  "flights.py",
  "/opt/jobs/flights",
  "/opt/jobs/my flights.py",
  "s3a://jobs/flights.py",
  "/a.sh",
]) {
  test(
    `the application ${application}`,
    refuses,
    { application },
    `.application = ${quoted(application)}: must be the absolute path of a .py file or a .jar inside the image; write for instance /opt/jobs/pi.py`,
  );
}

test(
  "a main class for a .py",
  refuses,
  { mainClass: "org.example.Main" },
  '.mainClass = "org.example.Main": belongs to a .jar, not to a .py; remove it',
);

const mainClassRule =
  "must name the class with `main` of the .jar; write the class with its package, for instance org.example.Orders";
test("a .jar without main class", refuses, { application: "/a.jar" }, `.mainClass = (missing): ${mainClassRule}`);
test(
  "a main class that is none",
  refuses,
  { application: "/a.jar", mainClass: "org/example/Main" },
  `.mainClass = "org/example/Main": ${mainClassRule}`,
);

test(
  "a secret among the arguments, without repeating it",
  refuses,
  { arguments: ["ok", "--password=hunter2"] },
  '.arguments[1] = "(hidden)": looks like a secret, and arguments can be read by all who may see pods; let the job read it from a Kubernetes Secret',
);

test(
  "an image that is not pinned",
  refuses,
  { image: "spark:latest" },
  '.image = "spark:latest": must be pinned, so that every run and every executor uses the same image; add a tag other than latest, or a digest (@sha256:…)',
);

for (const cores of [0, -1, 1.5, Number.MAX_VALUE * 2]) {
  test(
    `${cores} executor cores`,
    refuses,
    client({ cores }),
    `.mode.executor.cores = ${quoted(cores)}: must be a whole number of at least 1; write 1 or more`,
  );
}

test(
  "no executor instances",
  refuses,
  client({ instances: 0 }),
  ".mode.executor.instances = 0: must be a whole number of at least 1; write 1 or more",
);

for (const memory of ["1024", "1gb", "511m", "0.5g", ""]) {
  const rule =
    "must be a whole number and m or g, at least 512m, since Spark refuses smaller heaps; write for instance 512m or 2g";
  test(
    `executor memory ${quoted(memory)}`,
    refuses,
    client({ memory }),
    `.mode.executor.memory = ${quoted(memory)}: ${rule}`,
  );
  test(
    `driver memory ${quoted(memory)}`,
    refuses,
    { driver: { cores: 1, memory } },
    `.driver.memory = ${quoted(memory)}: ${rule}`,
  );
}

const cpuFix = "write for instance 250m, or leave it out to request all cores";
test(
  "a CPU request that is no quantity",
  refuses,
  { driver: { cores: 1, memory: "1g", cpuRequest: "half" } },
  `.driver.cpuRequest = "half": must be a Kubernetes quantity of CPU above zero; ${cpuFix}`,
);
test(
  "a CPU request above the cores",
  refuses,
  client({ cpuRequest: "1001m" }),
  `.mode.executor.cpuRequest = "1001m": must not exceed cores, which is the limit; ${cpuFix}`,
);

for (const key of overridableKeys) {
  test(
    `${key} in conf`,
    refuses,
    { conf: { [key]: "x" } },
    `.conf["${key}"] = "x": belongs to the platform: pods, rights or network rules depend on it; remove it, or move it to overrides with a value and a reason`,
  );
}

for (const [key, field] of fieldOfKey) {
  const message = `["${key}"] = "x": is decided by the job's field ${field}; remove it and set ${field}`;
  test(`${key} in conf`, refuses, { conf: { [key]: "x" } }, `.conf${message}`);
  test(`${key} in overrides`, refuses, { overrides: { [key]: { value: "x", reason: "so" } } }, `.overrides${message}`);
}

test(
  "an override of what is not the platform's",
  refuses,
  { overrides: { "spark.sql.shuffle.partitions": { value: "9", reason: "so" } } },
  '.overrides["spark.sql.shuffle.partitions"] = "9": does not belong to the platform, so that there is nothing to override; move it to conf',
);

test(
  "an override without a reason",
  refuses,
  { overrides: { "spark.driver.port": { value: "9", reason: "  " } } },
  '.overrides["spark.driver.port"].reason = "  ": must say why the platform\'s value does not do; write the reason; the plan shows it',
);

for (const key of ["sql.shuffle.partitions", "spark.", "spark.a b", "spark.a=b"]) {
  test(
    `the conf key ${quoted(key)}`,
    refuses,
    { conf: { [key]: "x" } },
    `.conf["${key}"] = "x": the key must start with spark. and contain neither space nor =; correct the key`,
  );
}

for (const key of [
  "spark.kubernetes.driver.request.cores",
  "spark.kubernetes.driver.secretKeyRef.DB",
  "spark.kubernetes.authenticate.driver.serviceAccountName",
]) {
  test(
    `${key}, which only cluster mode reads`,
    refuses,
    { conf: { [key]: "x" } },
    `.conf["${key}"] = "x": has no effect, since the platform makes the driver pod and not Spark; remove it; the job's fields image, driver and environment shape that pod`,
  );
}

for (const key of [
  "spark.kubernetes.executor.podTemplateFile",
  "spark.kubernetes.allocation.batch.size",
  "spark.executor.cores",
  "spark.dynamicAllocation.enabled",
]) {
  const message = `["${key}"] = "x": has no effect in mode local, which starts no executors; remove it, or use mode client`;
  test(`${key} in conf of mode local`, refuses, local({ conf: { [key]: "x" } }), `.conf${message}`);
  test(
    `${key} in overrides of mode local`,
    refuses,
    local({ overrides: { [key]: { value: "x", reason: "so" } } }),
    `.overrides${message}`,
  );
}

const confSecret =
  "looks like a secret, and conf can be read by all who may see pods; let the job read it from a Kubernetes Secret";
test(
  "a conf key of a secret, without repeating it",
  refuses,
  { conf: { "spark.hadoop.fs.s3a.secret.key": "hunter2" } },
  `.conf["spark.hadoop.fs.s3a.secret.key"] = "(hidden)": ${confSecret}`,
);
test(
  "a secret in an override, without repeating it",
  refuses,
  { overrides: { "spark.local.dir": { value: "token=hunter2", reason: "so" } } },
  `.overrides["spark.local.dir"] = "(hidden)": ${confSecret}`,
);

for (const [name, rule] of [
  ["POD_NAME", "is set by the platform; rename the variable"],
  ["DATA_INTERVAL_START", "is set by the platform; rename the variable"],
  ["WAREHOUSE_PASSWORD", "is set by the platform; rename the variable"],
  ["SPARK_LOCAL_DIRS", "is a setting of Spark, which would bypass the job's conf; use `conf` or the job's own fields"],
  ["1ST", "the name must be letters, digits and underscores, not starting with a digit; rename the variable"],
  ["A-B", "the name must be letters, digits and underscores, not starting with a digit; rename the variable"],
] as const) {
  test(`the variable ${name}`, refuses, { environment: { [name]: "x" } }, `.environment.${name} = "x": ${rule}`);
}

for (const [name, value] of [
  ["DB_PASSWORD", "x"],
  ["OPTIONS", "secret=hunter2"],
] as const) {
  test(
    `the secret in ${name}, without repeating it`,
    refuses,
    { environment: { [name]: value } },
    `.environment.${name} = "(hidden)": looks like a secret, and the environment can be read by all who may see pods; let the job read it from a Kubernetes Secret`,
  );
}

test(
  "a schedule that is none",
  refuses,
  { schedule: "@daily" },
  '.schedule = "@daily": must have five fields separated by spaces: minute, hour, day of month, month, day of week; write for instance 30 0 * * * for half past midnight every day; Sunday is 0',
);
test(
  "a time zone that does not exist",
  refuses,
  { timeZone: "Europe/Atlantis" },
  '.timeZone = "Europe/Atlantis": must be a time zone of the IANA database; write for instance UTC or Europe/Berlin',
);
test(
  "deadlines that are too short and negative retries, all at once",
  refuses,
  { deadlines: { startSeconds: 9, runSeconds: 59 }, retries: -1 },
  ".deadlines.runSeconds = 59: must be a whole number of at least 60; write 60 or more",
  ".deadlines.startSeconds = 9: must be a whole number of at least 10; write 10 or more",
  ".retries = -1: must be a whole number of at least 0; write 0 or more",
);

test("every deployable job is accepted", (t) => {
  fc.assert(fc.property(goodJob, (job) => t.deepEqual(sparkJobProblems(job.name, job), [])));
});

const spoil = fc.record(
  {
    name: fc.string(),
    application: fc.string(),
    arguments: fc.array(fc.string()),
    image: fc.string(),
    driver: fc.record({ cores: fc.double(), memory: fc.string(), cpuRequest: fc.string() }),
    conf: fc.dictionary(fc.string(), fc.string()),
    overrides: fc.dictionary(fc.string(), fc.record({ value: fc.string(), reason: fc.string() })),
    environment: fc.dictionary(fc.string(), fc.string()),
    schedule: fc.string(),
    timeZone: fc.string(),
    deadlines: fc.record({ startSeconds: fc.double(), runSeconds: fc.double() }),
    retries: fc.double(),
  },
  { requiredKeys: [] },
);

test("whatever is written, every problem names path, rule and fix, and nothing is thrown", (t) => {
  fc.assert(
    fc.property(goodJob, spoil, (job, change) => {
      for (const { path, rule, fix } of sparkJobProblems("spoilt", { ...job, ...change })) {
        t.true(path.startsWith("jobs.spoilt"));
        t.regex(rule, /\w/);
        t.regex(fix, /\w/);
        t.false(rule.endsWith(".") || fix.endsWith("."));
      }
    }),
  );
});

test("a secret is never repeated in a problem", (t) => {
  const secret = `AKIA${"Z9Y8".repeat(4)}`;
  const problems = sparkJobProblems("flights", {
    ...flights,
    arguments: [secret],
    conf: { "spark.custom.a": secret },
    overrides: { "spark.local.dir": { value: secret, reason: "so" } },
    environment: { A: secret },
  });
  t.is(problems.length, 4);
  t.false(JSON.stringify(problems).includes(secret));
});
