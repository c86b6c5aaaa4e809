/** Subjects that are not known yet: the rule `rbac-subject-namespace`. */
import test from "ava";

import {
  ANOTHER,
  RBAC,
  UNKNOWN,
  acceptsEverywhere,
  account,
  binding,
  clusterBinding,
  firstPreview,
  namespace,
  object,
  refusesEverywhere,
  subject,
  waits,
} from "../../namespaces-objects.js";
import { team } from "../../objects.js";
import { verdict } from "../../verdict.js";

const RULE = "rbac-subject-namespace";
const unknownAccount = { resources: [team(), account("guest"), account(UNKNOWN, "team", { name: "random" })] };

test(
  "an account that could be one whose name is not known yet waits for it",
  waits,
  { resources: [...unknownAccount.resources, binding([subject("other", "team")])] },
  RULE,
  'readers: subjects[0].name is the service account "team/other", which this stack does not declare',
  { resources: [...unknownAccount.resources, binding([subject("guest", "team")])] },
);
test("one of another namespace is not it", (t) => {
  const program = {
    resources: [...unknownAccount.resources, clusterBinding([subject("other", "lab")])],
    parameters: { externalNamespaces: ["lab"] },
  };
  t.deepEqual(verdict(firstPreview(program)), [
    `${RULE} readers: subjects[0].name is the service account "lab/other", which this stack does not declare`,
  ]);
});

const output = binding([subject(UNKNOWN, UNKNOWN)]);

test(
  "an account that is the output of a ServiceAccount is known to exist, another output is not",
  waits,
  { resources: [team(), account("guest"), output], dependencies: { "readers.subjects": ["team-quota"] } },
  RULE,
  "readers: subjects[0].namespace is not known yet",
  { resources: [team(), account("guest"), output], dependencies: { "readers.subjects": ["guest"] } },
);
test(
  "so is one whose ServiceAccount gets a generated name",
  waits,
  {
    resources: [team(), object("v1", "ServiceAccount", { namespace: "team" }, {}, { name: "guest" }), output],
    dependencies: {},
  },
  RULE,
  "readers: subjects[0].namespace is not known yet",
  {
    resources: [team(), object("v1", "ServiceAccount", { namespace: "team" }, {}, { name: "guest" }), output],
    dependencies: { "readers.subjects": ["guest"] },
  },
);
test(
  "an output of a ServiceAccount of another name is not this one",
  refusesEverywhere,
  {
    resources: [team(), account("guest"), binding([subject("host", UNKNOWN)])],
    dependencies: { "readers.subjects": ["guest", "team"] },
  },
  [`${RULE} readers: subjects[0].name is the service account "host", which this stack does not declare`],
  {
    resources: [team(), account("guest"), binding([subject("guest", UNKNOWN)])],
    dependencies: { "readers.subjects": ["guest", "team"] },
  },
);
test(
  "nor is one of another namespace",
  waits,
  {
    resources: [team(), namespace("lab"), account("guest", "lab"), binding([subject(UNKNOWN, "team")])],
    dependencies: { "readers.subjects": ["guest"] },
  },
  RULE,
  "readers: subjects[0].name is not known yet",
  {
    resources: [team(), account("guest"), binding([subject(UNKNOWN, "team")])],
    dependencies: { "readers.subjects": ["guest"] },
  },
);
test(
  "nor one of another cluster",
  waits,
  {
    resources: [
      team(),
      namespace("team", { provider: ANOTHER, name: "other" }),
      account("guest", "team", { provider: ANOTHER }),
      output,
    ],
    dependencies: { "readers.subjects": ["guest"] },
  },
  RULE,
  "readers: subjects[0].namespace is not known yet",
  { resources: [team(), account("guest"), output], dependencies: { "readers.subjects": ["guest"] } },
);
test(
  "a namespace that is the output of a Namespace is the one of that name",
  refusesEverywhere,
  {
    resources: [team(), namespace("lab"), account("guest", "lab"), binding([subject("guest", UNKNOWN)])],
    dependencies: { "readers.subjects": ["team"] },
  },
  [`${RULE} readers: subjects[0].name is the service account "guest", which this stack does not declare`],
  {
    resources: [team(), account("guest"), binding([subject("guest", UNKNOWN)])],
    dependencies: { "readers.subjects": ["team"] },
  },
);
test("a Namespace among the sources may be that of another subject", acceptsEverywhere, {
  resources: [
    team(),
    namespace("lab"),
    account("guest", "lab"),
    clusterBinding([subject("guest", UNKNOWN), subject("spark-driver", UNKNOWN)]),
  ],
  dependencies: { "readers.subjects": ["guest", "team", "team-spark-driver"] },
});
test("account and binding may both be in a Namespace with a generated name", acceptsEverywhere, {
  resources: [
    object("v1", "Namespace", {}, {}, { name: "lab" }),
    account("guest", UNKNOWN),
    binding([subject("guest", UNKNOWN), subject("default", UNKNOWN)], { namespace: UNKNOWN }),
  ],
  dependencies: { "guest.metadata": ["lab"], "readers.metadata": ["lab"], "readers.subjects": ["lab"] },
});
test("subjects, and kinds of subjects, that are not known yet decide", (t) => {
  const roleRef = { kind: "Role", name: "reader" };
  const wholly = object(RBAC, "RoleBinding", { name: "readers", namespace: "team" }, { roleRef, subjects: UNKNOWN });
  const partly = binding([{ kind: UNKNOWN, name: "analysts" }]);
  t.true(verdict({ resources: [team(), wholly] }).includes(`${RULE} readers: subjects[0].kind is not known yet`));
  t.deepEqual(verdict({ resources: [team(), partly] }), [`${RULE} readers: subjects[0].kind is not known yet`]);
});
test(
  "what is written out is not what some other subject's output is",
  refusesEverywhere,
  {
    resources: [
      team(),
      object("v1", "ServiceAccount", { namespace: "team" }, {}, { name: "guest" }),
      binding([subject("host", "team")]),
    ],
    dependencies: { "readers.subjects": ["guest"] },
  },
  [`${RULE} readers: subjects[0].name is the service account "team/host", which this stack does not declare`],
  {
    resources: [team(), account("host"), binding([subject("host", "team")])],
    dependencies: { "readers.subjects": ["host"] },
  },
);
