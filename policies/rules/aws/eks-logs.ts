import { AWS } from "../../model/aws";
import type { Resource } from "../../model/resource";
import { UNKNOWN, listAt } from "../../model/values";
import { type Finding, type Rule, unknown, violation } from "../rule";

/** The first three tell who did what, the last two why a CronJob's pod was not made or not placed. */
const LOGS = ["api", "audit", "authenticator", "controllerManager", "scheduler"] as const;

export const eksControlPlaneLogs: Rule = {
  name: "eks-control-plane-logs",
  level: "mandatory",
  description: "An EKS cluster writes all logs of its control plane.",
  why: "AWS writes none by default, and nothing can be had later: nobody can tell who deleted a namespace, or why last night's job never got a pod.",
  fix: `Set \`enabledClusterLogTypes\` to ${LOGS.join(", ")}; keep them short with a retention on the log group.`,
  judge: (resource) => (resource.type === AWS.eksCluster ? logs(resource) : []),
};

function logs(resource: Resource): readonly Finding[] {
  const place = "enabledClusterLogTypes";
  const enabled = listAt(resource.inputs, place);
  const lacking = LOGS.filter((log) => !enabled.includes(log));
  if (lacking.length === 0) return [];
  return enabled.includes(UNKNOWN)
    ? [unknown(resource, place)]
    : [violation(resource, `${place} lacks ${lacking.join(", ")}`)];
}
