/** Rule spark-pvc-shared-access-mode: claims on demand that several pods of a node could mount. */
import test from "ava";

import type { Value } from "../../../../policies/model/values.js";
import { UNKNOWN, team } from "../../objects.js";
import { BASE, claimConf, sparkApplication, sparkJob } from "../../spark-objects.js";
import { refuses, verdict } from "../../verdict.js";

const ON_DEMAND = { claimName: "OnDemand", storageClass: "gp3", sizeLimit: "10Gi" };

const program = (resource: ReturnType<typeof sparkJob>) => ({ resources: [team(), resource] });

const LEGACY = "spark.kubernetes.legacy.useReadWriteOnceAccessMode";
const ACCESS = `spark-pvc-shared-access-mode pi: ${BASE}: ${LEGACY} is true`;
test(
  "row 101: the old access mode of claims on demand is told of",
  refuses,
  program(sparkJob({ ...claimConf("executor", ON_DEMAND), [LEGACY]: "true" })),
  [ACCESS],
  program(sparkJob({ ...claimConf("executor", ON_DEMAND), [LEGACY]: "false" })),
);
test(
  "a driver's claim on demand has it too",
  refuses,
  program(sparkJob({ ...claimConf("driver", ON_DEMAND), [LEGACY]: "true" })),
  [ACCESS],
  program(sparkJob({ [LEGACY]: "true" })),
);
test("an access mode that is not known yet is told of", (t) => {
  const conf = { ...claimConf("executor", ON_DEMAND), [LEGACY]: UNKNOWN } as Record<string, Value>;
  t.deepEqual(verdict(program(sparkApplication({ sparkConf: conf }))), [
    `spark-pvc-shared-access-mode app: spec: ${LEGACY} is not known yet`,
  ]);
});
