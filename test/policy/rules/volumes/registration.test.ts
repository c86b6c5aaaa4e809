/** What is refused before it is created: as soon as the last resource that makes it certain is registered, and not before. */
import test from "ava";

import { parametersFrom } from "../../../../policies/parameters.js";
import type { Resource } from "../../../../policies/model/resource.js";
import { RULES } from "../../../../policies/rules/index.js";
import { Session } from "../../../../policies/session.js";
import { inTeam } from "../../cases/builders.js";
import {
  EBS,
  RWX,
  UNKNOWN,
  autoscaler,
  awsAttachment,
  claim,
  claimTemplate,
  cronJob,
  data,
  deployment,
  job,
  onEbs,
  stack,
  statefulSet,
  storageClass,
  uses,
  volume,
  web,
} from "../../volumes-objects.js";
import { TODAY, verdict } from "../../verdict.js";

/** What is said at each registration, as `rule name`, after all that others need. */
function saidAtEach(resources: readonly Resource[]): readonly (readonly string[])[] {
  const session = new Session(TODAY);
  session.parameters = parametersFrom({});
  const said = (resource: Resource) => {
    session.register(resource);
    return RULES.flatMap((rule) =>
      session.judge(rule, resource.urn).map(({ urn = "" }) => `${rule.name} ${urn.slice(urn.lastIndexOf(":") + 1)}`),
    );
  };
  for (const resource of inTeam()) said(resource);
  return resources.map(said);
}

/** Nothing is said until the last resource, and then this. */
const saysAtLast = test.macro((t, resources: readonly Resource[], line?: string) => {
  t.deepEqual(saidAtEach(resources), [...resources.slice(1).map(() => []), line === undefined ? [] : [line]]);
});

const SHARED = "ebs-claim-single-consumer";
const api = deployment("api", [uses("data")]);
const own = (className = "own") => claim("data", { storageClassName: className });
const named = claim("data", { storageClassName: "", volumeName: "disk" });
const disk = volume("disk", onEbs("vol-1"));
const ofSet = statefulSet("db", [], { volumeClaimTemplates: [claimTemplate()] });
const backup = job("backup", [uses("data-db-0")]);
const rolling = deployment("web", [uses("data")], { strategy: undefined });
const twice = deployment("web", [uses("data")], { replicas: 2 });

test("the second workload of a claim", saysAtLast, [data, web, api], `${SHARED} api`);
test("the claim of two workloads", saysAtLast, [web, api, data], `${SHARED} api`);
test("the class of a claim that is shared", saysAtLast, [own(), web, api, storageClass("own", EBS)], `${SHARED} api`);
test("the volume of a claim that is shared", saysAtLast, [named, web, api, disk], `${SHARED} api`);
test("the workload that mounts a StatefulSet's claim", saysAtLast, [ofSet, backup], `${SHARED} backup`);
test("the StatefulSet whose claim is mounted", saysAtLast, [backup, ofSet], `${SHARED} db`);
test(
  "of two templates either may be mounted",
  saysAtLast,
  [backup, statefulSet("db", [], { volumeClaimTemplates: [claimTemplate({}, "logs"), claimTemplate()] })],
  `${SHARED} db`,
);
test(
  "the autoscaler that gives a second workload its pods",
  saysAtLast,
  [data, web, deployment("api", [uses("data")], { replicas: 0 }), autoscaler("api", 1)],
  `${SHARED} api`,
);

test("a workload of two pods", saysAtLast, [data, twice], "ebs-workload-single-pod web");
test("the claim of a workload of two pods", saysAtLast, [twice, data], "ebs-workload-single-pod web");
test("an autoscaler to two pods", saysAtLast, [data, web, autoscaler("web", 2)], "ebs-workload-single-pod web");
test(
  "the class of a workload of two pods",
  saysAtLast,
  [own(), twice, storageClass("own", EBS)],
  "ebs-workload-single-pod web",
);
test("a rolling update", saysAtLast, [data, rolling], "ebs-deployment-recreate web");
test("the claim of a rolling update", saysAtLast, [rolling, data], "ebs-deployment-recreate web");
test("the volume of a rolling update", saysAtLast, [named, rolling, disk], "ebs-deployment-recreate web");
test(
  "the volume that names the claim of a rolling update",
  saysAtLast,
  [
    claim("data", { storageClassName: "" }),
    rolling,
    volume("disk", onEbs("vol-1"), undefined, { claimRef: { namespace: "team", name: "data" } }),
  ],
  "ebs-deployment-recreate web",
);

const many = (spec: Parameters<typeof claim>[1]) => claim("data", { accessModes: [RWX], ...spec });
test("a claim for many nodes", saysAtLast, [many({})], "ebs-access-mode data");
test(
  "the class of a claim for many nodes",
  saysAtLast,
  [many({ storageClassName: "own" }), storageClass("own", EBS)],
  "ebs-access-mode data",
);
test(
  "the volume of a claim for many nodes",
  saysAtLast,
  [many({ storageClassName: "", volumeName: "disk" }), disk],
  "ebs-access-mode data",
);
test(
  "a claim without a class",
  saysAtLast,
  [claim("data", { storageClassName: undefined })],
  "ebs-explicit-storage-class data",
);
test("a default class says nothing of a claim with another one", saysAtLast, [
  claim("data", { storageClassName: "own", accessModes: [RWX] }),
  storageClass("other", EBS, {
    metadata: { name: "other", annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
  }),
]);

test("the second volume of one id", saysAtLast, [disk, volume("again", onEbs("vol-1"))], "ebs-volume-id-unique again");
test("an attachment past a volume", saysAtLast, [disk, awsAttachment("mount", "vol-1")], "ebs-volume-id-unique mount");
test(
  "the second claim of one volume",
  saysAtLast,
  [disk, named, claim("more", { storageClassName: "", volumeName: "disk" })],
  "ebs-volume-id-unique more",
);
test("what has to do with none of it says nothing of the others", (t) => {
  const shared = saidAtEach([data, web, api, claim("more"), cronJob("pi", [uses("more")], "Forbid")]);
  t.deepEqual(shared, [[], [], [`${SHARED} api`], [], []]);
});
test("a claim of a class that nobody describes waits for the end", saysAtLast, [own("fast"), web, api]);
test("a resource that is registered again is judged as it is now", (t) => {
  const { resources } = stack(data, twice, web);
  t.deepEqual(saidAtEach(resources.slice(1)), [[], ["ebs-workload-single-pod web"], []]);
  t.deepEqual(saidAtEach([data, web, twice]), [[], [], ["ebs-workload-single-pod web"]]);
});
test("what is certain is refused in a first preview too", (t) => {
  for (const [rule, ...resources] of [
    [SHARED, data, web, api],
    ["ebs-workload-single-pod", data, twice],
    ["ebs-deployment-recreate", data, rolling],
    ["ebs-access-mode", many({})],
    ["ebs-access-mode", many({ storageClassName: "fast" })],
    ["claim-declared-in-stack", web],
  ] as const) {
    const unknownCluster = stack(...resources).resources.map((it) => ({ ...it, providerKnown: false }));
    t.deepEqual(
      verdict({ resources: unknownCluster }).map((line) => line.split(" ")[0]),
      [rule],
    );
  }
});
test("what is not certain is only told", (t) => {
  const modes = claim("data", { accessModes: [UNKNOWN] });
  const resources = stack(modes).resources.map((it) => ({ ...it, providerKnown: false }));
  t.deepEqual(
    verdict({ resources }).map((line) => line.split(" ")[0]),
    ["later"],
  );
});
