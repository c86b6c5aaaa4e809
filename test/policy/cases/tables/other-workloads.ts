/** One workload that is no Deployment, and one claim on EBS. */
import type { Value } from "../../../../policies/model/values.js";
import { ANNOTATIONS } from "../../../../vocabulary.js";
import {
  type Fields,
  cronJob,
  daemonSet,
  inTeam,
  job,
  pod,
  rollout,
  scaledJob,
  statefulSet,
  uses,
} from "../builders.js";
import { PASSES, type Row, refused, told } from "../row.js";
import { RWX, claim, claimTemplate, ownClaim } from "../storage.js";

const data = claim("data");
const using: readonly Value[] = [uses("data")];

const templated = (spec: Fields = {}) => ({
  resources: inTeam(statefulSet("db", [], { replicas: 3, volumeClaimTemplates: [claimTemplate(spec)] })),
});
const scheduled = (policy: string | undefined, volumes: readonly Value[] = using) => ({
  resources: inTeam(data, cronJob("pi", volumes, policy)),
  off: ["cronjob-guard-rails"],
});
const replacing = { annotations: { [ANNOTATIONS.overrideReason]: "the newest run counts" } };

export const OTHER_WORKLOADS: readonly Row[] = [
  {
    id: "52",
    arrangement: "StatefulSet with three replicas, each with a claim of its own",
    program: templated(),
    expected: PASSES,
  },
  {
    id: "53",
    arrangement: "StatefulSet whose claims ask for ReadWriteMany",
    program: templated({ accessModes: [RWX] }),
    expected: refused("db"),
    neighbour: templated(),
  },
  {
    id: "54",
    arrangement: "StatefulSet whose claims name no class",
    program: templated({ storageClassName: undefined }),
    expected: refused("db"),
    rule: "ebs-explicit-storage-class",
    neighbour: templated(),
  },
  {
    id: "56",
    arrangement: "StatefulSet with one replica and a fixed claim",
    program: { resources: inTeam(data, statefulSet("db", using)) },
    expected: PASSES,
  },
  {
    id: "57",
    arrangement: "DaemonSet with a fixed claim, on one node",
    program: { resources: inTeam(data, daemonSet("agent", using, { nodeSelector: { disk: "yes" } })) },
    expected: refused("agent"),
    neighbour: { resources: inTeam(data, daemonSet("agent", [ownClaim()], { nodeSelector: { disk: "yes" } })) },
  },
  {
    id: "58",
    arrangement: "DaemonSet whose pods have claims of their own",
    program: { resources: inTeam(daemonSet("agent", [ownClaim()])) },
    expected: PASSES,
  },
  {
    id: "59",
    arrangement: "a pod of its own",
    program: { resources: inTeam(data, pod("one", using)) },
    expected: PASSES,
  },
  { id: "60", arrangement: "a Job", program: { resources: inTeam(data, job("load", using)) }, expected: PASSES },
  ...[undefined, "Indexed", "NonIndexed"].map((completionMode) => ({
    id: "62",
    arrangement: `a Job with five completions one after the other, ${completionMode ?? "in no mode"}`,
    program: { resources: inTeam(data, job("load", using, { completions: 5, parallelism: 1, completionMode })) },
    expected: PASSES,
  })),
  ...[undefined, "Allow"].map((policy) => ({
    id: "63",
    arrangement: `a CronJob with concurrency policy ${policy ?? "left out"}`,
    program: scheduled(policy),
    expected: refused("pi"),
    neighbour: scheduled("Forbid"),
  })),
  { id: "64", arrangement: "a CronJob that never overlaps", program: scheduled("Forbid"), expected: PASSES },
  {
    id: "65",
    arrangement: "a CronJob that replaces the running one",
    program: { resources: inTeam(data, cronJob("pi", using, "Replace", replacing)) },
    expected: told("pi"),
  },
  {
    id: "67",
    arrangement: "a CronJob that overlaps, each run with a claim of its own",
    program: scheduled("Allow", [ownClaim()]),
    expected: PASSES,
  },
  {
    id: "69",
    arrangement: "an Argo Rollout with one replica and canaries",
    program: { resources: inTeam(data, rollout("web", using, { canary: { steps: [{ setWeight: 20 }] } })) },
    expected: refused("web"),
    neighbour: { resources: inTeam(rollout("web", [ownClaim()], { canary: { steps: [{ setWeight: 20 }] } })) },
  },
  {
    id: "70",
    arrangement: "a KEDA ScaledJob with a fixed claim",
    program: { resources: inTeam(data, scaledJob("queue", using)) },
    expected: refused("queue"),
    neighbour: { resources: inTeam(scaledJob("queue", [ownClaim()])) },
  },
];
