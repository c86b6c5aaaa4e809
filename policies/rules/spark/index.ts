/** Rules about Spark and Airflow, and about charts, which are how Airflow mostly comes. */
import type { Rule } from "../rule";
import { airflowPodNamespace } from "./airflow-namespace";
import { airflowNoSharedPvc } from "./airflow-storage";
import { sparkPvcPerPod, sparkPvcSharedAccessMode } from "./claims";
import { sparkDynamicAllocationBounded } from "./dynamic-allocation";
import { sparkNamespace } from "./namespace";
import { noSpotForDrivers } from "./no-spot";
import { opaqueManifestStorage } from "./opaque-manifests";

export const SPARK_RULES: readonly Rule[] = [
  sparkPvcPerPod,
  sparkPvcSharedAccessMode,
  sparkNamespace,
  sparkDynamicAllocationBounded,
  noSpotForDrivers,
  airflowNoSharedPvc,
  airflowPodNamespace,
  opaqueManifestStorage,
];
