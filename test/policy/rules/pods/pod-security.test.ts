import test from "ava";

import type { Value } from "../../../../policies/model/values.js";
import { CONTAINER, CRON_JOB_POD, POD_SPEC, UNKNOWN, change, cronJob, team } from "../../objects.js";
import { podFile, podPatch } from "../../pods-objects.js";
import { type Program, refuses, verdict } from "../../verdict.js";

const RULE = "k8s-pod-security";
const BASE = `${CRON_JOB_POD}.containers[0] "base"`;
const correct: Program = { resources: [team(), cronJob()] };

/** A program with one value of the pod changed. */
const pod = (path: string, value: Value | undefined): Program => ({
  resources: [team(), cronJob(`${CRON_JOB_POD}.${path}`, value)],
});
/** A program with one value of its first container changed. */
const container = (path: string, value: Value | undefined): Program => pod(`containers.0.${path}`, value);
const line = (rest: string): string[] => [`${RULE} pi: ${rest}`];

for (const field of ["hostNetwork", "hostPID", "hostIPC"]) {
  const place = `${CRON_JOB_POD}.${field}`;
  test(`${field} is refused`, refuses, pod(field, true), line(`${place} is true: remove it`), pod(field, false));
  test(`${field} unknown breaks the rule`, refuses, pod(field, UNKNOWN), line(`${place} is not known yet`), correct);
}

const hostPath = { name: "data", hostPath: { path: "/data" } };
test(
  "a volume on the node is refused",
  refuses,
  pod("volumes", [{ name: "tmp", emptyDir: {} }, hostPath]),
  line(`${CRON_JOB_POD}.volumes[1] "data" is a hostPath: use emptyDir, or a claim for what must stay`),
  pod("volumes", [
    { name: "tmp", emptyDir: {} },
    { name: "data", configMap: { name: "data" } },
  ]),
);
test(
  "a volume on the node whose path or name is missing or unknown is refused",
  refuses,
  pod("volumes", [{ hostPath: UNKNOWN }]),
  line(`${CRON_JOB_POD}.volumes[0] is a hostPath: use emptyDir, or a claim for what must stay`),
  correct,
);

/** What every container says itself. */
const CONTEXT = { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } };
const SECCOMP = "securityContext.seccompProfile.type";
for (const [field, wrong, right, write] of [
  ["securityContext.runAsNonRoot", false, true, "write true"],
  ["securityContext.runAsUser", 0, 1, "write the number of another user"],
  [SECCOMP, "Unconfined", "Localhost", 'write "RuntimeDefault"'],
] as const) {
  const written = JSON.stringify(wrong);
  const ofPod = `${CRON_JOB_POD}.${field}`;
  const ofContainer = `${BASE}: ${field}`;
  test(
    `${field} ${written} of a pod is refused`,
    refuses,
    pod(field, wrong),
    line(`${ofPod} is ${written}: ${write}`),
    pod(field, right),
  );
  test(
    `${field} ${written} of a container is refused`,
    refuses,
    container(field, wrong),
    line(`${ofContainer} is ${written}: ${write}`),
    container(field, right),
  );
  test(`${field} unknown breaks the rule`, refuses, pod(field, UNKNOWN), line(`${ofPod} is not known yet`), correct);
  test(
    `${field} unknown in a container breaks the rule`,
    refuses,
    container(field, UNKNOWN),
    line(`${ofContainer} is not known yet`),
    correct,
  );
}

/** A pod of two containers that says nothing itself. */
const withoutContext = (first: Record<string, Value>, second: Record<string, Value>): Program => {
  const context = (own: Record<string, Value>): Value => change(CONTAINER, "securityContext", { ...CONTEXT, ...own });
  const containers: Value = [context(first), change(context(second), "name", "other")];
  const spec = change(change(POD_SPEC, "securityContext", undefined), "containers", containers);
  return { resources: [team(), cronJob(CRON_JOB_POD, spec)] };
};
const own = { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } };
test(
  "a pod needs what one of its containers leaves to it",
  refuses,
  withoutContext(own, {}),
  [
    `${RULE} pi: ${CRON_JOB_POD}.securityContext.runAsNonRoot is missing: write true`,
    `${RULE} pi: ${CRON_JOB_POD}.${SECCOMP} is missing: write "RuntimeDefault"`,
  ],
  withoutContext(own, own),
);
test(
  "a pod's unknown context breaks the rule once",
  refuses,
  pod("securityContext", UNKNOWN),
  line(`${CRON_JOB_POD}.securityContext is not known yet`),
  correct,
);

for (const [field, wrong, right, write] of [
  ["allowPrivilegeEscalation", true, false, "write false"],
  ["privileged", true, false, "remove it"],
  ["capabilities.drop", ["NET_RAW"], ["NET_RAW", "ALL"], 'write ["ALL"]'],
  ["capabilities.add", ["NET_BIND_SERVICE", "SYS_ADMIN"], ["NET_BIND_SERVICE"], 'only "NET_BIND_SERVICE" may be added'],
] as const) {
  const path = `securityContext.${field}`;
  const written = JSON.stringify(wrong);
  test(
    `${field} ${written} is refused`,
    refuses,
    container(path, wrong),
    line(`${BASE}: ${path} is ${written}: ${write}`),
    container(path, right),
  );
  test(
    `${field} unknown breaks the rule`,
    refuses,
    container(path, UNKNOWN),
    line(`${BASE}: ${path} is not known yet`),
    correct,
  );
}
test("an unknown capability breaks the rule unless what must be dropped is", (t) => {
  const drop = (...names: Value[]) => verdict(container("securityContext.capabilities.drop", names));
  t.deepEqual(drop(UNKNOWN), line(`${BASE}: securityContext.capabilities.drop is not known yet`));
  t.deepEqual(drop("ALL", UNKNOWN), []);
});
test(
  "unknown capabilities break the rule once",
  refuses,
  container("securityContext.capabilities", UNKNOWN),
  line(`${BASE}: securityContext.capabilities is not known yet`),
  correct,
);
test(
  "a container without a context lacks what only it can say",
  refuses,
  container("securityContext", undefined),
  [
    `${RULE} pi: ${BASE}: securityContext.allowPrivilegeEscalation is missing: write false`,
    `${RULE} pi: ${BASE}: securityContext.capabilities.drop is missing: write ["ALL"]`,
  ],
  correct,
);
test(
  "a container's unknown context breaks the rule once",
  refuses,
  container("securityContext", UNKNOWN),
  line(`${BASE}: securityContext is not known yet`),
  correct,
);

const port = (hostPort: Value): Program => container("ports", [{ containerPort: 80 }, { containerPort: 81, hostPort }]);
test("a port of the node is refused", refuses, port(81), line(`${BASE}: ports[1].hostPort is 81: remove it`), port(0));

for (const list of ["initContainers", "ephemeralContainers"]) {
  const other = (privileged: boolean): Program => {
    const one = change(change(CONTAINER, "name", "other"), "securityContext.privileged", privileged);
    return pod(list, [list === "ephemeralContainers" ? change(one, "resources", undefined) : one]);
  };
  const place = `${CRON_JOB_POD}.${list}[0] "other": securityContext.privileged`;
  test(`${list} are judged too`, refuses, other(true), line(`${place} is true: remove it`), other(false));
}

test("a pod or container that is not known yet breaks the rule once", (t) => {
  const ofRule = (path: string) =>
    verdict({ resources: [team(), cronJob(path, UNKNOWN)] }).filter((it) => it.startsWith(RULE));
  t.deepEqual(ofRule(CRON_JOB_POD), line(`${CRON_JOB_POD} is not known yet`));
  t.deepEqual(ofRule(`${CRON_JOB_POD}.containers`), line(`${CRON_JOB_POD}.containers[0] is not known yet`));
  t.deepEqual(ofRule(`${CRON_JOB_POD}.volumes`), line(`${CRON_JOB_POD}.volumes[0] is not known yet`));
});

test("a patch is judged for what it says", (t) => {
  const patch = (spec: Value) => verdict({ resources: [team(), podPatch(spec)] });
  t.deepEqual(patch({ containers: [{ name: "base", securityContext: { capabilities: {} } }] }), []);
  t.deepEqual(patch({ securityContext: { runAsNonRoot: false } }), [
    `${RULE} it: spec.template.spec.securityContext.runAsNonRoot is false: write true`,
  ]);
});

const template = (spec: Value): Program => ({ resources: [team(), podFile({ kind: "Pod", spec })] });
test(
  "the template of Spark's executors is judged for what it says",
  refuses,
  template({ containers: [{ name: "executor", securityContext: { privileged: true } }] }),
  [`${RULE} settings: data["pod.yaml"] spec.containers[0] "executor": securityContext.privileged is true: remove it`],
  template({ containers: [{ name: "executor" }] }),
);
const complete = (spec: Value): Program => ({
  resources: [team(), podFile({ kind: "Pod", metadata: { namespace: "team" }, spec })],
});
test(
  "a complete pod in a file is judged like any other",
  refuses,
  complete(change(POD_SPEC, "securityContext.runAsNonRoot", undefined)),
  [`${RULE} settings: data["pod.yaml"] spec.securityContext.runAsNonRoot is missing: write true`],
  complete(POD_SPEC),
);
