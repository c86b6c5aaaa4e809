/** A run of the pack: what is told when, once, and what waits for a value that is not known yet. */
import test from "ava";

import type { Resource } from "../../policies/model/resource.js";
import { type Parameters, parametersFrom } from "../../policies/parameters.js";
import { JUDGED_LATER } from "../../policies/rules/housekeeping.js";
import { violation } from "../../policies/rules/rule.js";
import { Session } from "../../policies/session.js";
import { configMap, cronJob, resource } from "./objects.js";
import { reported, rule, strict, unsure } from "./session-fixtures.js";
import { TODAY } from "./verdict.js";

const settings = configMap({});
const known = configMap({}, { providerKnown: true });
const firstPreview = configMap({}, { providerKnown: false });
const bucket = resource("aws:s3/bucket:Bucket", {}, { name: "bucket" });

function runOver(resources: readonly Resource[], parameters: Partial<Parameters> = {}): Session {
  const session = new Session(TODAY);
  session.parameters = parametersFrom(parameters);
  for (const one of resources) session.register(one);
  return session;
}

for (const [unknownValues, inKnown, inFirstPreview, inCloud] of [
  ["refuse", "refused", "refused", "refused"],
  ["refuse-after-first-preview", "refused", "told", "told"],
  ["tell", "told", "told", "told"],
] as const) {
  test(`with unknownValues ${unknownValues} an unknown value is ${inKnown}, ${inFirstPreview} in a first preview and ${inCloud} in the cloud`, (t) => {
    for (const [one, outcome] of [
      [known, inKnown],
      [firstPreview, inFirstPreview],
      [bucket, inCloud],
    ] as const) {
      const session = runOver([one], { unknownValues });
      const refused = session.judge(unsure, one.urn);
      const told = session.takeDeferred();
      const text = reported(one, ["spec.image is not known yet"], outcome === "refused" ? unsure : JUDGED_LATER);
      t.deepEqual(refused, outcome === "refused" ? [{ urn: one.urn, message: text }] : []);
      t.deepEqual(told, outcome === "told" ? [{ urn: one.urn, message: `k8s-image-pinned: ${text}` }] : []);
      t.deepEqual(session.takeDeferred(), [], "it is told once");
    }
  });
}

test("what is certain is refused in a first preview too, and under each setting", (t) => {
  for (const unknownValues of ["refuse", "refuse-after-first-preview", "tell"] as const) {
    const session = runOver([firstPreview], { unknownValues });
    t.is(session.judge(strict, firstPreview.urn).length, 1);
    t.deepEqual(session.takeDeferred(), []);
  }
});

test("by default an unknown value is refused after the first preview", (t) => {
  t.is(runOver([known]).judge(unsure, known.urn).length, 1);
  t.is(runOver([firstPreview]).judge(unsure, firstPreview.urn).length, 0);
});

test("what was not judged is counted, a resource once a rule", (t) => {
  const session = runOver([firstPreview]);
  const twice = rule({
    judge: (it) => [
      { resource: it, certain: false, problem: "one" },
      { resource: it, certain: false, problem: "two" },
    ],
  });
  session.judge(twice, firstPreview.urn);
  t.is(session.takeDeferred().length, 2);
  t.regex(session.coverage.line(1, 1, { opaque: 0, unseen: 0 }), /not judged: 1 for k8s-image-pinned, which needs/);
});

test("problems of one resource are one report", (t) => {
  const twofold = rule({ judge: (it) => [violation(it, "is wrong"), violation(it, "is late")] });
  const reports = runOver([settings]).judge(twofold, settings.urn);
  t.deepEqual(reports, [{ urn: settings.urn, message: reported(settings, ["is wrong", "is late"]) }]);
});

test("a finding is told once, at registration or at the end, and each rule tells its own", (t) => {
  const both = rule({
    judge: (it) => [violation(it, "is wrong")],
    conclude: ({ resources }) =>
      [...resources.values()].flatMap((it) => [violation(it, "is wrong"), violation(it, "is late")]),
  });
  const session = runOver([settings]);
  const stack = { resources: session.resources, dependencies: () => [] };
  t.is(session.judge(both, settings.urn).length, 1);
  t.deepEqual(session.judge(both, settings.urn), []);
  t.deepEqual(session.conclude(both, stack), [{ urn: settings.urn, message: reported(settings, ["is late"]) }]);
  t.deepEqual(session.conclude(both, stack), []);
  t.is(session.judge({ ...both, name: "k8s-resources" }, settings.urn).length, 1);
});

test("a resource that is registered again is judged again, as it is then", (t) => {
  const session = runOver([settings]);
  const empty = rule({
    judge: (it) => [violation(it, JSON.stringify(it.inputs).includes("two") ? "is two" : "is one")],
  });
  t.regex(session.judge(empty, settings.urn)[0]?.message ?? "", /is one/);
  session.register(configMap({ value: "two" }));
  t.regex(session.judge(empty, settings.urn)[0]?.message ?? "", /is two/);
  session.register(settings);
  t.regex(session.judge(empty, settings.urn)[0]?.message ?? "", /is one/);
});

test("a rule may find fault with an earlier resource when a later one arrives", (t) => {
  const late = rule({
    judge: (it, { resources }) =>
      it.type === "aws:s3/bucket:Bucket" ? [...resources.values()].map((one) => violation(one, "is wrong")) : [],
  });
  const session = runOver([settings, bucket]);
  t.deepEqual(
    session.judge(late, bucket.urn).map(({ urn }) => urn),
    [settings.urn, bucket.urn],
  );
});

test("rules without a judgement at registration or at the end say nothing there", (t) => {
  const session = runOver([settings]);
  t.deepEqual(session.judge(rule({}), settings.urn), []);
  t.deepEqual(session.conclude(rule({}), { resources: session.resources, dependencies: () => [] }), []);
  t.deepEqual(session.judge(strict, "urn:of:nothing"), []);
});

const item = (name: string) => ({ apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace: "team" } });
const list = resource(
  "kubernetes:core/v1:ConfigMapList",
  { apiVersion: "v1", kind: "ConfigMapList", items: [item("one"), item("two")] },
  { name: "both" },
);

test("the objects of a list are judged one by one and reported at the list", (t) => {
  const reports = runOver([list]).judge(strict, list.urn);
  t.deepEqual(
    reports.map(({ urn, message }) => [urn, message.split("\n")[0]]),
    [
      [list.urn, "ConfigMap team/one"],
      [list.urn, "ConfigMap team/two"],
    ],
  );
});

test("an exception may be for one object of a list or for all of it", (t) => {
  const exception = { rule: "k8s-image-pinned", reason: "for now", expires: TODAY };
  const refusedWith = (named: string) =>
    runOver([list], { exceptions: [{ ...exception, resource: named }] })
      .judge(strict, list.urn)
      .map(({ message }) => message.split("\n")[0]);
  t.deepEqual(refusedWith("ConfigMap team/one"), ["ConfigMap team/two"]);
  t.deepEqual(refusedWith(list.urn), []);
});

test("what is not in the stack at its end is not present there, the objects of its lists are", (t) => {
  const session = runOver([settings, list, cronJob()]);
  t.deepEqual(
    [...session.present(new Set([settings.urn, list.urn])).keys()],
    [settings.urn, list.urn, `${list.urn}#0`, `${list.urn}#1`],
  );
});

test("a run knows the day by itself", (t) => {
  const day = 24 * 60 * 60 * 1000;
  for (const [expires, refused] of [
    [Date.now(), 0],
    [Date.now() - 2 * day, 1],
  ] as const) {
    const session = new Session();
    const exception = { rule: "k8s-image-pinned", resource: settings.urn, reason: "for now" };
    session.parameters = parametersFrom({
      exceptions: [{ ...exception, expires: new Date(expires).toISOString().slice(0, 10) }],
    });
    session.register(settings);
    t.is(session.judge(strict, settings.urn).length, refused);
  }
});
