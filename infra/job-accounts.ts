import { type Grant, WorkloadAccount } from "../components/kubernetes/workload-account";
import type { WorkloadNamespace } from "../components/kubernetes/workload-namespace";
import { jobAccounts } from "../components/spark/accounts";
import type { SparkJob } from "../components/spark/job";
import { driverRules } from "../components/spark/rbac";
import { provided } from "./cloud";
import type { Cluster } from "./cluster";

/** Accounts of a job with data, each with its role in the cloud; none for other jobs, which run as their team. Pods of the job must wait for them. */
export function createJobAccounts(
  job: SparkJob,
  home: WorkloadNamespace,
  { provider, cloud }: Cluster,
): WorkloadAccount[] {
  const { name, mode, data } = job;
  if (data === undefined) return [];
  const { namespace } = home;
  const around = provided(cloud, `jobs.${name}.data`);
  const create = (account: string, grants: readonly Grant[]) => {
    const role = around.role({ namespace, account }, { kind: "job", data });
    return new WorkloadAccount(
      account,
      { namespace, account, token: grants.length > 0, annotations: role.annotations, grants },
      { provider, dependsOn: [home, role.resource] },
    );
  };
  const { driver, executor } = jobAccounts(job);
  const ofDriver = mode.kind === "client" ? [create(driver, [{ namespace, rules: driverRules }])] : [];
  return [...ofDriver, create(executor, [])];
}
