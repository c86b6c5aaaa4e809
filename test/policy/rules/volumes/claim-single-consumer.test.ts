/** Rows 73, 74, 76 to 78, 80, 81, 83, 86, 88 and 107 of the specification, and what follows from its model. */
import test from "ava";

import type { Resource } from "../../../../policies/model/resource.js";
import {
  EFS,
  FIRST,
  OF_CRON_JOB,
  claim,
  claimTemplate,
  cronJob,
  data,
  deployment,
  furnishedNamespace,
  inTeam,
  job,
  named,
  other,
  pod,
  stack,
  statefulSet,
  storageClass,
  uses,
  web,
} from "../../volumes-objects.js";
import { accepts, verdict } from "../../verdict.js";

const RULE = "ebs-claim-single-consumer";

/** A workload and where it names the claim. */
type Mounting = readonly [workload: Resource, place: string];

/** In whatever order two workloads are registered, the second is refused, and the message names both. */
const refusesSecond = test.macro((t, one: Mounting, two: Mounting, rest: readonly Resource[], claimName?: string) => {
  for (const [first, second] of [
    [one, two],
    [two, one],
  ] as const) {
    const places = [first, second].map(([it, place]) => `${named(it).slice(0, -1)}, ${place})`);
    const claimed = `claim team/${claimName ?? "data"} is on EBS, and these workloads share it`;
    for (const resources of arrangements([first[0], second[0]], rest)) {
      t.deepEqual(verdict(stack(...resources)), [`${RULE} ${second[0].name}: ${claimed}: ${places.join("; ")}`]);
    }
  }
});

/** What is shared may be registered before, between and after those that share it. */
function arrangements([first, second]: readonly [Resource, Resource], rest: readonly Resource[]) {
  return [
    [...rest, first, second],
    [first, ...rest, second],
    [first, second, ...rest],
  ];
}

const api = deployment("api", [uses("data")]);
const pi = cronJob("pi", [uses("data")], "Forbid");
const tau = cronJob("tau", [uses("data")], "Forbid");

test("two Deployments on one claim", refusesSecond, [web, FIRST], [api, FIRST], [data]);
test("a Deployment and a CronJob on one claim", refusesSecond, [web, FIRST], [pi, OF_CRON_JOB], [data]);
test("two CronJobs on one claim", refusesSecond, [pi, OF_CRON_JOB], [tau, OF_CRON_JOB], [data]);
test(
  "two pods on one claim",
  refusesSecond,
  [pod("one", [uses("data")]), 'spec.volumes[0] "data"'],
  [pod("two", [uses("data")]), 'spec.volumes[0] "data"'],
  [data],
);
test(
  "a claim of a class of the stack that is EBS",
  refusesSecond,
  [web, FIRST],
  [api, FIRST],
  [claim("data", { storageClassName: "encrypted" }), storageClass("encrypted", "ebs.csi.aws.com")],
);
test(
  "a claim of a class that nobody describes",
  refusesSecond,
  [web, FIRST],
  [api, FIRST],
  [claim("data", { storageClassName: "fast" })],
);
test(
  "a Job that mounts the claim of a StatefulSet's pod",
  refusesSecond,
  [job("backup", [uses("data-db-0")]), FIRST],
  [statefulSet("db", [], { volumeClaimTemplates: [claimTemplate()] }), 'spec.volumeClaimTemplates[0] "data".spec'],
  [],
  "data-db-0",
);

test(
  "each Deployment may have a claim of its own",
  accepts,
  stack(data, other, web, deployment("api", [uses("other")])),
);
test("two Deployments may share a claim on EFS", accepts, {
  ...stack(storageClass("efs-sc", EFS), claim("data", { storageClassName: "efs-sc" }), web, api),
});
test(
  "a workload without pods shares nothing",
  accepts,
  stack(data, web, deployment("blue", [uses("data")], { replicas: 0 })),
);
test("two volumes and three containers of one pod are one consumer", accepts, {
  ...stack(data, deployment("web", [uses("data"), uses("data", "again")])),
});
test("claims of one name in two namespaces are two claims", accepts, {
  resources: [
    ...stack(data, web).resources,
    ...furnishedNamespace("lab"),
    claim("data", {}, { namespace: "lab", name: "lab-data" }),
    deployment("web", [uses("data")], {}, { namespace: "lab", name: "lab-web" }),
  ],
});
test("claims of one name in two clusters are two claims", accepts, {
  resources: [
    ...inTeam(data, web),
    ...inTeam(data, api).map((it) => ({ ...it, provider: "another", urn: `${it.urn}-2`, id: `${it.urn}-2` })),
  ],
  unfurnished: true,
});
test("the first pod of a StatefulSet is its own, and a pod that it does not have is not", (t) => {
  const set = statefulSet("db", [], {
    replicas: 2,
    ordinals: { start: 1 },
    volumeClaimTemplates: [claimTemplate()],
  });
  const lines = (claimName: string) =>
    verdict(stack(set, job("backup", [uses(claimName)]))).map((line) => line.split(" ")[0]);
  t.deepEqual(lines("data-db-0"), ["claim-declared-in-stack"]);
  t.deepEqual(lines("data-db-1"), [RULE]);
  t.deepEqual(lines("data-db-2"), [RULE]);
  t.deepEqual(lines("data-db-3"), ["claim-declared-in-stack"]);
  t.deepEqual(lines("data-db-x"), ["claim-declared-in-stack"]);
  t.deepEqual(lines("data-dbx-1"), ["claim-declared-in-stack"]);
});
test("the message of a third workload names the two before it", (t) => {
  const third = deployment("third", [uses("data")]);
  const [, line] = verdict(stack(data, web, api, third));
  t.is(
    line,
    `${RULE} third: claim team/data is on EBS, and these workloads share it: ${[web, api, third]
      .map((it) => `${named(it).slice(0, -1)}, ${FIRST})`)
      .join("; ")}`,
  );
});
test("an exception for either workload allows it", (t) => {
  const program = stack(data, web, api);
  for (const name of ["web", "api"]) {
    const exception = { rule: RULE, resource: `Deployment team/${name}`, reason: "moves", expires: "2026-12-31" };
    const lines = verdict({ ...program, parameters: { exceptions: [exception] } });
    t.deepEqual(lines, ["excepted api: allowed until 2026-12-31: moves", sharing("share").replace(RULE, "excepted")]);
  }
});

const sharing = (verb: string, more = "", claimName = "data") =>
  `${RULE} api: claim team/${claimName} is on EBS, and these workloads ${verb} it: ` +
  `${named(web).slice(0, -1)}, ${FIRST}); ${named(api).slice(0, -1)}, ${FIRST})${more}`;
