/** Clusters that the tests of {@link EksCluster} make, and what they register. */
import { EksCluster, type EksClusterArgs } from "../../../components/aws/eks-cluster.js";
import { record, type Registration } from "../components/kubernetes/recorder.js";

const common: Omit<EksClusterArgs, "compute"> = {
  partition: "aws",
  region: "eu-central-1",
  accountId: "111122223333",
  clusterName: "data-prod",
  version: "1.36",
  endpoint: { kind: "private" },
  access: {
    ci: { principal: "arn:aws:iam::111122223333:role/ci", rights: "admin" },
    people: { principal: "arn:aws:iam::111122223333:role/people", rights: "view" },
  },
  network: {
    vpcId: "vpc-1",
    subnets: [
      { zone: "eu-central-1a", cidr: "10.20.0.0/18", id: "subnet-a" },
      { zone: "eu-central-1b", cidr: "10.20.64.0/18", id: "subnet-b" },
    ],
  },
  serviceCidr: "172.20.0.0/16",
  workloadIdentity: "podIdentity",
  logDays: 90,
  protect: true,
};

export const managed: EksClusterArgs = {
  ...common,
  compute: {
    kind: "managed",
    pools: {
      base: { workload: "platform", instanceTypes: ["m7i.large"], capacity: "onDemand", diskGiB: 80, nodes: 2 },
      steady: { workload: "drivers", instanceTypes: ["m7i.large"], capacity: "onDemand", diskGiB: 50, nodes: 1 },
      cheap: {
        workload: "executors",
        instanceTypes: ["r7i.xlarge", "m7i.xlarge"],
        capacity: "spot",
        zone: "eu-central-1b",
        diskGiB: 200,
        nodes: 3,
      },
    },
  },
};

export const auto: EksClusterArgs = {
  ...common,
  compute: {
    kind: "auto",
    pools: {
      base: { workload: "platform", instanceTypes: ["m7i.large"], capacity: "onDemand", diskGiB: 80, maxNodes: 2 },
    },
  },
};

export async function made(args: EksClusterArgs): Promise<Registration[]> {
  return record((opts) => {
    new EksCluster("eks", args, opts);
  });
}

/** The inputs of one resource. */
export function inputsOf(all: readonly Registration[], type: string, name: string): unknown {
  return all.find((one) => one.type === type && one.name === name)?.inputs;
}
