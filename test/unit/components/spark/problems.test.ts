import test from "ava";
import fc from "fast-check";
import type { SparkJob } from "../../../../components/spark/job.js";
import { sparkJobProblems } from "../../../../components/spark/problems.js";
import { quoted, refuses, secretFix } from "./refusal.js";
import { flights, goodJob, orders } from "./sample-jobs.js";

const client = (change: object): Partial<SparkJob> => {
  const executor = { instances: 2, cores: 1, memory: "512m" };
  return { mode: { kind: "client", executor: { ...executor, ...change } } };
};

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
  `.arguments[1] = "(hidden)": looks like a secret, and arguments can be read by all who may see pods; ${secretFix}`,
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
    secrets: fc.dictionary(fc.string(), fc.record({ secret: fc.string(), key: fc.string() })),
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
    secrets: { B: { secret, key: secret } },
  });
  t.is(problems.length, 6);
  t.false(JSON.stringify(problems).includes(secret));
});
