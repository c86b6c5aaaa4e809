import test from "ava";

import { parseSettings } from "../../../../infra/settings.js";
import { changedEks, refusesOnEks } from "../example-settings.js";

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
  "a public endpoint for a network that is too large to be somebody's own",
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
