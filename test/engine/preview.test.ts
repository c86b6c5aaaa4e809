/** The first preview of stack `local`, as somebody would run it before there is a cluster. */
import test from "ava";

import { COMMITTED_SETTINGS, readSettings } from "../../local/settings-file.js";
import { clusterNowhere, TOKEN } from "./kubeconfig.js";
import { Workspace } from "./workspace.js";

const workspace = await Workspace.create();
workspace.writeSettings({ ...readSettings(COMMITTED_SETTINGS), ...clusterNowhere(workspace) });

test.after.always(() => workspace.remove());

/** All that the previews printed, by format. */
const printed: Record<string, string> = {};

async function preview(...format: string[]) {
  const result = await workspace.preview(...format);
  printed[format.join() || "text"] = result.output;
  return result;
}

test.serial("a preview needs no cluster, is judged by the policy pack, and nothing violates it", async (t) => {
  const { exitCode, output } = await preview();
  t.is(exitCode, 0, output);
  t.regex(output, /^Policies:\n +✅ spark-platform@v0\.1\.0 \(local: .*\/policies\)$/m);
  t.notRegex(output, /\[mandatory\]|\[advisory\]|warning|error/i);
  t.regex(output, /^ +\+ 61 to create$/m);
});

test.serial("stack local is exactly these resources", async (t) => {
  const { exitCode, output } = await preview("--json");
  t.is(exitCode, 0, output);
  const { steps } = JSON.parse(output.slice(output.indexOf("{"))) as {
    steps: { op: string; newState: { type: string } }[];
  };
  t.deepEqual([...new Set(steps.map(({ op }) => op))], ["create"]);
  t.deepEqual(inventory(steps.map(({ newState }) => newState.type)), RESOURCES);
});

test.serial("a preview shows no secret, whatever its format", async (t) => {
  const { exitCode, output } = await preview("--diff");
  t.is(exitCode, 0, output);
  t.deepEqual(Object.keys(printed), ["text", "--json", "--diff"]);
  const secrets = { token: TOKEN, passphrase: workspace.passphrase };
  for (const [format, text] of Object.entries(printed)) {
    t.deepEqual(
      Object.entries(secrets).filter(([, secret]) => text.includes(secret)),
      [],
      format,
    );
  }
  // Proof that the kubeconfig went into the plan.
  t.regex(output, /^ +kubeconfig *: \[secret\]$/m);
});

function inventory(types: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const type of types) counts[type] = (counts[type] ?? 0) + 1;
  return counts;
}

const RESOURCES = {
  "pulumi:pulumi:Stack": 1,
  "pulumi:providers:kubernetes": 1,
  "pulumi-nodejs:dynamic/spark-platform:GeneratedSecret": 6,
  "spark-platform:kubernetes:Airflow": 1,
  "spark-platform:kubernetes:Postgres": 1,
  "spark-platform:kubernetes:SparkTeam": 1,
  "spark-platform:kubernetes:WorkloadAccount": 4,
  "spark-platform:kubernetes:WorkloadNamespace": 3,
  "kubernetes:apps/v1:Deployment": 1,
  "kubernetes:apps/v1:StatefulSet": 1,
  "kubernetes:batch/v1:CronJob": 2,
  "kubernetes:batch/v1:Job": 1,
  "kubernetes:core/v1:ConfigMap": 4,
  "kubernetes:core/v1:LimitRange": 3,
  "kubernetes:core/v1:Namespace": 3,
  "kubernetes:core/v1:PersistentVolume": 1,
  "kubernetes:core/v1:PersistentVolumeClaim": 1,
  "kubernetes:core/v1:ResourceQuota": 3,
  "kubernetes:core/v1:Secret": 3,
  "kubernetes:core/v1:Service": 2,
  "kubernetes:core/v1:ServiceAccount": 4,
  "kubernetes:networking.k8s.io/v1:NetworkPolicy": 9,
  "kubernetes:rbac.authorization.k8s.io/v1:Role": 2,
  "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding": 2,
  "kubernetes:storage.k8s.io/v1:StorageClass": 1,
};
