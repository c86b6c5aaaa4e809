import test from "ava";

import { parseSettings } from "../../../infra/settings.js";
import { changedEks, complains, refusesOnEks, smallestEks } from "./example-settings.js";

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
  "a public endpoint without a reason",
  refusesOnEks,
  { "cluster.endpoint": { kind: "public", cidrs: ["203.0.113.0/24"] } },
  [
    "cluster.endpoint.reason = (missing): is required: the reason for a public endpoint, at most 256 letters, digits, spaces and _ . : / = + - @; write for example no VPN in this account yet",
  ],
  {
    "cluster.endpoint.reason": "no VPN yet",
  },
);

test(
  "a public endpoint with a reason that a tag cannot hold",
  refusesOnEks,
  { "cluster.endpoint": { kind: "public", cidrs: ["203.0.113.0/24"], reason: "no VPN, yet!" } },
  [
    'cluster.endpoint.reason = "no VPN, yet!": must be the reason for a public endpoint, at most 256 letters, digits, spaces and _ . : / = + - @; write for example no VPN in this account yet',
  ],
  {
    "cluster.endpoint.reason": "no VPN yet",
  },
);

test(
  "a public endpoint for everybody",
  refusesOnEks,
  { "cluster.endpoint": { kind: "public", cidrs: ["0.0.0.0/0", "203.0.113.0/24"], reason: "no VPN yet" } },
  [
    'cluster.endpoint.cidrs[0] = "0.0.0.0/0": must be a network of your own, with a prefix of at least /8; list the networks of your people',
  ],
  {
    "cluster.endpoint.cidrs": ["203.0.113.0/24"],
  },
);

test(
  "a public endpoint for a half of everybody, in quarters that nobody owns",
  refusesOnEks,
  { "cluster.endpoint": { kind: "public", cidrs: ["2.0.0.0/7"], reason: "no VPN yet" } },
  [
    'cluster.endpoint.cidrs[0] = "2.0.0.0/7": must be a network of your own, with a prefix of at least /8; list the networks of your people',
  ],
  {
    "cluster.endpoint.cidrs": ["2.0.0.0/8"],
  },
);

test(
  "a public endpoint for nobody",
  refusesOnEks,
  { "cluster.endpoint": { kind: "public", cidrs: [], reason: "no VPN yet" } },
  ["cluster.endpoint.cidrs = []: must name at least one network; list the networks of your people"],
  {
    "cluster.endpoint.cidrs": ["203.0.113.0/24"],
  },
);

test(
  "a public endpoint that lists a network twice",
  refusesOnEks,
  {
    "cluster.endpoint": {
      kind: "public",
      cidrs: ["203.0.113.0/24", "198.51.100.0/24", "203.0.113.0/24"],
      reason: "no VPN yet",
    },
  },
  ['cluster.endpoint.cidrs[2] = "203.0.113.0/24": must be listed once; remove one of the two'],
  {
    "cluster.endpoint.cidrs": ["203.0.113.0/24", "198.51.100.0/24"],
  },
);

test(
  "networks of a private endpoint",
  refusesOnEks,
  { "cluster.endpoint": { kind: "private", cidrs: ["203.0.113.0/24"] } },
  ["cluster.endpoint.cidrs = […]: is not a setting; remove it, or write one of kind"],
  {
    "cluster.endpoint": { kind: "private" },
  },
);

const identity = (principal: string) => ({ platform: { principal, rights: "admin" } });

test(
  "a session in place of a role",
  refusesOnEks,
  { "cluster.access": identity("arn:aws:sts::111122223333:assumed-role/platform-engineer/me") },
  [
    'cluster.access.platform.principal = "arn:aws:sts::111122223333:assumed-role/platform-engineer/me": must be the ARN of an IAM role or user; write for example arn:aws:iam::111122223333:role/platform-engineer',
  ],
  {
    "cluster.access": identity("arn:aws:iam::111122223333:role/platform-engineer"),
  },
);

test(
  "the account itself in place of a user",
  refusesOnEks,
  { "cluster.access": identity("arn:aws:iam::111122223333:root") },
  [
    'cluster.access.platform.principal = "arn:aws:iam::111122223333:root": must be the ARN of an IAM role or user; write for example arn:aws:iam::111122223333:role/platform-engineer',
  ],
  {
    "cluster.access": identity("arn:aws:iam::111122223333:user/me@example.com"),
  },
);

test(
  "an identity of another partition",
  refusesOnEks,
  { "cluster.access": identity("arn:aws-cn:iam::111122223333:role/path/engineer") },
  [
    'cluster.access.platform.principal = "arn:aws-cn:iam::111122223333:role/path/engineer": must be an identity of the partition aws, which the region eu-central-1 belongs to; write arn:aws:iam::…',
  ],
  {
    "cluster.access": identity("arn:aws:iam::111122223333:role/path/engineer"),
  },
);

test("an identity of China in China", (t) => {
  const changes = {
    "cluster.region": "cn-north-1",
    "cluster.network.zones": ["cn-north-1a", "cn-north-1b"],
    "cluster.access": identity("arn:aws-cn:iam::111122223333:role/engineer"),
  };
  t.notThrows(() => parseSettings(changedEks(changes)));
});

const engineer = "arn:aws:iam::111122223333:role/platform-engineer";

test(
  "two entries for one identity",
  refusesOnEks,
  { "cluster.access.me": { principal: engineer, rights: "view" } },
  [
    'cluster.access.me.principal = "arn:aws:iam::111122223333:role/platform-engineer": must differ from cluster.access.platform.principal: an identity has one entry; remove one of the two',
  ],
  {
    "cluster.access.me.principal": "arn:aws:iam::111122223333:user/me",
  },
);

test(
  "nobody who may change anything",
  refusesOnEks,
  { "cluster.access.platform.rights": "view" },
  [
    "cluster.access = {…}: must name somebody with rights: admin: whoever creates the cluster has no rights by that, and pulumi up needs them; add the role that runs pulumi up",
  ],
  {
    "cluster.access.ci": { principal: "arn:aws:iam::111122223333:role/ci", rights: "admin" },
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
