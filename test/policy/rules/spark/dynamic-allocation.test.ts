import test from "ava";

import type { Resource } from "../../../../policies/model/resource.js";
import type { Value } from "../../../../policies/model/values.js";
import { CRON_JOB_POD, UNKNOWN, change, configMap, team } from "../../objects.js";
import { BASE, type Conf, properties, sparkApplication, sparkJob } from "../../spark-objects.js";
import { accepts, refuses, verdict } from "../../verdict.js";

const RULE = "spark-dynamic-allocation-bounded";
const ENABLED = "spark.dynamicAllocation.enabled";
const MAX = "spark.dynamicAllocation.maxExecutors";
const TRACKING = "spark.dynamicAllocation.shuffleTracking.enabled";

const inTeam = (...resources: readonly Resource[]) => ({ resources: [team(), ...resources] });
const allocated = (conf: Conf) => inTeam(sparkJob({ [ENABLED]: "true", [MAX]: "10", ...conf }));
const correct = allocated({});
const place = `${RULE} pi: ${BASE}`;

test(
  "dynamic allocation without a bound is refused",
  refuses,
  allocated({ [MAX]: undefined }),
  [`${place}: ${MAX} is missing, which means infinity`],
  correct,
);
test(
  "the word true is read in any case",
  refuses,
  allocated({ [ENABLED]: "TRUE", [MAX]: undefined }),
  [`${place}: ${MAX} is missing, which means infinity`],
  correct,
);
for (const max of ["infinity", "0", "2147483647", "ten", "-1", ""]) {
  const lines = [`${place}: ${MAX} is "${max}": write a number`];
  test(`"${max}" is no bound`, refuses, allocated({ [MAX]: max }), lines, allocated({ [MAX]: "2147483646" }));
}
test(
  "without dynamic allocation nothing is asked",
  accepts,
  inTeam(sparkJob({ [ENABLED]: "false", [TRACKING]: "false" })),
);
test("the default is not dynamic", accepts, inTeam(sparkJob({ [TRACKING]: "false" })));

const loses = [`${place}: ${TRACKING} is false, and no setting moves the blocks of executors that go`];
const DECOMMISSION = { "spark.decommission.enabled": "true", "spark.storage.decommission.enabled": "true" };
test(
  "shuffle files have to outlive executors",
  refuses,
  allocated({ [TRACKING]: "false" }),
  loses,
  allocated({ [TRACKING]: "true" }),
);
for (const half of Object.keys(DECOMMISSION)) {
  test(
    `${half} alone does not move them`,
    refuses,
    allocated({ [TRACKING]: "false", [half]: "true" }),
    loses,
    allocated({ [TRACKING]: "false", ...DECOMMISSION }),
  );
}
test("outside of Kubernetes a shuffle service keeps them", accepts, {
  resources: [
    team(),
    sparkJob({}, `${CRON_JOB_POD}.containers.0.args`, [
      "spark-submit",
      "--master=yarn",
      `-Dspark.x=1`,
      `-D${ENABLED}=true`,
      `-D${MAX}=2`,
      `-D${TRACKING}=false`,
    ]),
  ],
});

const application = (allocation: Value, sparkConf: Value = {}, kind?: string) =>
  inTeam(sparkApplication({ dynamicAllocation: allocation, sparkConf }, kind));
test(
  "a SparkApplication's own field is judged",
  refuses,
  application({ enabled: true }),
  [`${RULE} app: spec: ${MAX} is missing, which means infinity`],
  application({ enabled: true, maxExecutors: 4 }),
);
test(
  "a ScheduledSparkApplication is too",
  refuses,
  application({ enabled: true, maxExecutors: 0 }, {}, "ScheduledSparkApplication"),
  [`${RULE} app: spec.template: ${MAX} is 0: write a number`],
  application({ enabled: true }, { [MAX]: "4" }, "ScheduledSparkApplication"),
);
test(
  "an operator's application is on Kubernetes without saying so",
  refuses,
  application({ enabled: true, maxExecutors: 4 }, { [TRACKING]: "false" }),
  [`${RULE} app: spec: ${TRACKING} is false, and no setting moves the blocks of executors that go`],
  application({ enabled: false, maxExecutors: 4 }, { [TRACKING]: "false" }),
);

const defaults = (conf: Conf) => configMap({ "spark-defaults.conf": properties(conf) });
test(
  "a spark-defaults.conf that nobody in the stack mounts is bounded itself",
  refuses,
  inTeam(defaults({ [ENABLED]: "true" })),
  [`${RULE} settings: data["spark-defaults.conf"]: ${MAX} is missing, which means infinity`],
  inTeam(defaults({ [ENABLED]: "true", [MAX]: "10" })),
);
const reading = (conf: Conf, volume: Value, ...others: readonly Resource[]) => {
  const job = sparkJob(conf, `${CRON_JOB_POD}.volumes`, [volume]);
  const mount = [{ name: "conf", mountPath: "/conf" }];
  return inTeam({ ...job, inputs: change(job.inputs, `${CRON_JOB_POD}.containers.0.volumeMounts`, mount) }, ...others);
};
for (const [what, volume] of [
  ["as a volume", { name: "conf", configMap: { name: "settings" } }],
  ["among projected ones", { name: "conf", projected: { sources: [{ configMap: { name: "settings" } }] } }],
] as const) {
  test(
    `a file mounted ${what} may enable what the command line has to bound`,
    refuses,
    reading({}, volume, defaults({ [ENABLED]: "true" })),
    [`${place}: ${MAX} is missing, which means infinity`],
    reading({ [MAX]: "10" }, volume, defaults({ [ENABLED]: "true" })),
  );
}
test(
  "a file that becomes variables is read",
  refuses,
  inTeam(
    sparkJob({}, `${CRON_JOB_POD}.containers.0.envFrom`, [{ configMapRef: { name: "settings" } }]),
    configMap({ SPARK_SUBMIT_OPTIONS: `--conf ${ENABLED}=true` }),
  ),
  [`${place}: ${MAX} is missing, which means infinity`],
  inTeam(
    sparkJob({}, `${CRON_JOB_POD}.containers.0.envFrom`, [{ configMapRef: { name: "other" } }]),
    configMap({ SPARK_SUBMIT_OPTIONS: `--conf ${ENABLED}=true --conf ${MAX}=2 -c spark.kubernetes.namespace=team` }),
  ),
);

const only = (program: { resources: readonly Resource[] }) => verdict(program).filter((line) => line.startsWith(RULE));
test("what is not known is not taken for a bound", (t) => {
  t.deepEqual(only(application({ enabled: UNKNOWN })), [`${RULE} app: spec: ${ENABLED} is not known yet`]);
  t.deepEqual(only(application({ enabled: true, maxExecutors: UNKNOWN })), [
    `${RULE} app: spec: ${MAX} is not known yet`,
  ]);
  t.deepEqual(only(application({ enabled: true, maxExecutors: 2 }, { [TRACKING]: UNKNOWN })), [
    `${RULE} app: spec: ${TRACKING} is not known yet`,
  ]);
  t.deepEqual(only(allocated({ [MAX]: "$(MAX)" })), [`${place}: ${MAX} is not known yet`]);
  const args: Value = ["spark-submit", `-D${ENABLED}=true`, "--conf", UNKNOWN];
  t.deepEqual(only(inTeam(sparkJob({}, `${CRON_JOB_POD}.containers.0.args`, args))), [
    `${place}: ${MAX} is not known yet`,
  ]);
});
