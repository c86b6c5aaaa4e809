import test from "ava";

import { parseSettings } from "../../../../infra/settings.js";
import { complains, refusesOnEks, smallestEks } from "../example-settings.js";

test("every default of a cluster on AWS is filled in", (t) => {
  const { cluster, network } = parseSettings(smallestEks());
  const pool = (workload: string) => ({ workload, instanceTypes: ["m7i.large"], maxNodes: 2, diskGiB: 80 });
  t.deepEqual(network, { apiServer: [], dnsCidrs: [], airflowClients: [] });
  t.deepEqual(cluster as unknown, {
    ...smallestEks().cluster,
    endpoint: { kind: "private" },
    network: { ...smallestEks().cluster.network, endpoints: [] },
    serviceCidr: "172.20.0.0/16",
    workloadIdentity: "podIdentity",
    compute: {
      kind: "auto",
      pools: { platform: pool("platform"), drivers: pool("drivers"), executors: pool("executors") },
    },
    logDays: 90,
    protect: true,
  });
});

test(
  "a cluster on AWS of which nothing is written: all that is required is asked for",
  refusesOnEks,
  { cluster: { kind: "eks" } },
  [
    "cluster.access = (missing): is required: a group of identities by name; write a name and a value on each line",
    'cluster.account = (missing): is required: the number of an AWS account, twelve digits in quotes; write for example "111122223333"',
    "cluster.compute = (missing): is required: a group of keys with a kind; write kind: auto or kind: managed below it",
    "cluster.name = (missing): is required: the name of the cluster, a DNS label of at most 30 characters; write for example spark-dev",
    "cluster.network = (missing): is required: a group of keys with a kind; write kind: new or kind: existing below it",
    "cluster.region = (missing): is required: an AWS region; write for example eu-central-1",
    'cluster.version = (missing): is required: a Kubernetes version in standard support of EKS, in quotes: 1.35, 1.36; write "1.35" or "1.36"',
  ],
  {
    cluster: smallestEks().cluster,
  },
);

test(
  "a version out of standard support",
  refusesOnEks,
  { "cluster.version": "1.34" },
  [
    'cluster.version = "1.34": must be a Kubernetes version in standard support of EKS, in quotes: 1.35, 1.36; write "1.35" or "1.36"',
  ],
  {
    "cluster.version": "1.35",
  },
);

test(
  "a version without quotes",
  refusesOnEks,
  { "cluster.version": 1.36 },
  [
    'cluster.version = 1.36: must be a Kubernetes version in standard support of EKS, in quotes: 1.35, 1.36; write "1.35" or "1.36"',
  ],
  { "cluster.version": "1.36" },
);

test(
  "a name that is too long for what is named by it",
  refusesOnEks,
  { "cluster.name": "a".repeat(31) },
  [
    'cluster.name = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa": must be the name of the cluster, a DNS label of at most 30 characters; write for example spark-dev',
  ],
  {
    "cluster.name": "a".repeat(30),
  },
);

test(
  "an account without quotes",
  refusesOnEks,
  { "cluster.account": 111122223333 },
  [
    'cluster.account = 111122223333: must be the number of an AWS account, twelve digits in quotes; write for example "111122223333"',
  ],
  {
    "cluster.account": "111122223333",
  },
);

test(
  "an account of eleven digits",
  refusesOnEks,
  { "cluster.account": "11112222333" },
  [
    'cluster.account = "11112222333": must be the number of an AWS account, twelve digits in quotes; write for example "111122223333"',
  ],
  {
    "cluster.account": "111122223333",
  },
);

test(
  "a zone in place of a region",
  refusesOnEks,
  { "cluster.region": "eu-central-1a" },
  ['cluster.region = "eu-central-1a": must be an AWS region; write for example eu-central-1'],
  {
    "cluster.region": "eu-central-1",
  },
);

test(
  "a number of days that CloudWatch does not offer",
  refusesOnEks,
  { "cluster.logDays": 100 },
  [
    "cluster.logDays = 100: must be a number of days that CloudWatch offers; write one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653, without quotes",
  ],
  {
    "cluster.logDays": 120,
  },
);

test(
  "the addresses of the API server of a cluster that the stack makes",
  refusesOnEks,
  { "network.apiServer": [{ cidr: "172.20.0.1/32", port: 443 }] },
  [
    "network.apiServer = […]: must be left out for a cluster of kind eks, whose addresses follow from its network; remove it",
  ],
  {
    "network.apiServer": [],
  },
);

test(
  "keys of a cluster on AWS for one that is already there",
  complains,
  (settings) => ({ ...settings, cluster: { ...settings.cluster, region: "eu-central-1" } }),
  'cluster.region = "eu-central-1": is not a setting; remove it, or write one of kind, kubeconfig, context',
);
