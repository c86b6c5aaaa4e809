import test from "ava";
import fc from "fast-check";
import { sparkSubmit } from "../../../../components/spark/arguments.js";
import { readSubmit, submitWords } from "../../../../components/spark/submit.js";
import { flights, goodJob, team } from "./sample-jobs.js";

test("a command line is read back as its parts", (t) => {
  const { conf, ...parts } = readSubmit(sparkSubmit({ ...flights, conf: { "spark.custom.a": "b=c --d" } }, team));
  t.deepEqual(parts, {
    master: "k8s://https://kubernetes.default.svc",
    application: "/opt/jobs/flights.py",
    arguments: ["--title", "price in $$(USD)"],
  });
  t.is(conf["spark.custom.a"], "b=c --d");
  t.is(conf["spark.executor.instances"], "2");
});

test("whatever the platform writes, reading and writing it again changes nothing", (t) => {
  fc.assert(
    fc.property(goodJob, (job) => {
      const words = sparkSubmit(job, team);
      t.deepEqual(submitWords(readSubmit(words)), words);
    }),
  );
});

test("a command that somebody put there is not taken for the platform's own", (t) => {
  for (const words of [
    [],
    ["bash", "-c", "true"],
    ["spark-submit", "/opt/jobs/pi.py"],
    ["spark-submit", "--master", "local"],
  ]) {
    t.throws(() => readSubmit(words), {
      message: /^The driver does not start with spark-submit, --master and an appl/,
    });
  }
});
