/** Why runs failed that really did. */
import test from "ava";

import { diagnose } from "../../../../../local/doctor/failure/diagnose.js";

import { recorded } from "./recordings.js";

const told = test.macro({
  exec(t, name: string, cause: string, evidence: readonly RegExp[], advice: readonly string[]) {
    const diagnosis = diagnose(recorded(name));
    t.like(diagnosis, { outcome: "failed", job: "pi", cause });
    const seen = diagnosis.evidence.map(({ source, text }) => `${source}: ${text}`);
    t.is(seen.length, evidence.length);
    for (const [index, words] of evidence.entries()) t.regex(seen[index] ?? "", words);
    t.deepEqual(diagnosis.advice, advice);
  },
  title: (title, name: string) => `${String(title)} (recorded: ${name})`,
});

const RESTORE = "`npm run up` (on AWS `npm run pulumi -- --stack <stack> up`)";
const MORE_ROOM =
  "or give more room: cluster.compute.pools.<name>.maxNodes or .instanceTypes on EKS, elsewhere a larger node";
const QUOTA = "raise teams.<name>.quota of the job's team: .cpu, .memory or .pods, whichever the message names";
const PYTHON_SHARE = "Python has the part of the pod beyond the heap, which grows with .memory by a fixed share";
const SCRATCH = "a pod has 10Gi for shuffles and spilled data and 1Gi in /tmp: write results to S3 or the warehouse";
const NODE_DISK = "where the node's own disk is full: cluster.compute.pools.<name>.diskGiB on EKS";

test(
  "a driver whose account has no rights was forbidden something",
  told,
  "forbidden",
  "forbidden",
  [
    /^log of pod failing-forbidden-\S+: .*is forbidden: User "system:serviceaccount:spark-analytics:spark-executor" cannot get resource "pods"/,
  ],
  [
    `if Kubernetes said so: ${RESTORE} gives account spark-executor the platform's rights again; a job gets no others`,
    "if S3 or Glue did: add prefix or database to jobs.pi.data.read, jobs.pi.data.write or jobs.pi.data.glue",
  ],
);
test(
  "an image that is nowhere cannot be pulled",
  told,
  "image-pull",
  "image-pull",
  [
    /^event of pod failing-image-pull-\S+: Failed to pull image "localhost\/spark-platform\/spark:missing": .* connection refused$/,
  ],
  [
    "check name, tag and registry of jobs.pi.image, or of images.spark where the job names none",
    "an image of localhost/ cannot be pulled: `npm run up` builds the platform's own and puts it on the node",
  ],
);
test(
  "a driver larger than every node is unschedulable",
  told,
  "unschedulable",
  "unschedulable",
  [/^event of pod failing-unschedulable-\S+: 0\/1 nodes are available: 1 Insufficient cpu\./],
  ["lower jobs.pi.driver.cpuRequest or .memory to what one node has free", MORE_ROOM],
);
test(
  "executors larger than every node are unschedulable",
  told,
  "unschedulable-executors",
  "unschedulable",
  [/^event of pod failing-unschedulable-executors-\S+-exec-\d+: 0\/1 nodes are available: 1 Insufficient cpu\./],
  ["lower jobs.pi.mode.executor.cpuRequest or .memory to what one node has free", MORE_ROOM],
);
test(
  "a driver that was killed for its memory had too little",
  told,
  "out-of-memory",
  "out-of-memory",
  [/^status of pod failing-out-of-memory-\S+: OOMKilled, exit code 137$/],
  ["raise jobs.pi.driver.memory; what collect() and toPandas() bring to the driver counts too", PYTHON_SHARE],
);
test(
  "a driver whose heap was full had too little memory",
  told,
  "out-of-memory-heap",
  "out-of-memory",
  [/^log of pod failing-out-of-memory-heap-\S+: : java\.lang\.OutOfMemoryError: Java heap space$/],
  ["raise jobs.pi.driver.memory; what collect() and toPandas() bring to the driver counts too"],
);
test(
  "executors whose Python was killed had too little memory",
  told,
  "out-of-memory-executor",
  "out-of-memory",
  [
    /^log of pod failing-out-of-memory-executor-\S+: .*\(10\.\S+ executor \d\): org\.apache\.spark\.SparkException: Python worker exited unexpectedly/,
  ],
  [
    "raise jobs.pi.mode.executor.memory, or split the work into more partitions",
    "if more memory does not help, a library crashes: spark.python.worker.faulthandler.enabled=true in .conf says where",
    PYTHON_SHARE,
  ],
);
test(
  "executors that start and never come cannot reach the driver",
  told,
  "driver-unreachable",
  "driver-unreachable",
  [
    /^event of pod failing-driver-unreachable-\S+-exec-\d+: Started container executor$/,
    /^log of pod .* Max number of executor failures \(4\) reached$/,
  ],
  [
    "take addresses and ports out of jobs.pi.overrides: spark.driver.host, spark.driver.port and the like",
    `let the namespace's pods reach each other on ports 7078 and 7079: ${RESTORE} restores the platform's NetworkPolicies, others may add to them`,
  ],
);
test(
  "a run with nothing else wrong took too long",
  told,
  "deadline",
  "deadline",
  [/^event of Job failing-deadline-\S+: Job was active longer than specified deadline$/],
  [
    "raise jobs.pi.deadlines.runSeconds, now 45; all tries of a run share it",
    "or make it faster: more jobs.pi.mode.executor.instances or .cores",
  ],
);
test(
  "a driver that is larger than the quota has no pod",
  told,
  "quota",
  "quota",
  [/^event of Job failing-quota-\S+: .*is forbidden: exceeded quota: quota, requested: limits\.memory=20Gi/],
  [QUOTA, "or lower jobs.pi.driver.memory or .cpuRequest, or run fewer jobs of the team at the same time"],
);
test(
  "executors that are larger than the quota never come",
  told,
  "quota-executors",
  "quota",
  [
    /^log of pod failing-quota-executors-\S+: .*-exec-\d+" is forbidden: exceeded quota: quota, requested: limits\.memory=14Gi/,
  ],
  [QUOTA, "or lower jobs.pi.mode.executor.instances or .memory, or run fewer jobs of the team at the same time"],
);
test(
  "conf with a value that Spark refuses is bad",
  told,
  "bad-conf",
  "bad-conf",
  [/^log of pod failing-bad-conf-\S+: .*The value 'many' in the config "spark\.task\.maxFailures" is invalid\./],
  ["correct spark.task.maxFailures in jobs.pi.conf or jobs.pi.overrides"],
);
test(
  "conf that names a class which is not there is bad",
  told,
  "bad-conf-class",
  "bad-conf",
  [/^log of pod failing-bad-conf-class-\S+: : java\.lang\.ClassNotFoundException: org\.example\.Missing$/],
  ["correct spark.serializer in jobs.pi.conf or jobs.pi.overrides"],
);
test(
  "a Secret that nobody made is missing",
  told,
  "missing-secret",
  "missing-secret",
  [/^event of pod failing-missing-secret-\S+: Error: secret "nowhere" not found$/],
  ["make Secret nowhere with key token in namespace spark-analytics, or correct jobs.pi.secrets.TOKEN"],
);
test(
  "so is one without the key",
  told,
  "missing-secret-key",
  "missing-secret",
  [
    /^event of pod failing-missing-secret-key-\S+: Error: couldn't find key token in Secret spark-analytics\/warehouse$/,
  ],
  ["make Secret warehouse with key token in namespace spark-analytics, or correct jobs.pi.secrets.TOKEN"],
);
test(
  "a driver that was evicted for its volume's size had a full disk",
  told,
  "full-disk",
  "full-disk",
  [/^event of pod failing-full-disk-\S+: Usage of EmptyDir volume "spark-local-dir-1" exceeds the limit "16Mi"\. $/],
  [SCRATCH, NODE_DISK],
);
test(
  "so had one that could not write",
  told,
  "full-disk-no-space",
  "full-disk",
  [/^log of pod failing-full-disk-no-space-\S+: OSError: \[Errno 28\] No space left on device$/],
  [SCRATCH, NODE_DISK],
);

test(
  "executors that were evicted for their volumes' size had a full disk",
  told,
  "full-disk-executor",
  "full-disk",
  [/^event of pod failing-full-disk-executor-\S+-exec-\d+: Usage of EmptyDir volume "tmp" exceeds the limit "1Gi"\. $/],
  [SCRATCH, "and spread the work: more jobs.pi.mode.executor.instances, or spill less with more .memory", NODE_DISK],
);

test("of an error of the job's own code the last lines are shown", (t) => {
  const { cause, evidence, lastLines } = diagnose(recorded("unknown"));
  t.is(cause, "unknown");
  t.deepEqual(
    evidence.map(({ text }) => text),
    ["BackoffLimitExceeded: Job has reached the specified backoff limit"],
  );
  t.deepEqual(lastLines.slice(-2), [
    '    raise ValueError("no rows for 2001-02-30")',
    "ValueError: no rows for 2001-02-30",
  ]);
});
