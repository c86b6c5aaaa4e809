import test from "ava";
import { stringify } from "yaml";

import type { Resource } from "../../../../policies/model/resource.js";
import type { Value } from "../../../../policies/model/values.js";
import { CRON_JOB_POD, UNKNOWN, change, configMap, resource, team } from "../../objects.js";
import { BASE, type Conf, claim, claimConf, properties, sparkApplication, sparkJob } from "../../spark-objects.js";
import { accepts, refuses, verdict } from "../../verdict.js";

const RULE = "spark-pvc-per-pod";
const VOLUME = "spark.kubernetes.executor.volumes.persistentVolumeClaim.data";
const ON_DEMAND = { claimName: "OnDemand", storageClass: "gp3", sizeLimit: "10Gi" };
const place = `${BASE}: ${VOLUME}.options`;

const program = (...resources: readonly Resource[]) => ({ resources: [team(), ...resources] });
const executors = (options: Conf, conf: Conf = {}, ...others: readonly Resource[]) =>
  program(...others, sparkJob({ ...claimConf("executor", options), ...conf }));
const shared = (name: string, where = place, who = "pi") => [
  `${RULE} ${who}: ${where}.claimName is "${name}", one claim for all executors, and nothing says that it is not on EBS`,
];
const onDemand = executors(ON_DEMAND);

test("row 89: executors with claims on demand pass", accepts, onDemand);
for (const option of ["storageClass", "sizeLimit"]) {
  const lines = [`${RULE} pi: ${place}.${option} is missing: Spark makes no claim without it`];
  test(
    `row 90: a claim on demand without ${option} is refused`,
    refuses,
    executors({ ...ON_DEMAND, [option]: undefined }),
    lines,
    onDemand,
  );
  test(
    `a claim on demand with an empty ${option} is refused`,
    refuses,
    executors({ ...ON_DEMAND, [option]: "" }),
    lines,
    onDemand,
  );
}
test(
  "row 91: executors with a fixed claim are refused",
  refuses,
  executors({ claimName: "shared-pvc" }, {}, claim("shared-pvc")),
  shared("shared-pvc"),
  onDemand,
);
test(
  "row 92: a single executor with a fixed claim is refused",
  refuses,
  executors({ claimName: "shared-pvc" }, { "spark.executor.instances": "1" }, claim("shared-pvc")),
  shared("shared-pvc"),
  onDemand,
);
test(
  "a fixed claim that Spark would make with class and size is refused",
  refuses,
  executors({ ...ON_DEMAND, claimName: "shared" }, {}, claim("shared")),
  shared("shared"),
  onDemand,
);
test(
  "the word is read as Spark reads it",
  refuses,
  executors({ ...ON_DEMAND, claimName: "ondemand" }, {}, claim("ondemand")),
  shared("ondemand"),
  executors({ ...ON_DEMAND, claimName: "my-OnDemand" }),
);
test(
  "a name with the executor's number is each executor's own",
  refuses,
  executors({ claimName: "data" }, {}, claim("data")),
  shared("data"),
  executors({ claimName: "data-SPARK_EXECUTOR_ID" }),
);
test(
  "row 102: other volumes are not this rule's",
  accepts,
  program(
    sparkJob({
      "spark.kubernetes.executor.volumes.emptyDir.data.mount.path": "/data",
      "spark.kubernetes.executor.volumes.emptyDir.data.options.sizeLimit": "1Gi",
      "spark.kubernetes.executor.volumes.nfs.share.options.server": "host",
    }),
  ),
);

const storageClass = (name: string, provisioner: Value, annotations: Value = {}) =>
  resource("kubernetes:storage.k8s.io/v1:StorageClass", {
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    metadata: { name, annotations },
    provisioner,
    volumeBindingMode: "WaitForFirstConsumer",
    parameters: { encrypted: "true", type: "gp3" },
  });
const fixed = (...others: readonly Resource[]) => executors({ claimName: "data" }, {}, ...others);
test(
  "row 100: a fixed claim on EFS may be shared",
  refuses,
  fixed(claim("data", "my-class"), storageClass("my-class", "ebs.csi.aws.com")),
  shared("data"),
  fixed(claim("data", "my-class"), storageClass("my-class", "efs.csi.aws.com")),
);
test(
  "a class that a parameter says is not on EBS may be shared",
  refuses,
  fixed(claim("data", "fast")),
  shared("data"),
  {
    ...fixed(claim("data", "fast")),
    parameters: { nonEbsStorageClasses: ["fast"] },
  },
);
test(
  "a claim of the same name in another namespace says nothing",
  refuses,
  executors({ claimName: "data" }, {}, storageClass("efs-sc", "efs.csi.aws.com"), claim("other", "efs-sc")),
  shared("data"),
  fixed(storageClass("efs-sc", "efs.csi.aws.com"), claim("data", "efs-sc")),
);

const DRIVER = "spark.kubernetes.driver.volumes.persistentVolumeClaim.data";
const driver = (options: Conf, path?: string, value?: Value) => sparkJob(claimConf("driver", options), path, value);
test("row 94: a driver with a claim on demand passes", accepts, program(driver({ claimName: "OnDemand" })));

const defaults = (conf: Conf) => configMap({ "spark-defaults.conf": properties(conf) });
test(
  "a file that nobody in the stack mounts is judged itself",
  refuses,
  program(defaults(claimConf("executor", { claimName: "OnDemand", sizeLimit: "1Gi" }))),
  [
    `${RULE} settings: data["spark-defaults.conf"]: ${VOLUME}.options.storageClass is missing: Spark makes no claim without it`,
  ],
  program(defaults(claimConf("executor", ON_DEMAND))),
);
const mounting = (conf: Conf): Resource => {
  const job = sparkJob(conf, `${CRON_JOB_POD}.volumes`, [{ name: "conf", configMap: { name: "settings" } }]);
  return {
    ...job,
    inputs: change(job.inputs, `${CRON_JOB_POD}.containers.0.volumeMounts`, [{ name: "conf", mountPath: "/conf" }]),
  };
};
test(
  "command line and mounted file make up a claim together",
  refuses,
  program(
    mounting(claimConf("executor", { claimName: "OnDemand" })),
    defaults({ [`${VOLUME}.options.sizeLimit`]: "1Gi" }),
  ),
  [`${RULE} pi: ${place}.storageClass is missing: Spark makes no claim without it`],
  program(
    mounting(claimConf("executor", { claimName: "OnDemand" })),
    defaults({ [`${VOLUME}.options.sizeLimit`]: "1Gi", [`${VOLUME}.options.storageClass`]: "gp3" }),
  ),
);
test(
  "a SparkApplication's settings are judged",
  refuses,
  program(sparkApplication({ sparkConf: claimConf("executor", { claimName: "data" }) as Value }), claim("data")),
  shared("data", `spec: ${VOLUME}.options`, "app"),
  program(sparkApplication({ sparkConf: claimConf("executor", ON_DEMAND) as Value })),
);

const only = (resources: readonly Resource[], rule = RULE) =>
  verdict(program(...resources)).filter((line) => line.startsWith(rule));
test("what is not known is told of", (t) => {
  const application = (options: Record<string, Value>) => {
    const conf = Object.entries(options).map(([key, value]) => [`${VOLUME}.options.${key}`, value] as const);
    return sparkApplication({ sparkConf: Object.fromEntries(conf) });
  };
  t.deepEqual(only([application({ claimName: UNKNOWN })]), [
    `${RULE} app: spec: ${VOLUME}.options.claimName is not known yet`,
  ]);
  t.deepEqual(only([application({ ...ON_DEMAND, storageClass: UNKNOWN })]), []);
  t.deepEqual(only([sparkJob(claimConf("executor", { claimName: "$(CLAIM)" }))]), [
    `${RULE} pi: ${place}.claimName is put together at run time`,
  ]);
  const args: Value = [
    "spark-submit",
    "--master=k8s://host",
    "-c",
    `${VOLUME}.options.claimName=OnDemand`,
    "--conf",
    UNKNOWN,
  ];
  t.deepEqual(only([sparkJob({}, `${CRON_JOB_POD}.containers.0.args`, args)]), [
    `${RULE} pi: ${place}.sizeLimit is not known yet`,
    `${RULE} pi: ${place}.storageClass is not known yet`,
  ]);
});

const template = (volume: Value) => {
  const containers = [{ name: "executor", volumeMounts: [{ name: "data", mountPath: "/data" }] }];
  return configMap({
    "executor.yaml": stringify({ apiVersion: "v1", kind: "Pod", spec: { containers, volumes: [volume] } }),
  });
};
test("row 104: an executor template with a fixed claim is refused, by the rule for all pods", (t) => {
  const lines = verdict(
    program(claim("data"), template({ name: "data", persistentVolumeClaim: { claimName: "data" } })),
  );
  t.deepEqual(
    lines.map((line) => line.split(":")[0]),
    ["ebs-workload-single-pod settings"],
  );
  t.deepEqual(verdict(program(template({ name: "data", emptyDir: {} }))), []);
});

for (const [row, what, resources, expected] of [
  ["95", "a driver with a fixed claim, one run at a time", [driver({ claimName: "data" })], []],
  [
    "96",
    "a driver with a fixed claim, runs that overlap",
    [driver({ claimName: "data" }, "spec.concurrencyPolicy", "Allow")],
    ["ebs-workload-single-pod pi"],
  ],
  [
    "97",
    "driver and executors with one fixed claim",
    [sparkJob({ ...claimConf("driver", { claimName: "data" }), ...claimConf("executor", { claimName: "data" }) })],
    [`${RULE} pi`],
  ],
] as const) {
  test(`row ${row}: ${what}`, (t) => {
    const lines = verdict(program(claim("data"), ...resources)).filter(
      (line) => !line.startsWith("cronjob-guard-rails"),
    );
    t.deepEqual(
      lines.map((line) => line.split(":")[0]),
      [...expected],
    );
  });
}
test("a driver's claim is named by its setting", (t) => {
  const lines = verdict(program(claim("data"), driver({ claimName: "data" }, "spec.concurrencyPolicy", "Allow")));
  t.true(lines.some((line) => line.includes(`${DRIVER}.options.claimName`)));
});
