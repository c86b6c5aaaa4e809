/** Runs the very scripts of the probes, against a server in place of Airflow's. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import type { types } from "@pulumi/kubernetes";
import type { Unwrap } from "@pulumi/pulumi";
import test from "ava";
import { execa } from "execa";

import { heartbeatProbes } from "../../../../components/kubernetes/airflow-probes.js";

type Container = Unwrap<types.input.core.v1.Container>;

const { startupProbe, livenessProbe } = heartbeatProbes("triggerer") as Container;

/** What Airflow reports; text is sent as it is. */
type Report = Readonly<Record<string, { readonly status: string | null }>> | string;

const healthy = { status: "healthy" };
const unhealthy = { status: "unhealthy" };

const answers = {
  good: { metadatabase: healthy, triggerer: healthy, dag_processor: unhealthy },
  "heartbeat missed": { metadatabase: healthy, triggerer: unhealthy, dag_processor: healthy },
  "not started yet": { metadatabase: healthy, triggerer: { status: null }, dag_processor: healthy },
  // Airflow 3.3 asks for each process by itself, and what it cannot ask for it calls unhealthy.
  "database away": { metadatabase: unhealthy, triggerer: unhealthy, dag_processor: unhealthy },
  "no report": "<html>",
} satisfies Record<string, Report>;

/** Whether a probe passes while Airflow gives this answer. */
async function passes(probe: Container["livenessProbe"], answer: Report, status = 200): Promise<boolean> {
  const asked: (string | undefined)[] = [];
  const server = createServer(({ url }, response) => {
    asked.push(url);
    response.writeHead(status).end(typeof answer === "string" ? answer : JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  try {
    const passed = await run(probe, (server.address() as AddressInfo).port);
    if (asked.join() !== "/api/v2/monitor/health") throw new Error(`the script asked for ${asked.join() || "nothing"}`);
    return passed;
  } finally {
    server.close();
  }
}

/** The script as it is but for Airflow's port, which may be taken on this machine. */
async function run(probe: Container["livenessProbe"], port: number): Promise<boolean> {
  const [program = "", ...args] = probe?.exec?.command ?? [];
  const words = args.map((word) => word.replace("//localhost:8080/", `//localhost:${port}/`));
  return (await execa(program, words, { reject: false, env: { no_proxy: "*" } })).exitCode === 0;
}

test("a process lives unless Airflow, with its database at hand, calls it unhealthy", async (t) => {
  t.deepEqual(
    {
      good: await passes(livenessProbe, answers.good),
      "heartbeat missed": await passes(livenessProbe, answers["heartbeat missed"]),
      "not started yet": await passes(livenessProbe, answers["not started yet"]),
      "database away": await passes(livenessProbe, answers["database away"]),
      "no report": await passes(livenessProbe, answers["no report"]),
      "error of the API server": await passes(livenessProbe, answers.good, 500),
      "no API server": await run(livenessProbe, 1),
    },
    {
      good: true,
      "heartbeat missed": false,
      "not started yet": true,
      "database away": true,
      "no report": true,
      "error of the API server": true,
      "no API server": true,
    },
  );
});

test("a process has started once Airflow calls it healthy, and not before", async (t) => {
  t.deepEqual(
    {
      good: await passes(startupProbe, answers.good),
      "heartbeat missed": await passes(startupProbe, answers["heartbeat missed"]),
      "not started yet": await passes(startupProbe, answers["not started yet"]),
      "database away": await passes(startupProbe, answers["database away"]),
      "no API server": await run(startupProbe, 1),
    },
    {
      good: true,
      "heartbeat missed": false,
      "not started yet": false,
      "database away": false,
      "no API server": false,
    },
  );
});
