import { execFileSync } from "node:child_process";

import test from "ava";
import fc from "fast-check";
import { parse } from "yaml";

import { sparkSubmit } from "../../../components/spark/arguments.js";
import { driverPod } from "../../../components/spark/driver-pod.js";
import { explanation, shellCommand } from "../../../local/job-explanation.js";
import { flights, goodJob, orders, team } from "../components/spark/sample-jobs.js";

test("one argument stands on each line, with what belongs to it", (t) => {
  const job = { ...orders, mainClass: "org.example.Outer$Main", arguments: ["it's", "--all"] };
  t.is(
    shellCommand(sparkSubmit(job, team)),
    [
      "spark-submit \\",
      "  --master 'local[2]' \\",
      "  --deploy-mode client \\",
      "  --class 'org.example.Outer$Main' \\",
      "  --conf spark.app.name=orders \\",
      "  --conf spark.driver.memory=4g \\",
      "  --conf spark.local.dir=/var/data/spark \\",
      "  /opt/jobs/orders.jar \\",
      "  'it'\\''s' \\",
      "  --all",
    ].join("\n"),
  );
});

test("what Kubernetes fills in is a variable of the shell", (t) => {
  t.regex(
    shellCommand(sparkSubmit({ ...flights, overrides: {} }, team)),
    /^ {2}--conf "spark\.driver\.host=\$\{POD_IP\}" \\$/m,
  );
});

/** What a program is given when a shell reads this. */
function readByShell(command: string): string[] {
  const script = `spark-submit() { printf '%s\\0' spark-submit "$@"; }\n${command}`;
  const env = { POD_IP: "10.0.0.1", POD_NAME: "a pod" };
  return execFileSync("bash", ["--norc", "-c", script], { env, encoding: "utf8" }).split("\0").slice(0, -1);
}

/** What Kubernetes gives it. */
const readByKubernetes = (argument: string): string =>
  argument.replaceAll(/\$\$|\$\(POD_IP\)|\$\(POD_NAME\)/g, (found) =>
    found === "$$" ? "$" : found === "$(POD_IP)" ? "10.0.0.1" : "a pod",
  );

test("a shell gives Spark the very arguments that Kubernetes gives it", (t) => {
  fc.assert(
    fc.property(goodJob, (job) => {
      const words = sparkSubmit(job, team);
      t.deepEqual(readByShell(shellCommand(words)), words.map(readByKubernetes));
    }),
    { numRuns: 50 },
  );
});

test("text beside a variable stays text for the shell", (t) => {
  const words = ["spark-submit", "--master", 'a"`b`\\$$HOME$(POD_IP)', "--deploy-mode", "client", "/opt/jobs/pi.py"];
  t.deepEqual(readByShell(shellCommand(words)), words.map(readByKubernetes));
});

test("the pod below the command is the whole template; secrets are only named", (t) => {
  const template = driverPod({ ...flights, environment: { DAY: "2001-01-01", SWITCH: "on" } }, team);
  const [comments = "", yaml = ""] = explanation({ template, settings: "stacks/Pulumi.local.yaml" }).split("\n---\n");
  t.is(
    comments.split("\n")[0],
    "# From the settings in stacks/Pulumi.local.yaml; nothing was sent. Variables are those of the driver's container, below.",
  );
  for (const version of ["1.1", "1.2"] as const) {
    t.deepEqual(parse(yaml, { version }), { apiVersion: "v1", kind: "Pod", ...template });
  }
  t.regex(yaml, /name: WAREHOUSE_PASSWORD\n\s+valueFrom:\n\s+secretKeyRef:\n\s+name: warehouse\n\s+key: password\n/);
});

test("code of its own is told with its ConfigMap and size", (t) => {
  const content = Buffer.from("x = 1\n");
  const code = { file: "jobs/flights.py", ending: ".py", content, hash: "0", imports: [] };
  const lines = explanation({
    template: driverPod(flights, team),
    settings: "stacks/Pulumi.local.yaml",
    code: { configMap: "flights-1", code },
  }).split("\n");
  t.true(lines.includes("# ConfigMap flights-1: jobs/flights.py, 6 bytes, gone with the run's Job"));
});
