/** Names of Services, in what pods are given and in Services that stand for others: the rule `namespace-ref-consistent`. */
import test from "ava";

import type { Value } from "../../../../policies/model/values.js";
import { UNKNOWN, acceptsEverywhere, object, refusesEverywhere } from "../../namespaces-objects.js";
import { CRON_JOB_POD, configMap, cronJob, team } from "../../objects.js";

const undeclared = (name: string, place: string) =>
  `namespace-ref-consistent ${name}: ${place} is "taem", which this stack does not declare`;
const inService = (path: string) =>
  undeclared("pi", `${CRON_JOB_POD}.containers[0] "base".${path} names a service: its namespace`);

for (const text of [
  "taem.svc",
  "postgres.taem.svc",
  "postgres.taem.svc.cluster.local",
  "postgres.taem.svc.cluster.local.",
  "postgres-0.postgres.taem.svc",
  "jdbc:postgresql://postgres.taem.svc:5432/warehouse",
  "https://user@api.taem.svc/path",
  "a.team.svc,b.taem.svc",
]) {
  const names = text !== "taem.svc";
  const env = (value: string) => cronJob(`${CRON_JOB_POD}.containers.0.env`, [{ name: "HOST", value }]);
  if (names) {
    test(
      `the environment variable ${text} names a namespace`,
      refusesEverywhere,
      { resources: [team(), env(text)] },
      [inService('env[0] "HOST"')],
      { resources: [team(), env(text.replace("taem", "team"))] },
    );
  } else {
    test(`the environment variable ${text} names none`, acceptsEverywhere, { resources: [team(), env(text)] });
  }
}
for (const text of [
  "postgres.taem.svc.example.org",
  "postgres.taem.svc-2",
  "postgres.taem.svcs",
  "postgres.taem.service",
  "postgres.$(NAMESPACE).svc",
  "postgres.team.svc",
  "kubernetes.default.svc",
]) {
  test(`the argument ${text} names no namespace that is not there`, acceptsEverywhere, {
    resources: [team(), cronJob(`${CRON_JOB_POD}.containers.0.args`, ["serve", text])],
  });
}
for (const list of ["args", "command"]) {
  const withWord = (word: string) => cronJob(`${CRON_JOB_POD}.containers.0.${list}`, ["serve", word]);
  test(
    `a service name in ${list} is looked up`,
    refusesEverywhere,
    { resources: [team(), withWord("--host=api.taem.svc")] },
    [inService(`${list}[1]`)],
    { resources: [team(), withWord("--host=api.team.svc")] },
  );
}
test("an environment variable that is not known yet need not name a namespace", acceptsEverywhere, {
  resources: [
    team(),
    cronJob(`${CRON_JOB_POD}.containers.0.env`, [
      { name: "HOST", value: UNKNOWN },
      { name: "OTHER", valueFrom: {} },
    ]),
  ],
});
const alias = (externalName: Value) =>
  object("v1", "Service", { name: "it", namespace: "team" }, { spec: { type: "ExternalName", externalName } });
test(
  "a Service that stands for another one names its namespace",
  refusesEverywhere,
  { resources: [team(), alias("postgres.taem.svc.cluster.local")] },
  [undeclared("it", "spec.externalName names a service: its namespace")],
  { resources: [team(), alias("postgres.team.svc.cluster.local")] },
);
test("or it stands for a host elsewhere, or one that is not known yet", acceptsEverywhere, {
  resources: [team(), alias("db.example.org"), { ...alias(UNKNOWN), urn: "other", id: "other" }],
});
test("other kinds may have a field of that name", acceptsEverywhere, {
  resources: [
    team(),
    configMap({ host: "postgres.taem.svc" }),
    object("example.org/v1", "Alias", { name: "it", namespace: "team" }, { spec: { externalName: "a.taem.svc" } }),
  ],
});
