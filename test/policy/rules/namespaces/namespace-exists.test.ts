import test from "ava";

import { UNKNOWN, configMap, cronJob, resource, team } from "../../objects.js";
import { accepts, refuses, verdict } from "../../verdict.js";

const RULE = "k8s-namespace-exists";
const UNDECLARED = `${RULE} pi: metadata.namespace is "taem", which this stack does not declare`;
const NOT_KNOWN = `${RULE} pi: metadata.namespace is not known yet`;

const misspelt = cronJob("metadata.namespace", "taem");
const fromOutput = cronJob("metadata.namespace", UNKNOWN);

test("a misspelt namespace is refused", refuses, { resources: [team(), misspelt] }, [UNDECLARED], {
  resources: [team(), cronJob()],
});
test(
  "a namespace from elsewhere has to be listed",
  refuses,
  { resources: [misspelt], parameters: { externalNamespaces: ["team"] } },
  [UNDECLARED],
  { resources: [misspelt], parameters: { externalNamespaces: ["taem"] } },
);
test(
  "a namespace declared through another provider is in another cluster",
  refuses,
  { resources: [team({ provider: "another" }), cronJob()] },
  [`${RULE} pi: metadata.namespace is "team", which this stack does not declare`],
  { resources: [team({ provider: "another" }), cronJob("metadata.namespace", "team", { provider: "another" })] },
);
test(
  "a patch of a namespace does not declare it",
  refuses,
  { resources: [resource("kubernetes:core/v1:NamespacePatch", { metadata: { name: "team" } }), cronJob()] },
  [`${RULE} pi: metadata.namespace is "team", which this stack does not declare`],
  { resources: [team(), cronJob()] },
);
test(
  "a namespace that is another resource's output is refused, that of a Namespace is not",
  refuses,
  { resources: [team(), configMap({}), fromOutput], dependencies: { "pi.metadata": ["settings"] } },
  [NOT_KNOWN],
  { resources: [team(), configMap({}), fromOutput], dependencies: { "pi.metadata": ["team"] } },
);
test(
  "the output of a Namespace of another cluster does not count",
  refuses,
  { resources: [team({ provider: "another" }), fromOutput], dependencies: { "pi.metadata": ["team"] } },
  [NOT_KNOWN],
  { resources: [team(), fromOutput], dependencies: { "pi.metadata": ["team"] } },
);
test("an object without a namespace is left to the other rule", (t) => {
  t.deepEqual(verdict({ resources: [team(), cronJob("metadata.namespace", undefined)] }), [
    "k8s-explicit-namespace pi: metadata.namespace is missing",
  ]);
});
test("a namespace may have a generated name", accepts, {
  resources: [
    resource("kubernetes:core/v1:Namespace", { apiVersion: "v1", kind: "Namespace" }, { name: "team" }),
    fromOutput,
  ],
  dependencies: { "pi.metadata": ["team"] },
});

const firstPreview = { providerKnown: false };

test("in a first preview an unknown namespace is only told, a misspelt one is refused", (t) => {
  const unknownNamespace = cronJob("metadata.namespace", UNKNOWN, firstPreview);
  t.deepEqual(verdict({ resources: [team(firstPreview), unknownNamespace] }), [
    "later pi: metadata.namespace is not known yet",
  ]);
  const misspeltThere = cronJob("metadata.namespace", "taem", firstPreview);
  t.deepEqual(verdict({ resources: [team(firstPreview), misspeltThere] }), [UNDECLARED]);
});
test("a namespace that could be the one whose name is unknown waits for it in a first preview", (t) => {
  const unnamed = resource(
    "kubernetes:core/v1:Namespace",
    { apiVersion: "v1", kind: "Namespace", metadata: { name: UNKNOWN } },
    firstPreview,
  );
  const job = cronJob("metadata.namespace", "taem", firstPreview);
  t.deepEqual(verdict({ resources: [unnamed, job] }), [UNDECLARED.replace(RULE, "later")]);
});
