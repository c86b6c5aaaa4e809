/** Every verb on every resource that matters is asked of the API server, for each account in each namespace: what is not listed here is refused. */
import test from "ava";

import { testKubectl } from "../runner/kubectl.js";

const VERBS = ["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"];

const RESOURCES = [
  "pods",
  "pods/log",
  "pods/exec",
  "pods/attach",
  "pods/portforward",
  "pods/ephemeralcontainers",
  "configmaps",
  "secrets",
  "serviceaccounts",
  "serviceaccounts/token",
  "events",
  "services",
  "endpoints",
  "persistentvolumeclaims",
  "resourcequotas",
  "jobs.batch",
  "cronjobs.batch",
  "deployments.apps",
  "statefulsets.apps",
  "networkpolicies.networking.k8s.io",
  "roles.rbac.authorization.k8s.io",
  "rolebindings.rbac.authorization.k8s.io",
];

const NAMESPACES = ["airflow", "postgres", "spark-analytics", "default", "kube-system"];

/** Account → namespace → resource → verbs. Written down a second time on purpose: a Role that grows has to be noticed here. */
const GRANTED: Record<string, Record<string, Record<string, string[]>>> = {
  "airflow/airflow": {
    "spark-analytics": {
      pods: ["get", "list", "create", "patch", "delete"],
      "pods/log": ["get"],
      events: ["list", "watch"],
    },
  },
  "spark-analytics/spark-driver": {
    "spark-analytics": {
      pods: ["get", "list", "watch", "create", "patch", "delete", "deletecollection"],
      configmaps: ["create", "deletecollection"],
    },
  },
  "spark-analytics/spark-executor": {},
  "spark-analytics/default": {},
  "airflow/default": {},
  "postgres/default": {},
  "postgres/postgres": {},
};

interface Question {
  account: string;
  namespace: string;
  resource: string;
  verb: string;
}

function review({ account, namespace, resource, verb }: Question): object {
  const [accountNamespace, name] = splitOnce(account, "/");
  const [path, group] = splitOnce(resource, ".");
  const [kind, subresource] = splitOnce(path, "/");
  return {
    apiVersion: "authorization.k8s.io/v1",
    kind: "SubjectAccessReview",
    spec: {
      user: `system:serviceaccount:${accountNamespace}:${name}`,
      groups: ["system:serviceaccounts", `system:serviceaccounts:${accountNamespace}`, "system:authenticated"],
      resourceAttributes: { namespace, verb, group, resource: kind, ...(subresource && { subresource }) },
    },
  };
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

/** Asks all questions in one call; kubectl answers with one object after the other. */
async function allowed(questions: readonly Question[]): Promise<Question[]> {
  const kubectl = await testKubectl();
  const list = { apiVersion: "v1", kind: "List", items: questions.map(review) };
  const line = `jsonpath={.status.allowed}{"\\n"}`;
  const answers = (await kubectl.text(["create", "-o", line, "-f", "-"], JSON.stringify(list))).split("\n");
  if (answers.length !== questions.length)
    throw new Error(`${answers.length} answers to ${questions.length} questions`);
  return questions.filter((_, index) => answers[index] === "true");
}

for (const [account, grants] of Object.entries(GRANTED)) {
  test(`${account} may do exactly what its work needs`, async (t) => {
    const questions = NAMESPACES.flatMap((namespace) =>
      RESOURCES.flatMap((resource) => VERBS.map((verb) => ({ account, namespace, resource, verb }))),
    );
    const expected = questions.filter(({ namespace, resource, verb }) => grants[namespace]?.[resource]?.includes(verb));
    t.deepEqual(await allowed(questions), expected);
  });
}

test("no account of the platform may do anything to the cluster itself", async (t) => {
  const clusterWide = ["nodes", "namespaces", "persistentvolumes", "clusterroles.rbac.authorization.k8s.io"];
  const questions = Object.keys(GRANTED).flatMap((account) =>
    clusterWide.flatMap((resource) => VERBS.map((verb) => ({ account, namespace: "", resource, verb }))),
  );
  t.deepEqual(await allowed(questions), []);
});
