/** Row 85 of the specification. */
import test from "ava";

import {
  FIRST,
  UNKNOWN,
  claim,
  claimTemplate,
  data,
  deployment,
  job,
  namespaceOnly,
  stack,
  statefulSet,
  uses,
  web,
} from "../../volumes-objects.js";
import { accepts, refuses, verdict } from "../../verdict.js";

const RULE = "claim-declared-in-stack";
const UNDECLARED = `${RULE} web: ${FIRST} is claim team/data, which this stack does not declare`;
const NOT_KNOWN = `${RULE} web: the claim of ${FIRST} is not known yet`;

test("a claim that somebody else makes", refuses, stack(web), [UNDECLARED], stack(data, web));
test(
  "a claim from elsewhere has to be listed",
  refuses,
  { ...stack(web), parameters: { externalClaims: ["data", "lab/data"] } },
  [UNDECLARED],
  {
    ...stack(web),
    parameters: { externalClaims: ["team/data"] },
  },
);
test("a claim of another cluster is another claim", (t) => {
  const lines = verdict(stack({ ...data, provider: "another" }, web));
  t.true(lines.includes(UNDECLARED));
});
test("a claim of another namespace is another claim", (t) => {
  const elsewhere = claim("data", {}, { namespace: "lab" });
  const parameters = { externalNamespaces: ["lab"], unknownValues: "tell" as const };
  t.deepEqual(verdict({ ...stack(elsewhere, web), parameters }), [UNDECLARED]);
  t.deepEqual(verdict({ ...stack(namespaceOnly(elsewhere, UNKNOWN, "lab"), web), parameters }), [UNDECLARED]);
});
test(
  "a patch of a claim does not declare it",
  refuses,
  stack({ ...data, object: { group: "", kind: "PersistentVolumeClaim", patch: true } }, web),
  [UNDECLARED],
  stack(data, web),
);
test("a StatefulSet declares the claims of its pods", accepts, {
  ...stack(statefulSet("db", [], { replicas: 0, volumeClaimTemplates: [claimTemplate()] }), job("load", [])),
});
test(
  "a claim that is not known yet",
  refuses,
  stack(deployment("web", [uses(UNKNOWN)])),
  [NOT_KNOWN],
  stack(data, web),
);
test("volumes that are not known yet", (t) => {
  const program = stack(deployment("web", [], {}, { pod: { volumes: UNKNOWN } }));
  t.true(verdict(program).includes(`${RULE} web: the claim of spec.template.spec.volumes[0] is not known yet`));
});
test("an output of a claim is declared", accepts, {
  ...stack(data, deployment("web", [uses(UNKNOWN)])),
  dependencies: { "web.spec": ["data"] },
});
test("a claim whose name is not known yet may be the one", (t) => {
  const later = { parameters: { unknownValues: "tell" as const } };
  const unnamed = namespaceOnly(data, UNKNOWN);
  t.deepEqual(verdict({ ...stack(unnamed, web), ...later }), [UNDECLARED.replace(RULE, "later")]);
  t.deepEqual(
    verdict({ ...stack({ ...unnamed, provider: "another" }, web), ...later }).filter((it) => it.startsWith(RULE)),
    [UNDECLARED],
  );
});
test("a claim that Pulumi names is not the one", (t) => {
  t.deepEqual(verdict(stack(namespaceOnly(data), web)), [UNDECLARED]);
});
test("a claim whose namespace is not known yet may be the one", (t) => {
  const somewhere = namespaceOnly(data, "data", UNKNOWN);
  const later = { parameters: { unknownValues: "tell" as const } };
  t.deepEqual(verdict({ ...stack(somewhere, web), ...later }), [
    "later data: metadata.namespace is not known yet",
    UNDECLARED.replace(RULE, "later"),
  ]);
  t.true(verdict({ ...stack(namespaceOnly(data, "other", UNKNOWN), web), ...later }).includes(UNDECLARED));
});
test("a pod in an unknown namespace is for the rule about namespaces", (t) => {
  const somewhere = namespaceOnly(web, "web", UNKNOWN);
  t.deepEqual(
    verdict(stack(data, somewhere)).filter((it) => it.startsWith(RULE)),
    [],
  );
});
