/** Whether the cluster has nodes that take pods. */
import { type Check, check, type Problem, type Verdict, verdict } from "./check.js";
import type { Condition, List, Node } from "./objects.js";
import type { Way } from "./world.js";

/** @param kubeletLog of the built-in cluster's node */
export function nodeCheck({ kubectl, typed }: Way, kubeletLog: string | undefined): Check {
  const nextStep = (node: string): string =>
    kubeletLog === undefined ? `${typed} describe node ${node}` : `see ${kubeletLog}`;
  const ask = async () => (await kubectl.json<List<Node>>(["get", "nodes"])).items;
  return check("Nodes", ask, (nodes) => judgeNodes(nodes, nextStep, typed));
}

/**
 * @param nextStep what to type about a node that is unwell, by its name
 * @param typed words with which a kubectl command begins
 */
export function judgeNodes(nodes: readonly Node[], nextStep: (node: string) => string, typed: string): Verdict {
  if (nodes.length === 0) return { kind: "later", why: "there is none yet; a cluster that scales makes one for a pod" };
  const problems = nodes.flatMap(({ metadata: { name }, status }) =>
    status.conditions.filter(isUnwell).map((condition): Problem => {
      return { what: `${name} ${describeCondition(condition)}`, fix: nextStep(name) };
    }),
  );
  const names = nodes.map(({ metadata }) => metadata.name);
  const cordoned = nodes.every(({ spec }) => spec.unschedulable === true);
  if (cordoned)
    problems.push({ what: "Every node is cordoned and takes no pod", fix: `${typed} uncordon ${names.join(" ")}` });
  return verdict(problems, `${names.length} ${names.length === 1 ? "takes" : "take"} pods`);
}

/** `Ready` has to be true, every form of pressure must not. */
function isUnwell({ type, status }: Condition): boolean {
  if (type === "Ready") return status !== "True";
  return type.endsWith("Pressure") && status === "True";
}

function describeCondition({ type, message = "no reason is given" }: Condition): string {
  return type === "Ready" ? `is not ready: ${message}` : `has ${type}: ${message}`;
}
