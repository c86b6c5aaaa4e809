/** What `npm run up` leaves on the screen: results, the Airflow address with how to log in, and what to type next. */
import type { Ground } from "./ground.js";
import type { Stack } from "./stack.js";
import { type Target, targetFlags } from "./target.js";

/** The part of infra/outputs.ts that is shown. */
interface Outputs {
  airflow: { namespace: string; service: string; port: number; nodePort?: number; user: string };
  jobs: Record<string, { namespace: string; cronJob: string }>;
}

export async function describePlatform(
  target: Target,
  stack: Stack,
  ground: Ground,
  results: string[],
): Promise<string> {
  const { airflow, jobs } = await stack.outputs<Outputs>();
  const flags = targetFlags(target);
  const options = flags && ` --${flags}`;
  const lines = [
    ...results,
    `Airflow    ${airflowAddress(airflow, ground)}`,
    `Log in     user ${airflow.user}; the password: npm run --silent pulumi --${flags} stack output airflowPassword --show-secrets`,
    "",
    "Next",
    `  npm run job -- ${Object.keys(jobs)[0] ?? "NAME"}${flags}    run a job now and follow it (jobs: ${Object.keys(jobs).join(", ")})`,
    `  npm run pulumi --${flags} preview    see what a change of stacks/Pulumi.local.yaml would do`,
    `  npm run doctor${options}    say what is wrong, and what to do, when something does not work`,
    `  npm run down${options}    remove everything again`,
  ];
  return lines.join("\n");
}

function airflowAddress(
  { namespace, service, port, nodePort }: Outputs["airflow"],
  { nodeAddress, kube }: Ground,
): string {
  if (nodePort !== undefined && nodeAddress !== undefined) return `http://${nodeAddress}:${nodePort}`;
  const forward = `kubectl --context ${kube.context} -n ${namespace} port-forward service/${service} ${port}`;
  return `http://localhost:${port} while this runs: ${forward}`;
}
