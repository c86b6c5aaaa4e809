/** Why a run of a Spark job failed: read from its cluster, judged, told. */
import type { Kubectl } from "../../kubectl.js";
import { diagnose } from "./diagnose.js";
import type { Diagnosis } from "./diagnosis.js";
import { readRun, type RunName } from "./read.js";

export { describeDiagnosis } from "./describe.js";
export type { Diagnosis } from "./diagnosis.js";

/** @throws Error in kubectl's words when there is no such Job, or no way to the cluster */
export async function diagnoseJob(kubectl: Kubectl, run: RunName): Promise<Diagnosis> {
  return diagnose(await readRun(kubectl, run));
}
