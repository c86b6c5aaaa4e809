/** Schema of a quota. */

import { section } from "./shapes";
import { bytes, cpu, wholeNumber } from "./values";

/** What all pods of one namespace may ask for together. */
export const quota = section({
  /** Cores. Required: a default that is right for a laptop is wrong for a cluster. */
  cpu: cpu("4"),
  /** Bytes with unit. Required, as for `cpu`. */
  memory: bytes("8Gi"),
  /** Pods. Required; count driver and executors of every run that may happen at the same time. */
  pods: wholeNumber("the number of pods", 1),
});
