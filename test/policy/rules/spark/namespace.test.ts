import test from "ava";

import type { Resource } from "../../../../policies/model/resource.js";
import { CRON_JOB_POD, UNKNOWN, change, configMap, cronJob, team } from "../../objects.js";
import {
  BASE,
  CONF,
  type Conf,
  OWN_NAMESPACE,
  properties,
  sparkApplication,
  sparkJob,
  sparkSubmit,
} from "../../spark-objects.js";
import { accepts, refuses, verdict } from "../../verdict.js";

const RULE = "spark-namespace";
const KEY = "spark.kubernetes.namespace";
const MISSING = `${RULE} pi: ${BASE}: ${KEY} is missing`;

const inTeam = (...resources: readonly Resource[]) => ({ resources: [team(), ...resources] });
const withArgs = (...args: readonly (string | typeof UNKNOWN)[]) =>
  inTeam(cronJob(`${CRON_JOB_POD}.containers.0.args`, args));
const inNamespace = (namespace: string | undefined) => inTeam(sparkJob({ [KEY]: namespace }));
const correct = inNamespace("team");

test(
  "N39: spark-submit on Kubernetes without a namespace is refused",
  refuses,
  inNamespace(undefined),
  [MISSING],
  correct,
);
test("an empty namespace is a missing one", refuses, inNamespace(""), [MISSING], correct);
test(
  "N40: spark-submit in the namespace default is refused",
  refuses,
  inNamespace("default"),
  [`${RULE} pi: ${BASE}: command line: ${KEY} is "default"`],
  correct,
);
test(
  "a misspelt namespace is refused, one from elsewhere has to be listed",
  refuses,
  inNamespace("taem"),
  [`${RULE} pi: ${BASE}: command line: ${KEY} is "taem", which this stack does not declare`],
  {
    ...inNamespace("taem"),
    parameters: { externalNamespaces: ["taem"], externalServiceAccounts: ["taem/spark-executor"] },
  },
);

test(
  "the master alone makes it Spark on Kubernetes, however it is written",
  refuses,
  withArgs("spark-submit", "--master=k8s://host", "pi.py"),
  [MISSING],
  withArgs("spark-submit", "--master=k8s://host", "-c", `${KEY}=team`, "pi.py"),
);
test(
  "a setting of Kubernetes alone does too, unless the master is another",
  refuses,
  withArgs("spark-submit", "--conf", "spark.kubernetes.driver.pod.name=pi", "pi.py"),
  [MISSING],
  withArgs("spark-submit", "--master", "local[2]", "--conf", "spark.kubernetes.driver.pod.name=pi", "pi.py"),
);
test("Spark without Kubernetes needs no namespace", accepts, withArgs("spark-submit", "--conf", "spark.app.name=pi"));

const inShell = (script: string) => withArgs("sh", "-c", script);
test(
  "a shell's command line is read",
  refuses,
  inShell("exec spark-submit --master k8s://host pi.py"),
  [MISSING],
  inShell(`exec spark-submit --master k8s://host --conf '${KEY}=team' pi.py`),
);

const withEnv = (args: readonly string[], ...env: readonly Record<string, unknown>[]) => {
  const job = sparkJob();
  const args0 = change(job.inputs, `${CRON_JOB_POD}.containers.0.args`, args);
  return inTeam({ ...job, inputs: change(args0, `${CRON_JOB_POD}.containers.0.env`, env as never) });
};
test(
  "variables are read, and the command line says more",
  refuses,
  withEnv(["run"], { name: "SPARK_SUBMIT_OPTIONS", value: `--master k8s://host --conf ${KEY}=default` }),
  [`${RULE} pi: ${BASE}: env SPARK_SUBMIT_OPTIONS: ${KEY} is "default"`],
  withEnv(["run"], { name: "SPARK_SUBMIT_OPTIONS", value: `--master k8s://host --conf ${KEY}=team` }),
);
const takenOver = (...env: readonly Record<string, unknown>[]) =>
  withEnv([...sparkSubmit({ [KEY]: "$(NAMESPACE)" })], ...env);
test("the pod's own namespace is one", accepts, takenOver({ name: "NAMESPACE", valueFrom: OWN_NAMESPACE }));
test(
  "a variable is followed to its value",
  refuses,
  takenOver({ name: "NAMESPACE", value: "taem" }),
  [`${RULE} pi: ${BASE}: command line: ${KEY} is "taem", which this stack does not declare`],
  takenOver({ name: "NAMESPACE", value: "team" }),
);
test(
  "a namespace out of a Secret is not known to anybody",
  refuses,
  takenOver({ name: "NAMESPACE", valueFrom: { secretKeyRef: { name: "settings", key: "namespace" } } }),
  [`${RULE} pi: ${BASE}: command line: ${KEY} is put together at run time`],
  correct,
);

const SETTINGS = { name: "conf", configMap: { name: "settings" } };
const mounting = (conf: Conf): Resource => {
  const job = sparkJob(conf);
  return { ...job, inputs: mounted(job.inputs, SETTINGS) };
};
function mounted(inputs: Resource["inputs"], volume: { name: string }): Resource["inputs"] {
  const withVolume = change(inputs, `${CRON_JOB_POD}.volumes`, [volume] as never);
  return change(withVolume, `${CRON_JOB_POD}.containers.0.volumeMounts`, [{ name: volume.name, mountPath: "/conf" }]);
}
const defaults = (conf: Conf) => configMap({ "spark-defaults.conf": properties(conf) });
test(
  "a mounted spark-defaults.conf may say the namespace",
  refuses,
  inTeam(mounting({ [KEY]: undefined }), defaults({ [KEY]: undefined })),
  [MISSING],
  inTeam(mounting({ [KEY]: undefined }), defaults({})),
);
test(
  "a spark-defaults.conf that nobody in the stack mounts says the namespace itself",
  refuses,
  inTeam(defaults({ [KEY]: undefined })),
  [`${RULE} settings: data["spark-defaults.conf"]: ${KEY} is missing`],
  inTeam(defaults({})),
);
test(
  "what a spark-defaults.conf says wrong is its own fault",
  refuses,
  inTeam(mounting({}), defaults({ [KEY]: "default" })),
  [`${RULE} settings: data["spark-defaults.conf"]: ${KEY} is "default"`],
  inTeam(mounting({}), defaults({ [KEY]: undefined })),
);

test(
  "the operator takes the namespace of its object",
  accepts,
  inTeam(sparkApplication({ sparkConf: { "spark.kubernetes.driver.pod.name": "pi" } })),
);
test(
  "a SparkApplication that says another is judged",
  refuses,
  inTeam(sparkApplication({ sparkConf: { [KEY]: "default" } }, "ScheduledSparkApplication")),
  [`${RULE} app: spec.template.sparkConf: ${KEY} is "default"`],
  inTeam(sparkApplication({ sparkConf: { [KEY]: "team" } }, "ScheduledSparkApplication")),
);
test("N44: a SparkApplication without a namespace is refused by the rule for all objects", (t) => {
  const app = sparkApplication({});
  const lines = verdict(inTeam({ ...app, inputs: change(app.inputs, "metadata.namespace", undefined) }));
  t.deepEqual(lines, ["k8s-explicit-namespace app: metadata.namespace is missing"]);
});

const only = (lines: readonly string[], rule = RULE) => lines.filter((line) => line.startsWith(rule));
test("what is not known is not taken for a pass", (t) => {
  const where = `${RULE} pi: ${BASE}: ${KEY} is not known yet`;
  t.deepEqual(only(verdict(withArgs("spark-submit", "--master", "k8s://host", "--conf", UNKNOWN))), [where]);
  t.deepEqual(only(verdict(withArgs("spark-submit", "--master", UNKNOWN))), [where]);
  t.deepEqual(only(verdict(withArgs("spark-submit", "--conf", UNKNOWN))), [where]);
  t.deepEqual(only(verdict(withArgs("serve", "--conf", UNKNOWN))), []);
  t.deepEqual(only(verdict(withArgs("spark-submit", "--master", "local[2]", "--conf", UNKNOWN))), []);
  const sparkConf: Resource["inputs"] = { ...CONF, [KEY]: UNKNOWN };
  t.deepEqual(only(verdict(inTeam(sparkApplication({ sparkConf })))), [
    `${RULE} app: spec.sparkConf: ${KEY} is not known yet`,
  ]);
});
