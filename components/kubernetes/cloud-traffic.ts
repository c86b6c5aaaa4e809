/** Network policies for what pods of the platform do outside the cluster, in addition to those of their namespace. */
import { LABELS } from "../../vocabulary";
import { podLabels } from "./airflow-pod";
import { block, type EgressRule, egressTo, type NetworkPolicies, type NetworkPolicySpec, pods } from "./network-rules";

/** Where AWS answers, as pods reach it. Blocks of addresses, since policies know no names. */
export interface AwsPlaces {
  /** S3 in the region: AWS publishes them as a prefix list. Other customers' buckets are there too; what a pod may do in S3, its role decides. */
  readonly s3Cidrs: readonly string[];
  /** VPC endpoints of further services. */
  readonly endpointCidrs: readonly string[];
}

/** The agent of EKS Pod Identity on every node, which hands out credentials. Source: EKS user guide, "Learn how EKS Pod Identity grants pods access". */
const POD_IDENTITY_AGENT = { cidr: "169.254.170.23/32", port: 80 };

const HTTPS = 443;

const airflowServer = pods(podLabels("server"));

/** Airflow whose logs or DAG files are in S3. */
export function airflowAwsTraffic(aws: AwsPlaces): NetworkPolicies {
  return { aws: egressOf(airflowServer, egressToAws(aws)) };
}

/** Airflow whose DAG files come from a git server: HTTPS to these blocks of addresses. */
export function airflowGitTraffic(cidrs: readonly string[]): NetworkPolicies {
  return { git: egressOf(airflowServer, egressToHttps(cidrs)) };
}

/** Drivers and executors of the named jobs, one policy a job. */
export function jobAwsTraffic(jobs: readonly string[], aws: AwsPlaces): NetworkPolicies {
  return Object.fromEntries(
    jobs.map((job) => [`aws-${job}`, egressOf(pods({ [LABELS.sparkJob]: job }), egressToAws(aws))]),
  );
}

function egressToAws({ s3Cidrs, endpointCidrs }: AwsPlaces): EgressRule[] {
  const { cidr, port } = POD_IDENTITY_AGENT;
  return [...egressToHttps([...s3Cidrs, ...endpointCidrs]), ...egressTo([block(cidr)], [port])];
}

function egressToHttps(cidrs: readonly string[]): EgressRule[] {
  return egressTo(cidrs.map(block), [HTTPS]);
}

function egressOf(selected: Pick<NetworkPolicySpec, "podSelector">, egress: EgressRule[]): NetworkPolicySpec {
  return { ...selected, policyTypes: ["Egress"], egress };
}
