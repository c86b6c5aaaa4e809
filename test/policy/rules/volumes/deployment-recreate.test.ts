/** Rows 33 to 35, 43, 44, 51 and 69 of the specification. */
import test from "ava";

import { type Value, at } from "../../../../policies/model/values.js";
import {
  FIRST,
  type Fields,
  RWOP,
  UNKNOWN,
  claim,
  data,
  deployment,
  object,
  ownClaim,
  podWith,
  rollout,
  stack,
  uses,
} from "../../volumes-objects.js";
import { accepts, refuses, verdict } from "../../verdict.js";

const RULE = "ebs-deployment-recreate";
const why = (verb = "is") =>
  `${FIRST} ${verb} claim team/data on EBS: an update starts the new pod before the old one has let go of the volume`;
const MISSING = `${RULE} web: spec.strategy.type is missing, which means RollingUpdate, and ${why()}`;
const ROLLING = `${RULE} web: spec.strategy.type is "RollingUpdate", and ${why()}`;

const using: readonly Value[] = [uses("data")];
const deployed = (spec: Fields = {}) => stack(data, deployment("web", using, spec));
const correct = deployed();
const rolling = (rollingUpdate: Fields) => deployed({ strategy: { type: "RollingUpdate", rollingUpdate } as never });

test(
  "a Deployment that says nothing",
  refuses,
  deployed({ replicas: undefined, strategy: undefined }),
  [MISSING],
  correct,
);
test("a rolling update", refuses, deployed({ strategy: { type: "RollingUpdate" } }), [ROLLING], correct);
test(
  "a rolling update that says how far it goes",
  refuses,
  deployed({ strategy: { rollingUpdate: {} } }),
  [MISSING],
  correct,
);
test(
  "a strategy that is not known yet",
  refuses,
  deployed({ strategy: UNKNOWN }),
  [`${RULE} web: spec.strategy is not known yet`],
  correct,
);
test("a rolling update of no pods", accepts, deployed({ replicas: 0, strategy: undefined }));
test("a rolling update of an unknown number of pods may be one of none", (t) => {
  t.deepEqual(
    verdict({ ...deployed({ replicas: UNKNOWN, strategy: undefined }), parameters: { unknownValues: "tell" } }),
    [
      MISSING.replace(RULE, "later"),
      `later web: ${FIRST} is claim team/data on EBS, and how many pods there are at once is not known yet`,
    ],
  );
});
test("a rolling update of pods with claims of their own", accepts, {
  ...stack(deployment("web", [ownClaim()], { strategy: undefined })),
});
test(
  "a rolling update on a claim for one pod",
  refuses,
  stack(claim("data", { accessModes: [RWOP] }), deployment("web", using, { strategy: undefined })),
  [MISSING],
  stack(claim("data", { accessModes: [RWOP] }), deployment("web", using)),
);
for (const maxSurge of [0, "0%"]) {
  const zeroSurge = rolling({ maxSurge, maxUnavailable: 1 });
  test(
    `a rolling update with a surge of ${maxSurge} is accepted if the parameter allows it`,
    refuses,
    zeroSurge,
    [ROLLING],
    {
      ...zeroSurge,
      parameters: { allowZeroSurge: true },
    },
  );
}
const allowed = { parameters: { allowZeroSurge: true } };
for (const maxSurge of [1, "25%", "10%", undefined]) {
  const program = { ...rolling(maxSurge === undefined ? {} : { maxSurge }), ...allowed };
  test(`the parameter does not allow a surge of ${maxSurge ?? "the default"}`, refuses, program, [ROLLING], {
    ...correct,
    ...allowed,
  });
}
test(
  "a surge that is not known yet",
  refuses,
  { ...rolling({ maxSurge: UNKNOWN }), ...allowed },
  [`${RULE} web: spec.strategy is not known yet`],
  { ...rolling({ maxSurge: 0 }), ...allowed },
);

const old = (strategy: string) =>
  stack(
    data,
    object("extensions/v1beta1", "Deployment", "web", {
      spec: { strategy: { type: strategy }, template: { spec: podWith(using) } },
    }),
  );
test("a Deployment of an old API", refuses, old("RollingUpdate"), [ROLLING], old("Recreate"));
test("a kind of the same name in another group has no strategy", (t) => {
  const lines = verdict(
    stack(data, object("example/v1", "Deployment", "it", { spec: { template: { spec: podWith(using) } } })),
  );
  t.deepEqual(
    lines.map((it) => it.split(" ")[0]),
    ["ebs-workload-single-pod"],
  );
});

const canary = { canary: { steps: [{ setWeight: 20 }] } };
test(
  "an Argo Rollout",
  refuses,
  stack(data, rollout("web", using, canary)),
  [`${RULE} web: a Rollout keeps two versions running, and ${why()}`],
  stack(rollout("web", [ownClaim()], canary)),
);
test("a Rollout of another group is no Argo Rollout", (t) => {
  const lines = verdict(
    stack(data, object("example/v1", "Rollout", "it", { spec: { template: { spec: podWith(using) } } })),
  );
  t.deepEqual(
    lines.map((it) => it.split(" ")[0]),
    ["ebs-workload-single-pod"],
  );
});

const patch = (kind: string, spec: Fields) => {
  const { inputs } = deployment("web", using, spec);
  const group = kind === "Rollout" ? "argoproj.io" : "apps";
  const it = object(`${group}/v1`, kind, "web", { spec: at(inputs, "spec") });
  return stack(data, { ...it, object: { group, kind, patch: true } });
};
test("a patch need not name the strategy", accepts, patch("Deployment", { strategy: undefined }));
test("a patch of a Rollout has none", accepts, patch("Rollout", { strategy: undefined }));
test(
  "a patch may not name another one",
  refuses,
  patch("Deployment", { strategy: { type: "RollingUpdate" } }),
  [ROLLING],
  patch("Deployment", {}),
);
test("an unknown claim among several makes it possible only", (t) => {
  const program = {
    ...stack(data, claim("other"), deployment("web", [uses(UNKNOWN)], { strategy: undefined })),
    dependencies: { "web.spec": ["data", "other"] },
  };
  const problem = MISSING.replace(why(), why("may be"));
  t.deepEqual(verdict(program), [problem, problem.replace("team/data", "team/other")]);
});
