/** Airflow's own code with the settings that the platform gives it on EKS: logs and DAGs in S3, with the IAM policy for them, and DAGs from git. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as pulumi from "@pulumi/pulumi";
import test from "ava";
import { execa } from "execa";

import { dagStatements, logStatements } from "../../components/aws/data-access.js";
import { policyDocument } from "../../components/aws/iam-document.js";
import { AIRFLOW_SETTINGS } from "../../components/kubernetes/airflow-environment.js";
import { scratchMounts, scratchVolumes } from "../../components/kubernetes/airflow-scratch.js";
import {
  type AirflowLogs,
  type DagSource,
  dagVariables,
  logVariables,
} from "../../components/kubernetes/airflow-storage.js";
import { type ClusterHandle, findCluster } from "../../local/cluster/index.js";
import { imageReferences } from "../../local/images.js";
import { ACCOUNTS } from "../../vocabulary.js";
import { eventually, testKubectl } from "../runner/kubectl.js";
import { TEST_PLATFORM } from "../runner/platform.js";
import { PodIdentity } from "../runner/pod-identity.js";
import { S3Gateway } from "../runner/s3-gateway.js";

const REGION = "eu-central-1";
const PLACE = { partition: "aws", region: REGION, accountId: "111122223333" };
const NAMESPACE = "airflow";
const BUCKET = "platform";
const DAGS = { bucket: BUCKET, prefix: "team/dags" };
const GIT_PORT = 7080;

const POD = { name: "airflow-storage", labels: { "spark-platform/test": "airflow-storage" } } as const;

const directory = mkdtempSync(join(tmpdir(), "spark-platform-airflow-"));

function runningCluster(): ClusterHandle {
  const cluster = findCluster(TEST_PLATFORM);
  if (!cluster) throw new Error("the tests' platform is down");
  return cluster;
}

async function variables(logs: AirflowLogs, dags: DagSource): Promise<Record<string, string>> {
  const given = { ...AIRFLOW_SETTINGS, ...logVariables(logs), ...dagVariables(dags) };
  return new Promise((resolve) => pulumi.output(given).apply(resolve));
}

function container(name: string, env: Readonly<Record<string, string>>) {
  return {
    name,
    image: imageReferences().airflow,
    command: ["python3", "-c", readFileSync("test/runner/airflow-storage.py", "utf8")],
    env: Object.entries(env).map(([variable, value]) => ({ name: variable, value })),
    resources: { requests: { cpu: "100m", memory: "512Mi" }, limits: { cpu: "1", memory: "512Mi" } },
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ["ALL"] },
      readOnlyRootFilesystem: true,
    },
    volumeMounts: scratchMounts.map((mount) => ({ ...mount, subPath: name })),
  };
}

/** Runs the containers side by side as Airflow's account and answers with what each printed about itself. */
async function run(containers: readonly { readonly name: string }[]): Promise<string[][]> {
  const kubectl = await testKubectl();
  const spec = {
    serviceAccountName: ACCOUNTS.airflow,
    automountServiceAccountToken: false,
    restartPolicy: "Never",
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 50000,
      runAsGroup: 0,
      seccompProfile: { type: "RuntimeDefault" },
    },
    containers,
    volumes: scratchVolumes,
  };
  const pod = { apiVersion: "v1", kind: "Pod", metadata: { ...POD, namespace: NAMESPACE }, spec };
  await kubectl.text(["create", "-f", "-"], JSON.stringify(pod));
  try {
    const phase = await eventually("the end of the pod", 180, async () => {
      const { status } = await kubectl.json<{ status: { phase: string } }>(["get", "pod", POD.name, "-n", NAMESPACE]);
      return ["Succeeded", "Failed"].includes(status.phase) ? status.phase : undefined;
    });
    const logs = await Promise.all(
      containers.map(async ({ name }) => kubectl.text(["logs", POD.name, "-n", NAMESPACE, "-c", name])),
    );
    if (phase === "Failed") throw new Error(logs.join("\n"));
    return logs.map((log) => log.split("\n").filter((line) => /^(bundle|log): /.test(line)));
  } finally {
    await kubectl.text(["delete", "pod", POD.name, "-n", NAMESPACE, "--ignore-not-found"]);
  }
}

/** A repository with one DAG on its branch `main`, as any web server can offer it, and the URL of it. */
async function serveRepository(address: string): Promise<{ url: string; stop: () => void }> {
  const checkout = join(directory, "checkout");
  const git = async (...args: string[]) => execa("git", ["-C", checkout, ...args]);
  mkdirSync(join(checkout, "dags"), { recursive: true });
  writeFileSync(join(checkout, "dags", "from_git.py"), "");
  await git("init", "--quiet", "--initial-branch=main");
  await git("add", "--all");
  await git("-c", "user.name=test", "-c", "user.email=test@example.org", "commit", "--quiet", "--message=DAGs");
  await git("update-server-info");
  const root = join(directory, "repository.git");
  cpSync(join(checkout, ".git"), root, { recursive: true });
  const server = createServer(({ url = "" }, response) => {
    try {
      response.end(readFileSync(join(directory, new URL(url, "http://git").pathname)));
    } catch {
      response.writeHead(404).end();
    }
  }).listen(GIT_PORT, address);
  return { url: `http://${address}:${GIT_PORT}/repository.git`, stop: () => server.close() };
}

test.after.always(() => {
  rmSync(directory, { recursive: true, force: true });
});

test("Airflow finds its DAGs in a bucket and in a git repository, and keeps its logs in a bucket, with the rights for that", async (t) => {
  const cluster = runningCluster();
  const gateway = await S3Gateway.start(cluster.gatewayAddress, { directory, region: REGION, buckets: [BUCKET] });
  t.teardown(() => {
    gateway.stop();
  });
  mkdirSync(join(gateway.bucket(BUCKET), DAGS.prefix, "orders"), { recursive: true });
  for (const file of ["hello.py", "orders/daily.py"])
    writeFileSync(join(gateway.bucket(BUCKET), DAGS.prefix, file), "");
  const policy = policyDocument([...logStatements(BUCKET, PLACE), ...dagStatements(DAGS, PLACE)]);
  const key = await gateway.addUser(ACCOUNTS.airflow, policy);
  const identity = await PodIdentity.start(cluster, await testKubectl(), {
    associations: { [`${NAMESPACE}:${ACCOUNTS.airflow}`]: key },
    region: REGION,
    pods: POD.labels,
    directory,
  });
  t.teardown(() => identity.stop());
  const repository = await serveRepository(cluster.gatewayAddress);
  t.teardown(repository.stop);

  const logs = { kind: "s3", bucket: BUCKET, prefix: "airflow", region: REGION } as const;
  const printed = await run([
    container("s3", {
      ...(await variables(logs, { kind: "s3", ...DAGS, region: REGION })),
      AWS_ENDPOINT_URL: gateway.endpoint,
    }),
    container(
      "git",
      await variables({ kind: "pod" }, { kind: "git", repository: repository.url, ref: "main", path: "dags" }),
    ),
  ]);

  const log = "airflow/dag_id=hello/run_id=first/task_id=greet/attempt=1.log";
  t.deepEqual(printed, [
    [
      "bundle: S3DagBundle hello.py orders/daily.py",
      String.raw`log: (['s3://platform/${log}'], ['first line\nsecond line\n'])`,
    ],
    ["bundle: GitDagBundle from_git.py"],
  ]);
  t.true(gateway.objects(BUCKET).includes(log));
  t.deepEqual(
    gateway.requests().filter(({ status }) => status === 403),
    [],
    "the policy lacks a right",
  );
});
