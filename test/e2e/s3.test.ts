/** A Spark job with `data`: the conf, the accounts and the IAM policy that the platform gives it on EKS, with real pods against an S3 that enforces that policy. */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import test from "ava";
import { execa } from "execa";

import { dataStatements } from "../../components/aws/data-access.js";
import { policyDocument } from "../../components/aws/iam-document.js";
import { jobAccounts } from "../../components/spark/accounts.js";
import { driverPod } from "../../components/spark/driver-pod.js";
import type { SparkJob } from "../../components/spark/job.js";
import { driverRules } from "../../components/spark/rbac.js";
import { findCluster } from "../../local/cluster/index.js";
import { imageReferences } from "../../local/images.js";
import type { Kubectl } from "../../local/kubectl.js";
import { REPOSITORY } from "../../local/paths.js";
import { DRIVER_CONTAINER, LABELS } from "../../vocabulary.js";
import { eventually, testKubectl } from "../runner/kubectl.js";
import { TEST_PLATFORM } from "../runner/platform.js";
import { PodIdentity } from "../runner/pod-identity.js";
import { type AccessKey, S3Gateway, type S3Request } from "../runner/s3-gateway.js";
import { SPARK_NAMESPACE } from "../runner/spark-pods.js";
import { ensureVenv } from "../runner/venv.js";

const REGION = "eu-central-1";
const BUCKET = "lake";
const PLACE = { partition: "aws", region: REGION, accountId: "111122223333" };
const MONTHS = ["2001-01-01", "2001-02-01"];

function jobAgainst(endpoint: string): SparkJob {
  return {
    name: "flights-by-month",
    team: "analytics",
    application: "/opt/jobs/flights_by_month.py",
    arguments: [`s3a://${BUCKET}/raw/flights`, `s3a://${BUCKET}/tables/flights`],
    image: imageReferences().spark,
    mode: { kind: "client", executor: { instances: 2, cores: 1, memory: "512m", cpuRequest: "200m" } },
    driver: { cores: 1, memory: "1g", cpuRequest: "200m" },
    // What tells this S3 from AWS'.
    conf: { "spark.hadoop.fs.s3a.endpoint": endpoint, "spark.hadoop.fs.s3a.path.style.access": "true" },
    overrides: {},
    environment: { DATA_INTERVAL_START: "2001-01-01", DATA_INTERVAL_END: "2001-03-01" },
    secrets: {},
    warehouse: false,
    data: {
      read: [{ bucket: BUCKET, prefix: "raw" }],
      write: [{ bucket: BUCKET, prefix: "tables" }],
      glue: [],
    },
    timeZone: "UTC",
    deadlines: { startSeconds: 60, runSeconds: 600 },
    retries: 0,
  };
}

/** The two accounts of a job with data, and what the driver's may do in its namespace. */
function accounts({ driver, executor }: { driver: string; executor: string }): object {
  const metadata = (name: string) => ({ name, namespace: SPARK_NAMESPACE });
  const role = { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: driver };
  return {
    apiVersion: "v1",
    kind: "List",
    items: [
      ...[driver, executor].map((name) => ({ apiVersion: "v1", kind: "ServiceAccount", metadata: metadata(name) })),
      { apiVersion: `${role.apiGroup}/v1`, kind: "Role", metadata: metadata(driver), rules: driverRules },
      {
        apiVersion: `${role.apiGroup}/v1`,
        kind: "RoleBinding",
        metadata: metadata(driver),
        roleRef: role,
        subjects: [{ kind: "ServiceAccount", ...metadata(driver) }],
      },
    ],
  };
}

/** Runs the driver to its end and answers with its log. */
async function run(kubectl: Kubectl, job: SparkJob): Promise<string> {
  const team = { namespace: SPARK_NAMESPACE, s3: { region: REGION, credentials: "podIdentity" as const } };
  const { metadata, spec } = driverPod(job, team);
  const pod = { apiVersion: "v1", kind: "Pod", metadata: { ...metadata, name: job.name }, spec };
  await kubectl.text(["create", "-f", "-"], JSON.stringify(pod));
  const phase = await eventually("the end of the driver", 300, async () => {
    const { status } = await kubectl.json<{ status: { phase: string } }>(["get", "pod", job.name, ...NAMESPACE]);
    return ["Succeeded", "Failed"].includes(status.phase) ? status.phase : undefined;
  });
  const log = await kubectl.text(["logs", job.name, ...NAMESPACE, "-c", DRIVER_CONTAINER]);
  if (phase === "Failed") throw new Error(log);
  return log;
}

const NAMESPACE = ["-n", SPARK_NAMESPACE];

/** Flights of the months, computed without Spark. */
async function expectedCounts(): Promise<string[]> {
  const python = await ensureVenv("test/python/requirements.txt");
  const computation = ["test/python/jobs/expected_flights.py", "2001-01", "2001-03"];
  const { stdout } = await execa(python, computation, { cwd: REPOSITORY });
  const rows = stdout.split("\n").slice(1);
  return MONTHS.map((month) => {
    const flights = rows
      .filter((row) => row.startsWith(month))
      .map((row) => Number(/,(\d+),[\d.]+,[-\d.]+,-?\d+,-?\d+$/.exec(row)?.[1]));
    return `${month}: ${flights.reduce((sum, count) => sum + count, 0)} flights`;
  });
}

async function isForbidden(endpoint: string, { id, secret }: AccessKey, key: string): Promise<boolean> {
  const client = new S3Client({
    endpoint,
    region: REGION,
    forcePathStyle: true,
    credentials: { accessKeyId: id, secretAccessKey: secret },
  });
  const answer = await client.send(new GetObjectCommand({ Bucket: BUCKET, Key: key })).catch((error: unknown) => error);
  client.destroy();
  return answer instanceof Error && answer.name === "AccessDenied";
}

/** How often each operation was asked for, of those that write data or would copy it. */
function writes(requests: readonly S3Request[], { id }: AccessKey): Record<string, number> {
  const told = ["CreateMultipartUpload", "UploadPart", "CompleteMultipartUpload", "CopyObject", "UploadPartCopy"];
  const data = requests.filter(
    ({ keyId, key }) => keyId === id && key.endsWith(".parquet") && !key.includes("/__magic"),
  );
  return Object.fromEntries(
    told
      .map((operation) => [operation, data.filter((request) => request.operation === operation).length] as const)
      .filter(([, count]) => count > 0),
  );
}

const directory = mkdtempSync(join(tmpdir(), "spark-platform-s3-"));
let gateway: S3Gateway | undefined;
let identity: PodIdentity | undefined;

test.after.always(async () => {
  await identity?.stop();
  gateway?.stop();
  rmSync(directory, { recursive: true, force: true });
});

test("a job with data reads and writes S3 as accounts of its own with the rights of its settings, and copies nothing to commit", async (t) => {
  const kubectl = await testKubectl();
  const cluster = findCluster(TEST_PLATFORM);
  if (!cluster) throw new Error("the tests' platform is down");
  gateway = await S3Gateway.start(cluster.gatewayAddress, { directory, region: REGION, buckets: [BUCKET] });
  const raw = join(gateway.bucket(BUCKET), "raw", "flights");
  mkdirSync(raw, { recursive: true });
  copyFileSync(join(REPOSITORY, "node_modules/vega-datasets/data/flights-3m.parquet"), join(raw, "flights.parquet"));

  const job = jobAgainst(gateway.endpoint);
  const { driver, executor } = jobAccounts(job);
  const policy = policyDocument(dataStatements(job.data ?? { read: [], write: [], glue: [] }, PLACE));
  const driverKey = await gateway.addUser(driver, policy);
  const executorKey = await gateway.addUser(executor, policy);
  identity = await PodIdentity.start(cluster, kubectl, {
    associations: { [`${SPARK_NAMESPACE}:${driver}`]: driverKey, [`${SPARK_NAMESPACE}:${executor}`]: executorKey },
    region: REGION,
    pods: { [LABELS.sparkJob]: job.name },
    directory,
  });
  const objects = JSON.stringify(accounts({ driver, executor }));
  await kubectl.text(["apply", "-f", "-"], objects);
  t.teardown(async () => {
    await kubectl.text(["delete", "pod", job.name, ...NAMESPACE, "--ignore-not-found"]);
    await kubectl.text(["delete", "--ignore-not-found", "-f", "-"], objects);
  });

  const log = await run(kubectl, job);

  const told = log.split("\n").filter((line) => /^flights_by_month: .* flights$/.test(line));
  t.deepEqual(
    told.map((line) => line.replace("flights_by_month: ", "")),
    await expectedCounts(),
  );
  t.deepEqual([...new Set(identity.served)].sort(), [`${SPARK_NAMESPACE}:${driver}`, `${SPARK_NAMESPACE}:${executor}`]);

  const files = gateway.objects(BUCKET).filter((key) => !key.startsWith("raw/"));
  const parts = files.filter((key) => /^tables\/flights\/month=2001-0[12]-01\/part-[^/]+\.parquet$/.test(key));
  t.deepEqual(
    files.filter((key) => !parts.includes(key)),
    MONTHS.map((month) => `tables/flights/month=${month}/_SUCCESS`),
    "something is left of the commits",
  );
  t.deepEqual(gateway.openUploads(BUCKET), []);

  const requests = gateway.requests();
  t.deepEqual(writes(requests, executorKey), { CreateMultipartUpload: parts.length, UploadPart: parts.length });
  t.deepEqual(writes(requests, driverKey), { CompleteMultipartUpload: parts.length });
  // It also asks which uploads others have left in the whole bucket, only to warn of them, and goes on without an answer.
  const denied = requests.filter(({ status, operation }) => status === 403 && operation !== "ListMultipartUploads");
  t.deepEqual(denied, [], "the policy lacks a right");
  t.true(await isForbidden(gateway.endpoint, executorKey, "elsewhere/flights.parquet"));
});
