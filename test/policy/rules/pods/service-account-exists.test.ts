import test from "ava";

import type { Resource } from "../../../../policies/model/resource.js";
import type { Value } from "../../../../policies/model/values.js";
import { CRON_JOB_POD, POD_SPEC, UNKNOWN, change, configMap, cronJob, furnishings, team } from "../../objects.js";
import { SERVER, deployment, namespace, object, podFile } from "../../pods-objects.js";
import { type Program, refuses, verdict } from "../../verdict.js";

const RULE = "k8s-service-account-exists";
const ACCOUNT = `${CRON_JOB_POD}.serviceAccountName`;
const undeclared = (place: string, name: string, where = '"team"'): string =>
  `${RULE} ${place} is "${name}", which this stack does not declare in namespace ${where}`;

/** What this rule says of a program, whatever others say. */
const ofRule = (program: Program): readonly string[] => verdict(program).filter((it) => it.startsWith(RULE));

/** A ServiceAccount, whose Pulumi name is `own`. */
const account = (name: Value | undefined, more: Parameters<typeof object>[4] = {}): Resource => {
  const one = object("v1", "ServiceAccount", "own", {}, more);
  return { ...one, inputs: change(one.inputs, "metadata.name", name) };
};
const named = (name: Value | undefined, ...others: readonly Resource[]): Program => ({
  resources: [team(), cronJob(ACCOUNT, name), ...others],
});
const line = undeclared(`pi: ${ACCOUNT}`, "own");

test("an account that nobody declares is refused", refuses, named("own"), [line], named("own", account("own")));
test(
  "an account of another namespace is refused",
  refuses,
  named("own", namespace("other"), account("own", { namespace: "other" })),
  [line],
  named("own", account("own")),
);
const other = "urn:pulumi:test::test::pulumi:providers:kubernetes::other";
test(
  "an account of another cluster is refused",
  refuses,
  named("own", namespace("team", { provider: other, name: "far" }), account("own", { provider: other })),
  [line],
  named("own", account("own")),
);
test(
  "a patched account is refused",
  refuses,
  named("own", { ...account("own"), object: { group: "", kind: "ServiceAccount", patch: true } }),
  [line],
  named("own", account("own")),
);
test(
  "an account that is listed as external is accepted",
  refuses,
  { ...named("own"), parameters: { externalServiceAccounts: ["other/own"] } },
  [line],
  { ...named("own"), parameters: { externalServiceAccounts: ["team/own"] } },
);
test(
  "an account in a namespace that is external must be listed",
  refuses,
  { resources: [deployment("web", {}, { namespace: "far" })], parameters: { externalNamespaces: ["far"] } },
  [undeclared("web: spec.template.spec.serviceAccountName", "spark-driver", '"far"')],
  {
    resources: [deployment("web", {}, { namespace: "far" })],
    parameters: { externalNamespaces: ["far"], externalServiceAccounts: ["far/spark-driver"] },
  },
);

test("an account that is not known yet must come from a declared one", (t) => {
  const unknown = named(UNKNOWN, account(undefined));
  const lines = [`${RULE} pi: ${ACCOUNT} is not known yet`];
  t.deepEqual(verdict(unknown), lines);
  t.deepEqual(verdict({ ...unknown, dependencies: { "pi.spec": ["team"] } }), lines);
  t.deepEqual(verdict({ ...unknown, dependencies: { "pi.spec": ["own"] } }), []);
});
test("an account is told later while a declared one may have its name", (t) => {
  const firstPreview = { resources: [team(), cronJob(ACCOUNT, "own", { providerKnown: false }), account(UNKNOWN)] };
  t.deepEqual(verdict(firstPreview), [line.replace(RULE, "later")]);
  t.deepEqual(verdict(named("own", account(UNKNOWN))), [line]);
});
test("accounts and pods are found together in a namespace whose name is not known yet", (t) => {
  const inside = (it: Resource): Resource => ({ ...it, inputs: change(it.inputs, "metadata.namespace", UNKNOWN) });
  const objects = [deployment("pi"), ...furnishings()].map(inside);
  const program = (from: readonly string[]): Program => ({
    resources: [namespace(undefined, { name: "generated" }), ...objects],
    dependencies: Object.fromEntries(objects.map(({ name }) => [`${name}.metadata`, from])),
    unfurnished: true,
  });
  t.deepEqual(verdict(program(["generated"])), []);
  t.deepEqual(
    verdict(program([])).filter((it) => it.startsWith(RULE)),
    [
      `${RULE} pi: spec.template.spec.serviceAccountName is "spark-driver", which this stack does not declare in its namespace, which is not known yet`,
    ],
  );
});

test("one fault breaks one rule: other rules ask for an account, and for a namespace", (t) => {
  const rules = (program: Program) => new Set(verdict(program).map((it) => it.split(" ")[0]));
  t.deepEqual(rules(named(undefined)), new Set(["k8s-no-default-service-account"]));
  t.deepEqual(rules(named("default")), new Set(["k8s-no-default-service-account"]));
  const nowhere = cronJob(CRON_JOB_POD, change(SERVER, "serviceAccountName", "default"));
  const lines = ofRule({
    resources: [team(), { ...nowhere, inputs: change(nowhere.inputs, "metadata.namespace", UNKNOWN) }],
  });
  t.deepEqual(lines, []);
  for (const namespaceName of [undefined, "", "default"]) {
    const program = { resources: [team(), cronJob("metadata.namespace", namespaceName)] };
    t.deepEqual(rules(program), new Set(["k8s-explicit-namespace"]));
  }
  t.deepEqual(rules({ resources: [team(), cronJob("metadata.namespace", "taem")] }), new Set(["k8s-namespace-exists"]));
});

const file = (pod: Value): Program => ({ resources: [team(), podFile(pod)] });
const complete: Value = { apiVersion: "v1", kind: "Pod", metadata: { namespace: "team" }, spec: POD_SPEC };
const IN_FILE = 'settings: data["pod.yaml"] spec.serviceAccountName';
test(
  "the account of a pod in a file is looked for where the pod starts",
  refuses,
  file(change(complete, "spec.serviceAccountName", "own")),
  [undeclared(IN_FILE, "own")],
  file(complete),
);
test(
  "the account of Spark's executors is looked for where their template is",
  refuses,
  file({ kind: "Pod", spec: { serviceAccountName: "own", containers: [{ name: "executor" }] } }),
  [undeclared(IN_FILE, "own")],
  file({ kind: "Pod", spec: { serviceAccountName: "spark-executor", containers: [{ name: "executor" }] } }),
);
test("a complete pod in a file without a namespace breaks another rule", (t) => {
  const pod = change(change(complete, "metadata", {}), "spec.serviceAccountName", "own");
  t.deepEqual(verdict(file(pod)), ['k8s-explicit-namespace settings: data["pod.yaml"] metadata.namespace is missing']);
});

for (const [kind, path, version] of [
  ["SparkApplication", "spec", "v1beta2"],
  ["ScheduledSparkApplication", "spec.template", "v1beta2"],
] as const) {
  test(`the accounts of a ${kind} must exist`, (t) => {
    const application = (driver: string, executor: string): Program => {
      const spec = { driver: { serviceAccount: driver }, executor: { serviceAccount: executor } };
      const inputs = object(
        `sparkoperator.k8s.io/${version}`,
        kind,
        "it",
        path === "spec" ? { spec } : { spec: { template: spec } },
      );
      return { resources: [team(), inputs] };
    };
    t.deepEqual(ofRule(application("spark-driver", "spark-executor")), []);
    t.deepEqual(ofRule(application("one", "two")), [
      undeclared(`it: ${path}.driver.serviceAccount`, "one"),
      undeclared(`it: ${path}.executor.serviceAccount`, "two"),
    ]);
  });
}

const properties = (conf: Readonly<Record<string, string>>): Program => ({
  resources: [
    team(),
    configMap({
      "spark-defaults.conf": Object.entries(conf)
        .map(([key, value]) => `${key} ${value}\n`)
        .join(""),
    }),
  ],
});
for (const role of ["", "driver.", "executor."]) {
  const key = `spark.kubernetes.authenticate.${role}serviceAccountName`;
  test(`${key} must exist`, (t) => {
    const conf = (name: string, where: Readonly<Record<string, string>>): readonly string[] =>
      ofRule(properties({ ...where, [key]: name }));
    const team = { "spark.kubernetes.namespace": "team" };
    t.deepEqual(conf("spark-driver", team), []);
    t.deepEqual(conf("own", team), [undeclared(`settings: data["spark-defaults.conf"]: ${key}`, "own")]);
    t.deepEqual(conf("$(ACCOUNT)", team), [], "which account it is turns out at run time");
    t.deepEqual(conf("own", { "spark.kubernetes.namespace": "$(NAMESPACE)" }), [], "and where");
    t.deepEqual(conf("own", {}), [], "a missing namespace breaks another rule");
  });
}
test("an account in Spark conf that is not known yet may come from a declared one", (t) => {
  const key = "spark.kubernetes.authenticate.executor.serviceAccountName";
  const sparkConf: Value = { "spark.kubernetes.namespace": "team", [key]: UNKNOWN };
  const resources = [
    team(),
    object("sparkoperator.k8s.io/v1beta2", "SparkApplication", "it", { spec: { sparkConf } }),
    account(undefined),
  ];
  t.deepEqual(ofRule({ resources }), [`${RULE} it: spec: ${key} is not known yet`]);
  t.deepEqual(ofRule({ resources, dependencies: { "it.spec": ["own"] } }), []);
});
test("executors of a SparkApplication start in its namespace", (t) => {
  const key = "spark.kubernetes.authenticate.executor.serviceAccountName";
  const application = (name: string): Program => {
    const spec = { sparkConf: { [key]: name } };
    return { resources: [team(), object("sparkoperator.k8s.io/v1beta2", "SparkApplication", "it", { spec })] };
  };
  t.deepEqual(ofRule(application("spark-executor")), []);
  t.deepEqual(ofRule(application("own")), [undeclared(`it: spec: ${key}`, "own")]);
});
