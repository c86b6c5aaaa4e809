/** Names in the configuration of the pack. */
import test from "ava";

import { nameProblems } from "../../policies/configuration.js";
import { PARAMETER_SCHEMA } from "../../policies/parameters.js";

const POLICIES = ["policy-collector", "k8s-resources", "k8s-image-pinned"];

const problems = (given: Parameters<typeof nameProblems>[0]) => nameProblems(given, POLICIES);

test("a configuration of known names has no problem", (t) => {
  t.deepEqual(problems({}), []);
  t.deepEqual(
    problems({
      all: [],
      "k8s-resources": [],
      "policy-collector": Object.keys(PARAMETER_SCHEMA),
    }),
    [],
  );
});

test("a misspelt policy is refused with the one that was meant", (t) => {
  t.deepEqual(problems({ "k8s-image-pined": [] }), [
    'There is no policy "k8s-image-pined". Did you mean "k8s-image-pinned"?',
  ]);
});

test("a third of the letters may differ, then it is another name and all names are told", (t) => {
  t.deepEqual(problems({ "k8s-resou": [] }), ['There is no policy "k8s-resou". Did you mean "k8s-resources"?']);
  t.deepEqual(problems({ "k8s-reso": [] }), [
    'There is no policy "k8s-reso". Known: policy-collector, k8s-resources, k8s-image-pinned.',
  ]);
});

test("what is given to an unknown policy is not looked at", (t) => {
  t.deepEqual(problems({ "k8s-resource": ["strict"] }), [
    'There is no policy "k8s-resource". Did you mean "k8s-resources"?',
  ]);
});

test("parameters belong to the collector, whatever their name", (t) => {
  t.deepEqual(problems({ "k8s-resources": ["externalNamespaces", "strict"], all: ["strict"] }), [
    '"k8s-resources" has no parameter "externalNamespaces": parameters belong to "policy-collector".',
    '"k8s-resources" has no parameter "strict": parameters belong to "policy-collector".',
    '"all" has no parameter "strict": parameters belong to "policy-collector".',
  ]);
});

test("a misspelt parameter is refused with the one that was meant, a foreign one with the list", (t) => {
  t.deepEqual(problems({ "policy-collector": ["externalNamespace", "unknownValues", "colour-of-the-bikeshed"] }), [
    'There is no parameter "externalNamespace". Did you mean "externalNamespaces"?',
    `There is no parameter "colour-of-the-bikeshed". Known: ${Object.keys(PARAMETER_SCHEMA).join(", ")}.`,
  ]);
});
