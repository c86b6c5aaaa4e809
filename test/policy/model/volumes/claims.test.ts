/** Which claim is meant where names are not known yet: rows 80, 81 and 83 of the specification. */
import test from "ava";

import type { Resource } from "../../../../policies/model/resource.js";
import type { Value } from "../../../../policies/model/values.js";
import { change } from "../../objects.js";
import {
  FIRST,
  type Fields,
  UNKNOWN,
  claim,
  claimSpec,
  claimTemplate,
  data,
  deployment,
  job,
  named,
  other,
  stack,
  statefulSet,
  uses,
  web,
} from "../../volumes-objects.js";
import { type Program, accepts, verdict } from "../../verdict.js";

const RULE = "ebs-claim-single-consumer";

const api = deployment("api", [uses("data")]);
const byOutput = (name: string) => deployment(name, [uses(UNKNOWN)]);
const from = (web: readonly string[], api: readonly string[]): Program => ({
  ...stack(data, other, byOutput("web"), byOutput("api")),
  dependencies: { "web.spec": web, "api.spec": api },
});
const sharing = (verb: string, more = "", claimName = "data") =>
  `${RULE} api: claim team/${claimName} is on EBS, and these workloads ${verb} it: ` +
  `${named(web).slice(0, -1)}, ${FIRST}); ${named(api).slice(0, -1)}, ${FIRST})${more}`;
const NOT_CERTAIN = "; with literal claim names and numbers of pods it can be judged now";

test("two outputs of one claim are one claim", (t) => {
  t.deepEqual(verdict(from(["data"], ["data"])), [sharing("share")]);
  t.deepEqual(verdict(from(["data"], ["other"])), []);
});
test("an output and the name of one claim are one claim", (t) => {
  const program = { ...stack(data, other, web, byOutput("api")) };
  t.deepEqual(verdict({ ...program, dependencies: { "api.spec": ["data"] } }), [sharing("share")]);
  t.deepEqual(verdict({ ...program, dependencies: { "api.spec": ["other"] } }), []);
});
test("an output of either of two claims may be shared", (t) => {
  const both = ["data", "other"];
  const lines = [sharing("may share", NOT_CERTAIN), sharing("may share", NOT_CERTAIN, "other")];
  t.deepEqual(verdict(from(both, both)), lines);
  t.deepEqual(verdict(from(["data"], both)), [lines[0]]);
  t.deepEqual(verdict({ ...from(both, both), parameters: { unknownValues: "tell" } }), [
    ...lines.map((line) => line.replace(RULE, "later")),
  ]);
});
test("two outputs of two claims are both", (t) => {
  const two = deployment("web", [uses(UNKNOWN), uses(UNKNOWN, "more")]);
  const program = { ...stack(data, other, two, api), dependencies: { "web.spec": ["data", "other"] } };
  const [line = "", ...more] = verdict(program);
  t.deepEqual(more, []);
  t.regex(
    line,
    /^ebs-claim-single-consumer api: .* these workloads share it: .*web.*volumes\[0\] "data" and .*volumes\[1\] "more"\); .*api/,
  );
});
test("two outputs of one claim in one pod are that claim", (t) => {
  const twice = deployment("web", [uses(UNKNOWN), uses(UNKNOWN, "more")]);
  const program = { ...stack(data, other, twice, api), dependencies: { "web.spec": ["data"] } };
  const [line = "", ...more] = verdict(program);
  t.deepEqual(more, []);
  t.true(line.includes("these workloads share it"), line);
});
test("an output of something else is no claim", (t) => {
  const program = { ...stack(data, web, byOutput("api")), dependencies: { "api.spec": ["team", "web"] } };
  t.deepEqual(verdict(program), [`claim-declared-in-stack api: the claim of ${FIRST} is not known yet`]);
});
test("a missing namespace is the default one", (t) => {
  const nowhere = (it: Resource): Resource => ({ ...it, inputs: change(it.inputs, "metadata.namespace", undefined) });
  const inDefault = (it: Resource): Resource => ({ ...it, inputs: change(it.inputs, "metadata.namespace", "default") });
  for (const [one, two] of [
    [nowhere(web), inDefault(api)],
    [inDefault(web), nowhere(api)],
  ] as const) {
    const lines = verdict(stack(nowhere(data), one, two)).filter((line) => line.startsWith(RULE));
    t.is(lines.length, 1);
    t.true(lines[0]?.startsWith(`${RULE} api: claim default/data is on EBS`));
  }
});
test("a claim says more than a patch of it", (t) => {
  const efs = claim("data", { storageClassName: "efs-sc" });
  const patch: Resource = {
    ...claim("data", { storageClassName: undefined }),
    urn: `${data.urn}-patch`,
    id: `${data.urn}-patch`,
    object: { group: "", kind: "PersistentVolumeClaim", patch: true },
  };
  const parameters = { nonEbsStorageClasses: ["efs-sc"], externalClaims: ["team/data"] };
  for (const resources of [
    [patch, efs],
    [efs, patch],
  ]) {
    t.deepEqual(verdict({ ...stack(...resources, web, api), parameters }), []);
  }
  t.deepEqual(verdict({ ...stack(patch, web, api), parameters }), [sharing("share")]);
});
test("a StatefulSet makes claims of its own namespace, cluster and names only", (t) => {
  const set = (more: Partial<Resource> = {}, templates: Value = [claimTemplate()], spec: Fields = {}): Resource => ({
    ...statefulSet("db", [], { volumeClaimTemplates: templates, ...spec }),
    ...more,
  });
  const mounting = (claimName: string, it: Resource) =>
    verdict({ ...stack(it, job("backup", [uses(claimName)])), parameters: { externalNamespaces: ["lab"] } })
      .filter((line) => line.includes("backup") || line.includes(" db:"))
      .filter((line) => line.startsWith("claim-declared") || line.startsWith(RULE))
      .map((line) => line.split(" ")[0]);
  const UNDECLARED = ["claim-declared-in-stack"];
  t.deepEqual(mounting("data-db-0", set()), [RULE]);
  t.deepEqual(mounting("data-db-10", set({}, [claimTemplate()], { replicas: 11 })), [RULE]);
  t.deepEqual(mounting("data-db-7", set({}, [claimTemplate()], { replicas: UNKNOWN })), [RULE]);
  t.deepEqual(mounting("data-db-0x", set()), UNDECLARED);
  t.deepEqual(mounting("data-db-x0", set()), UNDECLARED);
  t.deepEqual(mounting("data-db-", set()), UNDECLARED);
  t.deepEqual(mounting("data-db-0", set({ provider: "another" })), UNDECLARED);
  t.deepEqual(
    mounting("data-db-0", { ...set(), inputs: change(set().inputs, "metadata.namespace", "lab") }),
    UNDECLARED,
  );
  t.deepEqual(
    mounting("data-undefined-0", { ...set(), inputs: change(set().inputs, "metadata.name", undefined) }),
    UNDECLARED,
  );
  t.deepEqual(mounting("undefined-db-0", set({}, [{ spec: claimSpec() }])), UNDECLARED);
});
test("claims that Pulumi names are told apart by their URN", (t) => {
  const unnamed = { ...data, inputs: { ...(data.inputs as object), metadata: { namespace: "team" } } };
  const program = stack(unnamed, byOutput("web"), byOutput("api"));
  const dependencies = { "web.spec": ["data"], "api.spec": ["data"] };
  t.deepEqual(verdict({ ...program, dependencies }), [sharing("share", "", data.urn)]);
});
test("the output of a claim of another cluster is another claim", (t) => {
  const elsewhere = { ...data, provider: "another" };
  const program = { ...stack(data, elsewhere, web, byOutput("api")) };
  const resources = program.resources.filter((it) => it !== data);
  const lines = verdict({ ...program, resources, dependencies: { "api.spec": ["data"] } });
  t.deepEqual(
    lines.map((line) => line.split(" ").slice(0, 2).join(" ")),
    ["claim-declared-in-stack api:", "claim-declared-in-stack web:", "k8s-namespace-exists data:"],
  );
});
test("a number of pods that is not known yet may be none", (t) => {
  const scaled = deployment("api", [uses("data")], { replicas: UNKNOWN });
  t.true(verdict(stack(data, web, scaled)).includes(sharing("may share", NOT_CERTAIN)));
  const first = deployment("web", [uses("data")], { replicas: UNKNOWN });
  t.true(verdict(stack(data, first, api)).includes(sharing("may share", NOT_CERTAIN)));
});
test("a namespace that is an output of a Namespace is that namespace", (t) => {
  const inNamespace = (it: Resource): Resource => ({
    ...it,
    inputs: { ...(it.inputs as object), metadata: { name: it.name, namespace: UNKNOWN } },
    providerKnown: false,
  });
  const resources = stack(...[data, web, api].map(inNamespace)).resources;
  const dependencies = { "data.metadata": ["team"], "web.metadata": ["team"], "api.metadata": ["team"] };
  const lines = verdict({ resources, dependencies }).map((line) => line.split(":")[0]);
  t.deepEqual(lines, [`${RULE} api`]);
});
test("objects in a list are workloads of their own", (t) => {
  const list: Resource = {
    ...web,
    urn: "urn:pulumi:test::test::kubernetes:apps/v1:DeploymentList::both",
    id: "urn:pulumi:test::test::kubernetes:apps/v1:DeploymentList::both",
    type: "kubernetes:apps/v1:DeploymentList",
    name: "both",
    inputs: { apiVersion: "v1", kind: "DeploymentList", items: [web.inputs, api.inputs] },
    object: { group: "apps", kind: "DeploymentList", patch: false },
  };
  t.deepEqual(
    verdict(stack(data, list)).map((line) => line.split(",")[0]),
    [`${RULE} both: claim team/data is on EBS`],
  );
  const byOutputs: Resource = { ...list, inputs: { items: [byOutput("web").inputs, byOutput("api").inputs] } };
  t.deepEqual(
    verdict({ ...stack(data, byOutputs), dependencies: { "both.items": ["data"] } }).map((line) => line.split(",")[0]),
    [`${RULE} both: claim team/data is on EBS`],
  );
});
test(
  "a Deployment and a patch of it are one workload",
  accepts,
  stack(data, web, {
    ...web,
    urn: `${web.urn}-patch`,
    id: `${web.urn}-patch`,
    object: { group: "apps", kind: "Deployment", patch: true },
  }),
);
test("a patch of another Deployment is another workload", (t) => {
  const patch = { ...api, object: { group: "apps", kind: "Deployment", patch: true } };
  t.deepEqual(verdict(stack(data, web, patch)), [sharing("share")]);
});
