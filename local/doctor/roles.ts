/** Whether the platform's accounts are there and may do what their work needs, asked of the API server itself. */
import { airflowRules, driverRules } from "../../components/spark/rbac.js";
import { readSubmit } from "../../components/spark/submit.js";
import { ACCOUNTS, DRIVER_CONTAINER } from "../../vocabulary.js";
import { type Check, check, type Problem, type Verdict, verdict } from "./check.js";
import { type CronJob, ofKind, pathOf } from "./objects.js";
import type { Platform } from "./platform.js";
import type { World } from "./world.js";

/** A right that an account needs. */
export interface Right {
  /** `namespace/name`. */
  readonly account: string;
  readonly namespace: string;
  readonly verb: string;
  /** With its subresource: `pods/log`. */
  readonly resource: string;
}

export interface RoleFacts {
  /** Accounts that pods run as and that are not there. */
  readonly missing: readonly string[];
  readonly asked: number;
  readonly refused: readonly Right[];
}

export function roleCheck(world: World): Check {
  return check(
    "Roles",
    () => askRoles(world),
    (found) => judgeRoles(found, world.repair),
  );
}

async function askRoles({ kubectl, platform }: World): Promise<RoleFacts> {
  const { missing, rights } = neededOf(platform);
  if (rights.length === 0) return { missing, asked: 0, refused: [] };
  const reviews = { apiVersion: "v1", kind: "List", items: rights.map(review) };
  const format = `jsonpath={.status.allowed}{"\\n"}`;
  const answers = (await kubectl.text(["create", "-f", "-", "-o", format], JSON.stringify(reviews))).trim().split("\n");
  if (answers.length !== rights.length) throw new Error("The API server did not answer every question about rights");
  return { missing, asked: rights.length, refused: rights.filter((_right, index) => answers[index] !== "true") };
}

/** One problem for each account, with all that it may not do. */
export function judgeRoles({ missing, asked, refused }: RoleFacts, repair: string): Verdict {
  const absent = missing.map((account): Problem => ({ what: `Account ${account} is not there`, fix: repair }));
  const accounts = [...new Set(refused.map(({ account }) => account))].map((account): Problem => {
    return {
      what: `Account ${account} may not ${describe(refused.filter((right) => right.account === account))}`,
      fix: repair,
    };
  });
  return verdict([...absent, ...accounts], `accounts have the ${asked} rights that they need`);
}

/** Which accounts must be there, and what they must be allowed. */
export function neededOf({ namespaces, items }: Platform): { missing: string[]; rights: Right[] } {
  const airflow = namespaces.airflow.map((namespace) => `${namespace}/${ACCOUNTS.airflow}`);
  const jobs = ofKind(items, "CronJob").map(accountsOf);
  const drivers = [...new Set(jobs.flatMap(({ driver }) => driver))];
  const existing = ofKind(items, "ServiceAccount").map(({ metadata }) => pathOf(metadata));
  const all = new Set([...airflow, ...drivers, ...jobs.flatMap(({ executor }) => executor)]);
  return {
    missing: [...all].filter((account) => !existing.includes(account)).sort(),
    rights: [
      ...airflow.flatMap((account) =>
        namespaces.spark.flatMap((namespace) => spread(account, namespace, airflowRules)),
      ),
      ...drivers.flatMap((account) => spread(account, account.split("/")[0] ?? "", driverRules)),
    ],
  };
}

/** A driver that does all work itself runs as its executors' account and needs no rights. */
function accountsOf({ metadata: { namespace }, spec }: CronJob): { driver: string[]; executor: string[] } {
  const pod = spec.jobTemplate.spec.template.spec;
  const own = `${namespace}/${pod?.serviceAccountName ?? "default"}`;
  const { master, conf } = readSubmit(pod?.containers.find(({ name }) => name === DRIVER_CONTAINER)?.args ?? []);
  if (master.startsWith("local")) return { driver: [], executor: [own] };
  const executor = conf["spark.kubernetes.authenticate.executor.serviceAccountName"];
  return { driver: [own], executor: executor === undefined ? [] : [`${namespace}/${executor}`] };
}

function spread(account: string, namespace: string, rules: typeof driverRules): Right[] {
  return rules.flatMap(({ resources, verbs }) =>
    resources.flatMap((resource) => verbs.map((verb) => ({ account, namespace, verb, resource }))),
  );
}

function review({ account, namespace, verb, resource }: Right): object {
  const [home = "", name = ""] = account.split("/");
  const [kind, subresource] = resource.split("/");
  return {
    apiVersion: "authorization.k8s.io/v1",
    kind: "SubjectAccessReview",
    spec: {
      user: `system:serviceaccount:${home}:${name}`,
      groups: ["system:serviceaccounts", `system:serviceaccounts:${home}`, "system:authenticated"],
      // All that these accounts need is in the core group.
      resourceAttributes: {
        namespace,
        verb,
        group: "",
        resource: kind,
        ...(subresource !== undefined && { subresource }),
      },
    },
  };
}

/** Verbs of the same resource stand together. */
function describe(rights: readonly Right[]): string {
  const verbs = new Map<string, string[]>();
  for (const { verb, resource, namespace } of rights) {
    const where = `${resource} in ${namespace}`;
    verbs.set(where, [...(verbs.get(where) ?? []), verb]);
  }
  return [...verbs].map(([where, refused]) => `${refused.join(", ")} ${where}`).join("; ");
}
