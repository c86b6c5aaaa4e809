import test from "ava";
import fc from "fast-check";
import { driverPod } from "../../../../components/spark/driver-pod.js";
import type { SparkJob } from "../../../../components/spark/job.js";
import { inLocalMode } from "../../../../components/spark/local-mode.js";
import { heapMiB } from "../../../../components/spark/memory.js";
import { milliCpu } from "../../../../components/spark/cpu.js";
import type { PodTemplate } from "../../../../components/spark/pod.js";
import { data, flights, goodJob, orders, team } from "./sample-jobs.js";

const PLENTY = { milliCpu: Infinity, memoryMiB: Infinity };

const driver = ({ spec }: PodTemplate) => spec?.containers[0];

test("flights in one pod: the executors' slots, and the heap and CPU of all three together", (t) => {
  const local = inLocalMode(driverPod({ ...flights, overrides: {} }, team), PLENTY);
  t.deepEqual(driver(local)?.args, [
    ...["spark-submit", "--master", "local[2]", "--deploy-mode", "client"],
    ...["--conf", "spark.app.name=flights"],
    ...["--conf", "spark.driver.memory=2048m"],
    ...["--conf", "spark.local.dir=/var/data/spark"],
    ...["--conf", "spark.sql.shuffle.partitions=8"],
    ...["/opt/jobs/flights.py", "--title", "price in $$(USD)"],
  ]);
  t.deepEqual(driver(local)?.resources, {
    requests: { cpu: "650m", memory: "2867Mi" },
    limits: { cpu: "2", memory: "2867Mi" },
  });
});

/** The job as somebody would write it for mode local, with as much as its executors had. */
function writtenAsLocal(job: SparkJob): SparkJob {
  if (job.mode.kind === "local") return job;
  const { instances, cores, memory, cpuRequest = String(cores) } = job.mode.executor;
  const heap = (heapMiB(job.driver.memory) ?? 0) + instances * (heapMiB(memory) ?? 0);
  const own = milliCpu(job.driver.cpuRequest ?? String(job.driver.cores)) ?? 0;
  const size = {
    cores: Math.max(instances * cores, job.driver.cores),
    memory: `${heap}m`,
    cpuRequest: `${own + instances * (milliCpu(cpuRequest) ?? 0)}m`,
  };
  return { ...job, mode: { kind: "local" }, driver: size };
}

test("the pod is the one of a job that was written for mode local", (t) => {
  fc.assert(
    fc.property(goodJob, fc.boolean(), (written, withData) => {
      const job = { ...written, overrides: {}, ...(withData && { data }) };
      t.deepEqual(inLocalMode(driverPod(job, team), PLENTY), driverPod(writtenAsLocal(job), team));
    }),
  );
});

test("a job in mode local stays as it is", (t) => {
  t.deepEqual(inLocalMode(driverPod(orders, team), PLENTY), driverPod(orders, team));
});

test("CPU and memory stay within what the quota leaves, and the heap with them", (t) => {
  const local = inLocalMode(driverPod(flights, team), { milliCpu: 500, memoryMiB: 2048 });
  t.deepEqual(driver(local)?.resources, {
    requests: { cpu: "500m", memory: "2046Mi" },
    limits: { cpu: "2", memory: "2046Mi" },
  });
  t.true(driver(local)?.args?.includes("spark.driver.memory=1462m"));
});

test("what a job says about executors in its own conf stays, since Spark reads some of it in mode local too", (t) => {
  const conf = { "spark.executor.heartbeatInterval": "20s", "spark.driver.extraJavaOptions": "-Da=b" };
  const args = driver(inLocalMode(driverPod({ ...flights, conf }, team), PLENTY))?.args ?? [];
  t.true(args.includes("spark.executor.heartbeatInterval=20s"));
  t.true(args.includes("spark.driver.extraJavaOptions=-Da=b"));
});

test("the pod as a cluster gives it back changes in the same way", (t) => {
  const template = driverPod(flights, team);
  const read: PodTemplate = {
    ...template,
    spec: {
      ...template.spec,
      containers: template.spec?.containers ?? [],
      schedulerName: "default-scheduler",
      serviceAccount: "spark-driver",
    },
  };
  const spec = inLocalMode(read, PLENTY).spec;
  t.is(spec?.schedulerName, "default-scheduler");
  t.is(spec?.serviceAccountName, "spark-executor");
  t.is(spec?.serviceAccount, "spark-executor");
});
