import { ACCOUNTS } from "../../vocabulary";
import type { SparkJob } from "./job";

/** Names of the ServiceAccounts that the pods of a job run as. */
export interface JobAccounts {
  readonly driver: string;
  readonly executor: string;
}

/**
 * Accounts of a job: those of its team, or for a job with `data` two of its own, since a role of the cloud belongs to an account. That keeps jobs from
 * each other's data by accident, and not by intent: a driver may create pods, so its code can start one as any account of its namespace. Who must not read
 * a team's data belongs to another team.
 */
export function jobAccounts({ name, data }: SparkJob): JobAccounts {
  const { sparkDriver, sparkExecutor } = ACCOUNTS;
  if (data === undefined) return { driver: sparkDriver, executor: sparkExecutor };
  return { driver: `${sparkDriver}-${name}`, executor: `${sparkExecutor}-${name}` };
}

/** The account that a job's driver runs as: in local mode it starts no pods and needs no rights, which of a team's accounts is that of executors. */
export function driverAccount(job: SparkJob): string {
  const { driver, executor } = jobAccounts(job);
  return job.mode.kind === "client" ? driver : executor;
}
