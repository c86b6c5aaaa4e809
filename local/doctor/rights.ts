/** Whether the user may make what the platform is made of, on a cluster that somebody else runs. */
import { type Check, check, type Verdict, verdict } from "./check.js";
import type { Way } from "./world.js";

/** Kinds of objects that `up` creates, in the API server's words: those that people are often not allowed. */
const MADE = [
  "namespaces",
  "resourcequotas",
  "secrets",
  "serviceaccounts",
  "deployments.apps",
  "statefulsets.apps",
  "cronjobs.batch",
  "networkpolicies.networking.k8s.io",
  "roles.rbac.authorization.k8s.io",
  "rolebindings.rbac.authorization.k8s.io",
];

export function rightsCheck(way: Way): Check {
  return check("Rights", () => askRights(way), judgeRights);
}

/** Those of {@link MADE} that the user may not create everywhere. */
async function askRights({ kubectl }: Way): Promise<string[]> {
  const reviews = { apiVersion: "v1", kind: "List", items: MADE.map(review) };
  const format = `jsonpath={.status.allowed}{"\\n"}`;
  const answers = (await kubectl.text(["create", "-f", "-", "-o", format], JSON.stringify(reviews))).trim().split("\n");
  return MADE.filter((_resource, index) => answers[index] !== "true");
}

export function judgeRights(refused: readonly string[]): Verdict {
  const what = `You may not create ${refused.join(", ")}`;
  const fix = "ask whoever runs the cluster for the ClusterRole cluster-admin, or use a context that has it";
  return verdict(refused.length === 0 ? [] : [{ what, fix }], "you may create what the platform is made of");
}

function review(name: string): object {
  const [resource, ...group] = name.split(".");
  return {
    apiVersion: "authorization.k8s.io/v1",
    kind: "SelfSubjectAccessReview",
    spec: { resourceAttributes: { verb: "create", resource, group: group.join(".") } },
  };
}
