/** What an exception has to say, what it allows, and what is told of it. */
import test from "ava";

import { type Exception, covers, exceptionProblems, nameOf } from "../../policies/exceptions.js";
import { parametersFrom } from "../../policies/parameters.js";
import { EXCEPTION_USED, EXCEPTION_VALID } from "../../policies/rules/housekeeping.js";
import { violation } from "../../policies/rules/rule.js";
import { Session } from "../../policies/session.js";
import { configMap, cronJob } from "./objects.js";
import { reported, strict, unsure, withInvolved } from "./session-fixtures.js";
import { TODAY } from "./verdict.js";

const GOOD: Exception = {
  rule: "k8s-image-pinned",
  resource: "ConfigMap team/settings",
  reason: "until the image is rebuilt",
  expires: "2026-12-31",
};

const problems = (change: Partial<Exception>) => exceptionProblems({ ...GOOD, ...change }, [GOOD.rule], TODAY);

test("a complete exception has no problem", (t) => {
  t.deepEqual(problems({}), []);
});

for (const [what, change, problem] of [
  ["rule", { rule: "" }, "has no rule"],
  ["resource", { resource: "" }, "has no resource"],
  ["reason", { reason: "" }, "has no reason"],
  ["reason but spaces", { reason: " \t" }, "has no reason"],
  ["date", { expires: "" }, "has no expires"],
] as const) {
  test(`an exception without a ${what} is refused`, (t) => {
    t.deepEqual(problems(change), [problem]);
  });
}

test("an exception of which everything is missing is told all of it", (t) => {
  t.deepEqual(exceptionProblems({}, [GOOD.rule], TODAY), [
    "has no rule",
    "has no resource",
    "has no reason",
    "has no expires",
  ]);
});

test("an exception from a rule that does not exist is refused", (t) => {
  t.deepEqual(problems({ rule: "k8s-image-pined" }), ['names the rule "k8s-image-pined", which does not exist']);
});

for (const expires of [
  "2026-02-31",
  "2027-02-29",
  "2026-13-01",
  "31.12.2026",
  "2026-12-1",
  "2026-12-31T00:00:00.000Z",
  "soon",
]) {
  test(`an exception until ${expires} is refused, since that is no day`, (t) => {
    t.deepEqual(problems({ expires }), [`expires "${expires}", which is no date: write YYYY-MM-DD`]);
  });
}

test("an exception holds on its last day, and on a leap day", (t) => {
  t.deepEqual(problems({ expires: TODAY }), []);
  t.deepEqual(problems({ expires: "2028-02-29" }), []);
});

test("an exception has expired on the day after its last one", (t) => {
  t.deepEqual(problems({ expires: "2026-11-21" }), ["has expired on 2026-11-21"]);
});

test("an exception is called by its place, its rule and its resource, as far as they are there", (t) => {
  t.is(nameOf(GOOD, 1), "exceptions[1] (k8s-image-pinned, ConfigMap team/settings)");
  t.is(nameOf({ rule: "k8s-image-pinned" }, 0), "exceptions[0]");
  t.is(nameOf({ resource: "ConfigMap team/settings" }, 0), "exceptions[0]");
});

const settings = configMap({});
const job = cronJob();

for (const [how, resource, found, covered] of [
  ["by the name in messages", "ConfigMap team/settings", violation(settings, "is wrong"), true],
  ["by URN", settings.urn, violation(settings, "is wrong"), true],
  ["by the name of one that takes part", "CronJob team/pi", violation(settings, "is wrong", [job]), true],
  ["by the URN of one that takes part", job.urn, violation(settings, "is wrong", [job]), true],
  ["not by another's name", "CronJob team/pi", violation(settings, "is wrong"), false],
  ["not by a part of the name", "settings", violation(settings, "is wrong"), false],
] as const) {
  test(`an exception covers a finding ${how}`, (t) => {
    t.is(covers({ ...GOOD, resource }, GOOD.rule, found), covered);
    t.false(covers({ ...GOOD, resource }, "k8s-resources", found));
  });
}

test("an exception covers what could not be told about who takes part", (t) => {
  t.true(covers(GOOD, GOOD.rule, { resource: settings, certain: true, problem: "is wrong" }));
});

/** A run over a ConfigMap that `strict` finds fault with. */
function judged(exceptions: readonly Partial<Exception>[], rule = strict, today = TODAY) {
  const session = new Session(today);
  // The configuration is JSON: nothing but the exception's own check sees to it that the fields are there.
  session.parameters = parametersFrom({ exceptions: exceptions as readonly Exception[] });
  session.register(settings);
  const refused = session.judge(rule, settings.urn).map(({ message }) => message);
  const told = session.takeExcepted().map(({ urn, message }) => ({ urn, message }));
  const text = (reports: ReturnType<Session["exceptionReports"]>) => reports.map(({ message }) => message);
  return {
    session,
    refused,
    told,
    invalid: text(session.exceptionReports()),
    unused: text(session.unusedExceptions()),
  };
}

const REFUSED = reported(settings, ["is wrong"]);

test("what an exception allows is told with the reason and the date, and refused no more", (t) => {
  const { session, refused, told, invalid, unused } = judged([GOOD]);
  t.deepEqual(refused, []);
  t.deepEqual(told, [
    {
      urn: settings.urn,
      message:
        "k8s-image-pinned: ConfigMap team/settings\n  - is wrong\n  - allowed until 2026-12-31: until the image is rebuilt",
    },
  ]);
  t.deepEqual([invalid, unused], [[], []]);
  t.deepEqual(session.takeExcepted(), [], "it is told once");
  t.regex(session.coverage.line(1, 1, { opaque: 0, unseen: 0 }), /, 1 finding excepted, nothing left unjudged$/);
});

test("an exception for one that takes part allows the finding", (t) => {
  const { refused, told } = judged([{ ...GOOD, resource: "CronJob team/pi" }], withInvolved([job]));
  t.deepEqual(refused, []);
  t.deepEqual(
    told.map(({ urn }) => urn),
    [settings.urn],
  );
});

test("an exception also allows what is not known yet", (t) => {
  const { session, refused, told } = judged([GOOD], unsure);
  t.deepEqual(refused, []);
  t.is(told.length, 1);
  t.deepEqual(session.takeDeferred(), []);
});

for (const [why, change, problem] of [
  ["without a reason", { reason: "" }, "has no reason"],
  ["that expired yesterday", { expires: "2026-11-21" }, "has expired on 2026-11-21"],
  [
    "until a day that does not exist",
    { expires: "2026-02-31" },
    'expires "2026-02-31", which is no date: write YYYY-MM-DD',
  ],
] as const) {
  test(`an exception ${why} does not hold and is refused itself`, (t) => {
    const { refused, told, invalid, unused } = judged([{ ...GOOD, ...change }]);
    t.deepEqual(refused, [REFUSED]);
    t.deepEqual([told, unused], [[], []]);
    const line = `  - exceptions[0] (k8s-image-pinned, ConfigMap team/settings) ${problem}`;
    t.deepEqual(invalid, [`${line}\nWhy: ${EXCEPTION_VALID.why}\nFix: ${EXCEPTION_VALID.fix}`]);
  });
}

test("an exception with several problems is reported once, with all of them", (t) => {
  const { invalid } = judged([GOOD, { rule: "no-such-rule", expires: TODAY }]);
  t.is(invalid.length, 1);
  t.deepEqual(invalid[0]?.split("\n").slice(0, 3), [
    "  - exceptions[1] has no resource",
    "  - exceptions[1] has no reason",
    '  - exceptions[1] names the rule "no-such-rule", which does not exist',
  ]);
});

test("an exception holds today and not tomorrow", (t) => {
  t.deepEqual(judged([{ ...GOOD, expires: TODAY }]).refused, []);
  t.deepEqual(judged([{ ...GOOD, expires: TODAY }], strict, "2026-11-23").refused, [REFUSED]);
});

test("an exception for another rule or another resource allows nothing and is told to be of no use", (t) => {
  const { refused, unused } = judged([
    { ...GOOD, rule: "k8s-resources" },
    { ...GOOD, resource: "ConfigMap team/other" },
  ]);
  t.deepEqual(refused, [REFUSED]);
  const end = `Why: ${EXCEPTION_USED.why}\nFix: ${EXCEPTION_USED.fix}`;
  t.deepEqual(unused, [
    `  - exceptions[0] (k8s-resources, ConfigMap team/settings) is not needed: nothing breaks the rule\n${end}`,
    `  - exceptions[1] (k8s-image-pinned, ConfigMap team/other) is not needed: nothing breaks the rule\n${end}`,
  ]);
});
