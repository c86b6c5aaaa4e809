/** Whether a browser on this machine gets to Airflow's pages, or will. */
import { once } from "node:events";
import { createServer } from "node:net";

import { LABELS, PORTS, WORKLOADS } from "../../vocabulary.js";
import { type Check, check, type Verdict, verdict } from "./check.js";
import { ofKind } from "./objects.js";
import type { World } from "./world.js";

export type PortFacts =
  /** The Service is not there. */
  | { readonly kind: "none" }
  /** It has a port on a node that this machine reaches. */
  | { readonly kind: "node"; readonly url: string; readonly failure: string | undefined }
  /** It is reached through `kubectl port-forward`. */
  | { readonly kind: "forward"; readonly port: number; readonly isFree: boolean };

const ANSWER_MS = 10_000;

export function portCheck(world: World): Check {
  return check(
    "Port",
    () => askPort(world),
    (found) => judgePort(found, world.repair),
  );
}

async function askPort({ platform, cluster }: World): Promise<PortFacts> {
  const service = ofKind(platform.items, "Service").find(
    ({ metadata }) => metadata.labels?.[LABELS.name] === WORKLOADS.airflow,
  );
  if (service === undefined) return { kind: "none" };
  const nodePort = service.spec.ports?.find(({ port }) => port === PORTS.airflowApi)?.nodePort;
  if (nodePort === undefined || cluster === undefined) {
    return { kind: "forward", port: PORTS.airflowApi, isFree: await isFree(PORTS.airflowApi) };
  }
  const url = `http://${cluster.nodeAddress}:${nodePort}`;
  return { kind: "node", url, failure: await failureOf(url) };
}

export function judgePort(facts: PortFacts, repair: string): Verdict {
  switch (facts.kind) {
    case "none":
      return verdict([{ what: "Airflow's Service is not there", fix: repair }], "");
    case "node": {
      const { url, failure } = facts;
      const fix = `see the lines Cluster and Airflow; where both are well, ${repair}`;
      return verdict(
        failure === undefined ? [] : [{ what: `${url} does not answer: ${failure}`, fix }],
        `${url} answers`,
      );
    }
    case "forward": {
      const { port } = facts;
      const what = `Port ${port} of this machine is taken`;
      const fix = `end what has it, or forward another one to Airflow: port-forward service/airflow ${port + 1}:${port}`;
      return verdict(facts.isFree ? [] : [{ what, fix }], `port ${port} of this machine is free for port-forward`);
    }
  }
}

async function failureOf(url: string): Promise<string | undefined> {
  try {
    const { ok, status } = await fetch(`${url}/api/v2/version`, { signal: AbortSignal.timeout(ANSWER_MS) });
    return ok ? undefined : `status ${status}`;
  } catch (error) {
    // fetch puts the reason into the cause.
    const { cause = error } = error as { cause?: unknown };
    return cause instanceof Error ? cause.message : String(cause);
  }
}

/** Whether `kubectl port-forward` could listen there. */
export async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}
