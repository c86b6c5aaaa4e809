/** What the model of volumes says of Spark conf in other places. */
import { configMap } from "../../objects.js";
import { cronJob, inTeam, present } from "../builders.js";
import type { Program } from "../levels.js";
import { PASSES, type Row, refused, secondRefused } from "../row.js";
import { type Conf, claimConf, settings, sparkApplication, sparkJob } from "../spark-objects.js";
import { claim } from "../storage.js";

const data = claim("data");
const ON_DEMAND = { claimName: "OnDemand", storageClass: "gp3", sizeLimit: "10Gi" };
const FIXED = { claimName: "data" };

const inFile = (options: Conf, separator: string): Program => ({
  resources: inTeam(
    data,
    configMap({
      "spark-defaults.conf": settings(
        { "spark.kubernetes.namespace": "team", ...claimConf("executor", options) },
        separator,
      ).join("\n"),
    }),
  ),
});
const inArguments = (options: Conf, write: (conf: readonly string[]) => readonly string[]): Program => {
  const args = write(settings({ "spark.kubernetes.namespace": "team", ...claimConf("executor", options) }, "="));
  return { resources: inTeam(data, cronJob("pi", [], "Forbid", { container: { args } })) };
};
const MASTER = "k8s://https://kubernetes.default.svc";
const shell = (conf: readonly string[]) => [
  "sh",
  "-c",
  `spark-submit --master ${MASTER} ${conf.map((one) => `--conf ${one}`).join(" ")} /opt/pi.py`,
];
const joined = (conf: readonly string[]) => [
  "spark-submit",
  `--master=${MASTER}`,
  ...conf.map((one) => `--conf=${one}`),
  "/opt/pi.py",
];
const applied = (options: Conf): Program => ({
  resources: inTeam(data, sparkApplication({}, {}, { sparkConf: present(claimConf("executor", options)) })),
});
const driver = (name: string) => sparkJob(claimConf("driver", { claimName: name }));
const other = (name: string) => {
  const job = driver(name);
  return { ...job, urn: `${job.urn}-2`, id: `${job.urn}-2` };
};

export const SPARK_BEYOND: readonly Row[] = [
  ...["=", " ", ": "].map((separator) => ({
    id: "MS1",
    arrangement: `executors with a fixed claim by spark-defaults.conf, written with "${separator}"`,
    program: inFile(FIXED, separator),
    expected: refused("settings"),
    rule: "spark-pvc-per-pod",
    neighbour: inFile(ON_DEMAND, separator),
  })),
  ...(
    [
      ["a shell script", shell],
      ["arguments with an equals sign", joined],
    ] as const
  ).map(([where, write]) => ({
    id: "MS2",
    arrangement: `executors with a fixed claim by ${where}`,
    program: inArguments(FIXED, write),
    expected: refused("pi"),
    rule: "spark-pvc-per-pod",
    neighbour: inArguments(ON_DEMAND, write),
  })),
  {
    id: "MS3",
    arrangement: "executors of a SparkApplication with a fixed claim by its conf",
    program: applied(FIXED),
    expected: refused("app"),
    rule: "spark-pvc-per-pod",
    neighbour: applied(ON_DEMAND),
  },
  {
    id: "MS4",
    arrangement: "executors with a claim named by their number",
    program: {
      resources: inTeam(sparkJob(claimConf("executor", { ...ON_DEMAND, claimName: "data-SPARK_EXECUTOR_ID" }))),
    },
    expected: PASSES,
  },
  {
    id: "MS5",
    arrangement: "drivers of two CronJobs with one fixed claim",
    program: { resources: inTeam(data, claim("more"), driver("data"), other("data")) },
    expected: secondRefused("pi", "pi-2"),
    neighbour: { resources: inTeam(data, claim("more"), driver("data"), other("more")) },
  },
  {
    id: "MS6",
    arrangement: "a driver with a fixed claim that nobody declares",
    program: { resources: inTeam(driver("data")) },
    expected: refused("pi"),
    rule: "claim-declared-in-stack",
    neighbour: { resources: inTeam(driver("data")), parameters: { externalClaims: ["team/data"] } },
  },
];
