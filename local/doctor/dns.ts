/** Whether names of the cluster are resolved in a pod. */
import { airflowIsThere, inAirflow } from "./airflow.js";
import { type Check, check, type Verdict, verdict } from "./check.js";
import type { World } from "./world.js";

/** Undefined while no pod can ask; else empty, or why the question failed. */
export interface DnsFacts {
  readonly failure: string | undefined;
}

/** In every cluster, whatever its domain is called. */
const NAME = "kubernetes.default.svc";

/** A resolver whose server is silent tries for a minute, name by name. */
const QUESTION = `
import os, socket, threading
def ask():
    try:
        socket.getaddrinfo("${NAME}", 443)
    except OSError as error:
        print(error, flush=True)
    os._exit(0)
threading.Thread(target=ask, daemon=True).start()
threading.Event().wait(8)
print("no answer in 8 seconds")
`;

export function dnsCheck(world: World): Check {
  const { cluster, typed, up } = world;
  const nextStep =
    cluster === undefined
      ? `${typed} --namespace kube-system get pods,endpointslices --selector k8s-app=kube-dns`
      : `${up} mends what leads to the name server; if it does not help, see ${cluster.stateDir}/logs/coredns.log`;
  return check(
    "DNS",
    () => askDns(world),
    (found) => judgeDns(found, nextStep),
  );
}

async function askDns(world: World): Promise<DnsFacts> {
  if (!airflowIsThere(world)) return { failure: undefined };
  return { failure: (await inAirflow(world, QUESTION)).trim() };
}

/** @param nextStep where to look at whoever resolves names */
export function judgeDns({ failure }: DnsFacts, nextStep: string): Verdict {
  if (failure === undefined) return { kind: "later", why: "asked from Airflow's pod, once that is ready" };
  const problems = failure === "" ? [] : [{ what: `A pod cannot resolve ${NAME}: ${failure}`, fix: nextStep }];
  return verdict(problems, "a pod resolves names of the cluster");
}
