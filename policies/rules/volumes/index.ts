/** Rules about volumes on EBS. */
import type { Rule } from "../rule";
import { accessMode } from "./access-mode";
import { claimDeclared } from "./claim-declared";
import { claimSingleConsumer } from "./claim-single-consumer";
import { deploymentRecreate } from "./deployment-recreate";
import { explicitStorageClass } from "./explicit-storage-class";
import { noInlineVolume } from "./no-inline-volume";
import { noMultiAttach } from "./no-multi-attach";
import { transientOverlap } from "./transient-overlap";
import { volumeIdUnique } from "./volume-id-unique";
import { workloadSinglePod } from "./workload-single-pod";

export const VOLUME_RULES: readonly Rule[] = [
  claimSingleConsumer,
  workloadSinglePod,
  deploymentRecreate,
  accessMode,
  explicitStorageClass,
  noInlineVolume,
  volumeIdUnique,
  noMultiAttach,
  claimDeclared,
  transientOverlap,
];
