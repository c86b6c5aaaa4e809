/** Claims of Spark's drivers and executors. */
import { inTeam, uses } from "../builders.js";
import type { Program } from "../levels.js";
import { PASSES, type Row, refused, told } from "../row.js";
import {
  type Conf,
  MOUNTS,
  claimConf,
  executorTemplate,
  scheduledApplication,
  sparkApplication,
  sparkJob,
} from "../spark-objects.js";
import { EFS, RWX, claim, storageClass } from "../storage.js";
import type { Fields } from "../builders.js";

const PER_POD = "spark-pvc-per-pod";

const data = claim("data");
const ON_DEMAND = { claimName: "OnDemand", storageClass: "gp3", sizeLimit: "10Gi" };
const FIXED = { claimName: "data" };

const executor = (options: Conf): Program => ({ resources: inTeam(data, sparkJob(claimConf("executor", options))) });
const onDemand = executor(ON_DEMAND);
const driver = (options: Conf, policy = "Forbid"): Program => ({
  resources: inTeam(data, sparkJob(claimConf("driver", options), [], {}, policy)),
  off: ["cronjob-guard-rails"],
});
const templated = (volume: Parameters<typeof executorTemplate>[0]): Program => ({
  resources: inTeam(
    data,
    executorTemplate(volume),
    sparkJob({ "spark.kubernetes.executor.podTemplateFile": "/opt/templates/executor.yaml" }, [
      { name: "templates", configMap: { name: "settings" } },
    ]),
  ),
});
const volumes: Fields = { volumes: [uses("data")] };
const applied = (ofDriver: Fields, ofExecutor: Fields): Program => ({
  resources: inTeam(data, sparkApplication(ofDriver, ofExecutor, volumes)),
});
const scheduled = (policy?: string): Program => ({
  resources: inTeam(data, scheduledApplication(policy, MOUNTS, volumes)),
});

export const SPARK: readonly Row[] = [
  { id: "89", arrangement: "executors with claims on demand", program: onDemand, expected: PASSES },
  ...(["storageClass", "sizeLimit"] as const).map((left) => ({
    id: "90",
    arrangement: `executors with claims on demand without ${left}`,
    program: executor({ ...ON_DEMAND, [left]: undefined }),
    expected: refused("pi"),
    rule: PER_POD,
    neighbour: onDemand,
  })),
  {
    id: "91",
    arrangement: "executors with a fixed claim",
    program: executor(FIXED),
    expected: refused("pi"),
    rule: PER_POD,
    neighbour: onDemand,
  },
  {
    id: "92",
    arrangement: "one executor with a fixed claim, which its replacement wants too",
    program: {
      resources: inTeam(data, sparkJob({ ...claimConf("executor", FIXED), "spark.executor.instances": "1" })),
    },
    expected: refused("pi"),
    neighbour: onDemand,
  },
  { id: "94", arrangement: "a driver with a claim on demand", program: driver(ON_DEMAND), expected: PASSES },
  { id: "95", arrangement: "a driver with a fixed claim, one run at a time", program: driver(FIXED), expected: PASSES },
  {
    id: "96",
    arrangement: "a driver with a fixed claim, runs that overlap",
    program: driver(FIXED, "Allow"),
    expected: refused("pi"),
    neighbour: driver(FIXED),
  },
  {
    id: "97",
    arrangement: "driver and executors with one fixed claim",
    program: {
      resources: inTeam(data, sparkJob({ ...claimConf("driver", FIXED), ...claimConf("executor", FIXED) })),
    },
    expected: refused("pi"),
    neighbour: {
      resources: inTeam(data, sparkJob({ ...claimConf("driver", FIXED), ...claimConf("executor", ON_DEMAND) })),
    },
  },
  {
    id: "100",
    arrangement: "executors with a fixed claim on EFS",
    program: {
      resources: inTeam(
        storageClass("efs-sc", EFS),
        claim("data", { storageClassName: "efs-sc", accessModes: [RWX] }),
        sparkJob(claimConf("executor", FIXED)),
      ),
    },
    expected: PASSES,
  },
  {
    id: "101",
    arrangement: "claims on demand in the old access mode",
    program: {
      resources: inTeam(
        sparkJob({
          ...claimConf("executor", ON_DEMAND),
          "spark.kubernetes.legacy.useReadWriteOnceAccessMode": "true",
        }),
      ),
    },
    expected: told("pi"),
  },
  {
    id: "102",
    arrangement: "executors with an emptyDir",
    program: {
      resources: inTeam(
        sparkJob({
          "spark.kubernetes.executor.volumes.emptyDir.data.mount.path": "/mnt/data",
          "spark.kubernetes.executor.volumes.emptyDir.data.options.sizeLimit": "10Gi",
        }),
      ),
    },
    expected: PASSES,
  },
  {
    id: "104",
    arrangement: "a template of executor pods with a fixed claim",
    program: templated(uses("data")),
    expected: refused("settings"),
    neighbour: templated({ name: "data", emptyDir: {} }),
  },
  {
    id: "105",
    arrangement: "a SparkApplication whose executors mount a claim",
    program: applied({}, MOUNTS),
    expected: refused("app"),
    neighbour: applied(MOUNTS, {}),
  },
  {
    id: "105",
    arrangement: "a SparkApplication whose driver alone mounts a claim",
    program: applied(MOUNTS, {}),
    expected: PASSES,
  },
  ...[undefined, "Allow"].map((policy) => ({
    id: "105",
    arrangement: `a ScheduledSparkApplication with concurrency policy ${policy ?? "left out"} whose driver mounts a claim`,
    program: scheduled(policy),
    expected: refused("app"),
    neighbour: scheduled("Forbid"),
  })),
];
