/** Any stack: the pack refuses what lets two pods hold one EBS claim at once, and nothing else, in whatever order it is shown. */
import assert from "node:assert/strict";

import test from "ava";
import fc from "fast-check";

import { stringAt } from "../../../policies/model/values.js";
import { cronJob, daemonSet, job, object, uses } from "../cases/builders.js";
import { type Program, type Said, saidAbout } from "../cases/levels.js";
import { inState } from "../cases/states.js";
import { EFS, claim, ownClaim, storageClass } from "../cases/storage.js";
import { UNKNOWN, change } from "../objects.js";
import { sharers } from "./oracle.js";
import { type Count, type Plan, plan, planWithUnknowns } from "./plan.js";
import { programOf } from "./programs.js";

const SHARING = ["ebs-claim-single-consumer", "ebs-deployment-recreate", "ebs-workload-single-pod"];

/** Assertions inside of properties are not those of ava, which would tell of each counterexample on the way to the smallest. */
const RUNS = { numRuns: 200 };

const order = fc.array(fc.integer(), { minLength: 30, maxLength: 30 });

test("a stack is refused if and only if two pods can hold one EBS claim at once", (t) => {
  refusedIfShared(plan);
  t.pass();
});

test("a number that is not known can be any number", (t) => {
  refusedIfShared(planWithUnknowns);
  t.pass();
});

function refusedIfShared(plans: fc.Arbitrary<Plan>): void {
  fc.assert(
    fc.property(plans, order, (stack, places) => {
      const shared = sharers(stack);
      const refused = saidAbout(programOf(stack, places)).filter(isAboutSharing).map(workloadOf);
      assert.equal(refused.length > 0, shared.length > 0);
      assert.deepEqual(
        refused.filter((name) => !shared.includes(name)),
        [],
      );
    }),
    RUNS,
  );
}

function isAboutSharing({ rule, level }: Said): boolean {
  return SHARING.includes(rule) && level === "mandatory";
}

/** The name in the plan, of which the resource's name is the last part. */
function workloadOf({ name }: Said): string {
  return name.slice(name.lastIndexOf("/") + 1);
}

test("in a first preview what is not known is told, and what is shared all the same is refused", (t) => {
  fc.assert(
    fc.property(planWithUnknowns, (stack) => {
      const said = saidAbout(inState(programOf(stack), "P1"));
      const told = said.some((it) => isAboutSharing(it) || it.rule === "judged-later");
      assert.equal(told, sharers(stack).length > 0);
      const refused = said.some(isAboutSharing);
      if (sharers(withUnknowns(stack, 0)).length > 0) assert.ok(refused);
      if (sharers(withUnknowns(stack, 1)).length === 0) assert.ok(!refused);
    }),
    RUNS,
  );
  t.pass();
});

/** The stack with a number in place of each that is not known. */
function withUnknowns({ claims, workloads }: Plan, number: number): Plan {
  const known = (count: Count) => (count === "unknown" ? number : count);
  return {
    claims,
    workloads: workloads.map((it) => ({
      ...it,
      replicas: known(it.replicas),
      autoscaled: known(it.autoscaled),
      parallelism: known(it.parallelism),
    })),
  };
}

test("the order of registration changes no verdict", (t) => {
  fc.assert(
    fc.property(plan, order, (stack, places) => {
      assert.deepEqual(verdicts(programOf(stack, places)), verdicts(programOf(stack)));
    }),
    RUNS,
  );
  t.pass();
});

test("a first preview has the verdict of a later one", (t) => {
  fc.assert(
    fc.property(plan, (stack) => {
      const program = programOf(stack);
      assert.deepEqual(verdicts(inState(program, "P1")), verdicts(inState(program, "P2")));
    }),
    RUNS,
  );
  t.pass();
});

test("in a first preview the output of a Namespace counts as its name", (t) => {
  fc.assert(
    fc.property(plan, (stack) => {
      const program = inState(programOf(stack), "P1");
      assert.deepEqual(aboutSharing(withNamespaceOutputs(program)), aboutSharing(program));
    }),
    RUNS,
  );
  t.pass();
});

function aboutSharing(program: Program): readonly string[] {
  return [...new Set(saidAbout(program).filter(isAboutSharing).map(line))].sort();
}

/** The program with namespaces that are not known before the cluster is. */
function withNamespaceOutputs(program: Program): Program {
  const namespaced = program.resources.filter(({ inputs }) => stringAt(inputs, "metadata", "namespace") !== undefined);
  return {
    ...program,
    resources: program.resources.map((one) =>
      namespaced.includes(one) ? { ...one, inputs: change(one.inputs, "metadata.namespace", UNKNOWN) } : one,
    ),
    // The name of a resource begins with that of its Namespace.
    dependencies: Object.fromEntries(
      namespaced.map(({ name }) => [`${name}.metadata`, [name.slice(0, name.lastIndexOf("/"))]]),
    ),
  };
}

const unrelated = fc.constantFrom(
  object("v1", "ConfigMap", "other", { data: {} }),
  claim("other"),
  storageClass("other", EFS),
  daemonSet("other", [ownClaim()]),
  job("other", []),
  cronJob("other", [uses("other")], "Forbid"),
);

test("what has nothing to do with the stack takes no finding away", (t) => {
  fc.assert(
    fc.property(plan, unrelated, fc.nat({ max: 30 }), (stack, extra, place) => {
      const program = programOf(stack);
      const { resources } = program;
      const more = { ...program, resources: [...resources.slice(0, place), extra, ...resources.slice(place)] };
      const then = saidAbout(more).map(line);
      assert.deepEqual(
        saidAbout(program)
          .map(line)
          .filter((it) => !then.includes(it)),
        [],
      );
    }),
    RUNS,
  );
  t.pass();
});

function verdicts(program: Program): readonly string[] {
  return [...new Set(saidAbout(program).map(({ level, rule }) => `${level} ${rule}`))].sort();
}

function line({ level, rule, name }: Said): string {
  return `${level} ${rule} ${name}`;
}
