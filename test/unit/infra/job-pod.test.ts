/** A job explained from settings is the job that the program makes. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import test from "ava";

import { OWN_NODES } from "../../../components/placement.js";
import { jobPod, roomIn } from "../../../infra/job-pod.js";
import { parseSettings } from "../../../infra/settings.js";
import { readSettings } from "../../../local/settings-file.js";
import { REPOSITORY } from "../../../local/paths.js";
import { smallest } from "./example-settings.js";
import { runProgram } from "./program.js";

const directory = mkdtempSync(join(tmpdir(), "job-pod-"));
const kubeconfig = join(directory, "config");
writeFileSync(
  kubeconfig,
  JSON.stringify({
    clusters: [{ name: "kind", cluster: { server: "https://kind" } }],
    contexts: [{ name: "kind", context: { cluster: "kind", user: "me" } }],
    users: [{ name: "me", user: { token: "token of me" } }],
  }),
);
test.after.always(() => rmSync(directory, { recursive: true }));

interface CronJob {
  readonly spec: { readonly jobTemplate: { readonly spec: { readonly template: unknown } } };
}

test.serial("on a cluster that is there", async (t) => {
  const settings = parseSettings({ ...smallest(), cluster: { kind: "existing", kubeconfig, context: "kind" } });
  const { resources } = await runProgram(settings);
  const made = resources.find(({ type }) => type === "batch/v1:CronJob")?.inputs as unknown as CronJob;
  t.deepEqual(jobPod("orders", settings)?.template, made.spec.jobTemplate.spec.template);
});

test("on EKS: nodes of their own, and S3 as the cluster gives access to it", (t) => {
  const settings = parseSettings(readSettings(join(REPOSITORY, "stacks/Pulumi.prod.yaml")));
  const { spec } = jobPod("flights-by-month", settings)?.template ?? {};
  t.deepEqual(spec?.tolerations, [...OWN_NODES.drivers.tolerations]);
  t.true(spec?.containers[0]?.args?.some((word) => /^spark\.hadoop\.fs\.s3a\.endpoint\.region=/.test(word)));
});

test("there is no pod of a job that is not in the settings", (t) => {
  t.is(jobPod("ordres", parseSettings(smallest())), undefined);
});

test("a quota says how much room one pod has; without one there is no bound", (t) => {
  t.deepEqual(roomIn({ cpu: "1500m", memory: "9Gi" }), { milliCpu: 1500, memoryMiB: 9216 });
  t.deepEqual(roomIn({ cpu: "", memory: "" }), { milliCpu: Infinity, memoryMiB: Infinity });
});
