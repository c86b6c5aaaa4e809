/** Rows 36, 38, 39, 41, 42, 49, 55 to 63, 66 to 68, 70, 104 and 105 of the specification, and how many pods other workloads have. */
import test from "ava";
import { stringify } from "yaml";

import type { Value } from "../../../../policies/model/values.js";
import { configMap } from "../../objects.js";
import {
  EFS,
  FIRST,
  type Fields,
  OF_CRON_JOB,
  UNKNOWN,
  claim,
  claimTemplate,
  cronJob,
  daemonSet,
  data,
  deployment,
  job,
  object,
  ownClaim,
  pod,
  podWith,
  scaledJob,
  stack,
  statefulSet,
  storageClass,
  uses,
  web,
} from "../../volumes-objects.js";
import { accepts, refuses, verdict } from "../../verdict.js";

const RULE = "ebs-workload-single-pod";
const line = (name: string, count: string, place = FIRST) =>
  `${RULE} ${name}: ${place} is claim team/data on EBS, and there can be ${count}`;
const unbounded = (reason = "") => `any number of pods at once${reason}`;
const notKnown = (name: string, place = FIRST) =>
  `${RULE} ${name}: ${place} is claim team/data on EBS, and how many pods there are at once is not known yet`;

const using: readonly Value[] = [uses("data")];
const withReplicas = (replicas: Value) => stack(data, deployment("web", using, { replicas }));
const single = withReplicas(1);

test("two replicas", refuses, withReplicas(2), [line("web", "2 pods at once")], single);
test("no replicas", accepts, withReplicas(0));
test("replicas that are not known yet", refuses, withReplicas(UNKNOWN), [notKnown("web")], single);
test("in a first preview replicas that are not known yet are only told", (t) => {
  const resources = withReplicas(UNKNOWN).resources.map((it) => ({ ...it, providerKnown: false }));
  t.deepEqual(verdict({ resources }), [notKnown("web").replace(RULE, "later")]);
});
test("two replicas on EFS", accepts, {
  ...stack(
    storageClass("efs-sc", EFS),
    claim("data", { storageClassName: "efs-sc" }),
    deployment("web", using, { replicas: 2, strategy: undefined }),
  ),
});
test("five replicas, each with a claim of its own", accepts, {
  ...stack(deployment("web", [ownClaim()], { replicas: 5, strategy: undefined })),
});
test(
  "two replicas on a claim of a class that nobody describes",
  refuses,
  stack(claim("data", { storageClassName: "fast" }), deployment("web", using, { replicas: 2 })),
  [line("web", "2 pods at once")],
  {
    ...stack(claim("data", { storageClassName: "fast" }), deployment("web", using, { replicas: 2 })),
    parameters: { nonEbsStorageClasses: ["fast"] },
  },
);
test(
  "two replicas on a claim whose class is not known",
  refuses,
  stack(claim("data", { storageClassName: UNKNOWN }), deployment("web", using, { replicas: 2 })),
  [`${RULE} web: ${FIRST} may be claim team/data on EBS, and there can be 2 pods at once`],
  stack(claim("data", { storageClassName: UNKNOWN }), web),
);

test("a StatefulSet with a claim for each pod", accepts, {
  ...stack(statefulSet("db", [], { replicas: 3, volumeClaimTemplates: [claimTemplate()] })),
});
test(
  "a StatefulSet's own claim takes the place of a volume of the same name, and of no other",
  refuses,
  stack(claim("data"), statefulSet("db", using, { replicas: 3, volumeClaimTemplates: [claimTemplate({}, "logs")] })),
  [line("db", "3 pods at once")],
  stack(claim("data"), statefulSet("db", using, { replicas: 3, volumeClaimTemplates: [claimTemplate()] })),
);
test(
  "a DaemonSet",
  refuses,
  stack(data, daemonSet("agent", using)),
  [line("agent", unbounded(": one on each node"))],
  stack(data, daemonSet("agent", [ownClaim()])),
);
test("a pod of its own", accepts, stack(data, pod("one", using)));
const load = (spec: Fields) => stack(data, job("load", using, spec));
test(
  "a Job that runs two pods at a time",
  refuses,
  load({ parallelism: 2 }),
  [line("load", "2 pods at once")],
  load({}),
);
test("a Job with five completions one after the other", accepts, load({ completions: 5, parallelism: 1 }));

const scheduled = (policy: string | undefined, parallelism?: number) =>
  stack(data, cronJob("pi", using, policy, parallelism === undefined ? {} : { parallelism }));
const OVERLAP = line("pi", unbounded(": a run that is late overlaps the next one"), OF_CRON_JOB);
for (const policy of [undefined, "Allow"]) {
  test(`a CronJob with the concurrency policy ${policy ?? "left out"}`, (t) => {
    t.true(verdict(scheduled(policy)).includes(OVERLAP));
  });
}
test(
  "a CronJob that runs two pods at a time",
  refuses,
  scheduled("Forbid", 2),
  [line("pi", "2 pods at once", OF_CRON_JOB)],
  scheduled("Forbid"),
);
test("a CronJob whose policy is not known yet", (t) => {
  const unknownPolicy = cronJob("pi", using, "Forbid");
  const inputs = unknownPolicy.inputs as { readonly spec: Readonly<Record<string, Value>> };
  const program = stack(data, {
    ...unknownPolicy,
    inputs: { ...inputs, spec: { ...inputs.spec, concurrencyPolicy: UNKNOWN } },
  });
  t.true(verdict(program).includes(notKnown("pi", OF_CRON_JOB)));
});
test("a patch of a CronJob need not say that runs do not overlap", accepts, {
  ...stack(data, {
    ...cronJob("pi", using, undefined),
    object: { group: "batch", kind: "CronJob", patch: true },
  }),
});
test(
  "a KEDA ScaledJob",
  refuses,
  stack(data, scaledJob("queue", using)),
  [line("queue", unbounded(": one Job for each event"), 'spec.jobTargetRef.template.spec.volumes[0] "data"')],
  stack(scaledJob("queue", [ownClaim()])),
);

const notebook = (volumes: Value, place = "pods") =>
  stack(data, object("example/v1", "Notebook", "notes", { spec: { [place]: [{ name: "a", spec: { volumes } }] } }));
test(
  "pods of a controller that nobody knows",
  refuses,
  notebook(using),
  [line("notes", unbounded(), 'spec.pods.0.spec.volumes[0] "data"')],
  notebook([{ name: "data", emptyDir: {} }]),
);
test("a kind of the same name in another group is a controller that nobody knows", (t) => {
  const volcano = object("batch.volcano.sh/v1alpha1", "Job", "it", {
    spec: { tasks: [{ template: { spec: podWith(using) } }] },
  });
  t.deepEqual(verdict(stack(data, volcano)), [line("it", unbounded(), 'spec.tasks.0.template.spec.volumes[0] "data"')]);
});
test("volumes of another form are no volumes of pods", accepts, notebook([{ size: "10Gi" }, "data", 3]));
test("volumes of a controller that nobody knows may be claims if they are not known yet", (t) => {
  t.deepEqual(verdict(notebook(UNKNOWN)), [
    "claim-declared-in-stack notes: the claim of spec.pods.0.spec.volumes[0] is not known yet",
  ]);
});
test("a template of pods that nobody starts may be started by anybody", (t) => {
  const template = object("v1", "PodTemplate", "it", { template: { spec: podWith(using) } });
  t.deepEqual(verdict(stack(data, template)), [line("it", unbounded(), 'template.spec.volumes[0] "data"')]);
});

const file = (pod: unknown) => stack(data, configMap({ "pod.yaml": stringify(pod) }));
const IN_FILE = 'data["pod.yaml"] spec.volumes[0] "data"';
const STARTED = unbounded(": whoever reads this file starts one for each task or executor");
const executor = (volume: Value): Value => ({ kind: "Pod", spec: { containers: [{ name: "e" }], volumes: [volume] } });
test(
  "a template of Spark's executors",
  refuses,
  file(executor(uses("data"))),
  [line("settings", STARTED, IN_FILE)],
  file(executor({ name: "data", emptyDir: {} })),
);
const task = (volumes: readonly Value[]): Value => ({
  kind: "Pod",
  metadata: { namespace: "team" },
  spec: podWith(volumes),
});
test("a pod in a file", refuses, file(task(using)), [line("settings", STARTED, IN_FILE)], file(task([])));
test("a pod in a file has its own namespace, and that of the file if it names none", (t) => {
  const lab = claim("data", {}, { namespace: "lab" });
  const started = (namespace?: string) => {
    const pod = { kind: "Pod", metadata: namespace === undefined ? {} : { namespace }, spec: podWith(using) };
    const parameters = { externalNamespaces: ["lab"], externalClaims: ["team/data", "lab/data"] };
    const program = { ...stack(lab, configMap({ "pod.yaml": stringify(pod) })), parameters };
    return verdict(program).filter((it) => it.startsWith(RULE));
  };
  const inNamespace = (namespace: string) =>
    line("settings", STARTED, IN_FILE).replace("team/data", `${namespace}/data`);
  t.deepEqual(started("lab"), [inNamespace("lab")]);
  t.deepEqual(started("team"), [inNamespace("team")]);
  t.deepEqual(started(), [inNamespace("team")]);
});
