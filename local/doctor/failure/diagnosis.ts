/** The words of a diagnosis. */

/** The most common reasons for which a Spark job on Kubernetes fails. `unknown`: mostly an error of the job's own code, whose last lines say more. */
export const CAUSES = {
  forbidden: "something was not allowed",
  "image-pull": "the image cannot be pulled",
  unschedulable: "no node has room",
  "out-of-memory": "the memory is not enough",
  "driver-unreachable": "executors cannot reach the driver",
  deadline: "the run took longer than it may",
  quota: "the team's quota is used up",
  "bad-conf": "Spark does not accept its conf",
  "missing-secret": "a Secret is missing",
  "full-disk": "the disk is full",
  unknown: "none of the usual causes was seen",
} as const;

export type Cause = keyof typeof CAUSES;

/** Whose pods it happened to. */
export type Role = "driver" | "executors";

export interface Evidence {
  /** Where it stands: `event of pod …`, `status of pod …`, `log of pod …`, `status of Job …`. */
  readonly source: string;
  /** Its own words. */
  readonly text: string;
}

/** What one look found. */
export interface Finding {
  readonly cause: Exclude<Cause, "unknown">;
  readonly role: Role;
  readonly evidence: readonly Evidence[];
  /** Conf keys that it is about. */
  readonly conf?: readonly string[];
}

export interface Diagnosis {
  readonly namespace: string;
  /** Name of the Kubernetes Job. */
  readonly run: string;
  /** Name of the job in the settings. */
  readonly job: string;
  readonly outcome: "failed" | "running" | "succeeded";
  /** None: it succeeded, or it still runs and nothing stands in its way. */
  readonly cause?: Cause;
  readonly evidence: readonly Evidence[];
  /** What to do, each in terms of the settings. */
  readonly advice: readonly string[];
  /** Of the driver's log, when the cause is unknown. */
  readonly lastLines: readonly string[];
}
