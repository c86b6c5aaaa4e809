import type { types } from "@pulumi/kubernetes";
import { PORTS } from "../../vocabulary";

type Container = types.input.core.v1.Container;
type Probe = types.input.core.v1.Probe;

/** Start of a process on a machine that is busy with Spark: seconds as a rule, more than four minutes at worst. The limit is ten. */
const STARTUP = { periodSeconds: 10, timeoutSeconds: 10, failureThreshold: 60 };

/** Two and a half minutes without a good answer: Airflow counts a process as unhealthy after 30 seconds without a heartbeat, and a laptop may sleep. */
const LIVENESS = { periodSeconds: 30, timeoutSeconds: 20, failureThreshold: 5 };

const READINESS = { periodSeconds: 10, timeoutSeconds: 10, failureThreshold: 3 };

const API_SERVER = { httpGet: { path: "/api/v2/version", port: PORTS.airflowApi } };
const SCHEDULER = { httpGet: { path: "/health", port: PORTS.airflowSchedulerHealth } };

const ASK = `
import json, sys, urllib.request

def statuses():
    url = "http://localhost:${PORTS.airflowApi}/api/v2/monitor/health"
    with urllib.request.urlopen(url, timeout=15) as answer:
        parts = json.load(answer)
    return [parts[name]["status"] for name in ("metadatabase", sys.argv[1])]
`;

const STARTED = `${ASK}
sys.exit(statuses() != ["healthy", "healthy"])
`;

/**
 * Only a verdict counts: that the API server or the database is away is not this process's fault, and a restart would not mend it. Without the database
 * Airflow calls every process unhealthy.
 */
const ALIVE = `${ASK}
try:
    sys.exit(statuses() == ["healthy", "unhealthy"])
except Exception:
    pass
`;

/** The web pages: the one container with a readiness probe, since the others serve nobody outside the pod. */
export const apiServerProbes: Partial<Container> = {
  startupProbe: { ...STARTUP, ...API_SERVER },
  livenessProbe: { ...LIVENESS, ...API_SERVER },
  readinessProbe: { ...READINESS, ...API_SERVER },
};

/** The scheduler's own health server, which looks at its heartbeat. */
export const schedulerProbes: Partial<Container> = {
  startupProbe: { ...STARTUP, ...SCHEDULER },
  livenessProbe: { ...LIVENESS, ...SCHEDULER },
};

/**
 * For the processes without a port: the API server reports on their heartbeats. `airflow jobs check` would ask the same question for five seconds of CPU
 * time, this takes a tenth of a second (both measured).
 */
export function heartbeatProbes(component: "dag_processor" | "triggerer"): Partial<Container> {
  const ask = (script: string): Probe => ({ exec: { command: ["python3", "-c", script, component] } });
  return {
    startupProbe: { ...STARTUP, timeoutSeconds: 20, ...ask(STARTED) },
    livenessProbe: { ...LIVENESS, ...ask(ALIVE) },
  };
}
