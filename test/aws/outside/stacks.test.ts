/** checkov reads whole stacks as the engine plans them, with what the package of EKS adds. */
import test from "ava";

import { simulatedAws } from "../simulated-aws.js";
import { type StackName, stackOnAws } from "../stack-on-aws.js";
import { cloudReport, kubernetesReport } from "./checkov.js";
import { type EngineState, fromEngine } from "./engine-states.js";
import { ACCEPTED_FINDINGS, unexplained, unneeded } from "./findings.js";
import { label, type StackResource } from "./stack-resource.js";

/** One of each kind of compute; `dev` is a smaller `prod`. */
const STACKS: readonly StackName[] = ["staging", "prod"];

async function planned(stack: StackName): Promise<StackResource[]> {
  const aws = simulatedAws();
  const workspace = await stackOnAws(stack, aws);
  const { output } = await workspace.preview("--json");
  workspace.remove();
  aws.world.end();
  const { steps } = JSON.parse(output.slice(output.indexOf("{\n"))) as { steps: { newState: EngineState }[] };
  return ofStack(stack, fromEngine(steps.map(({ newState }) => newState)));
}

/** Both stacks are linted together, and have the same names. */
function ofStack(stack: StackName, all: readonly StackResource[]): StackResource[] {
  const renamed = new Map(all.map((one) => [label(one), label({ ...one, name: `${stack}-${one.name}` })]));
  return all.map((one) => ({
    ...one,
    name: `${stack}-${one.name}`,
    sources: Object.fromEntries(
      Object.entries(one.sources ?? {}).map(([key, from]) => [
        key,
        from.flatMap((source) => renamed.get(source) ?? []),
      ]),
    ),
  }));
}

const resources = (await Promise.all(STACKS.map(planned))).flat();

test.serial("checkov finds nothing in them but what is explained, and everything explained is there", async (t) => {
  const cloud = await cloudReport(resources.filter(({ type }) => type.startsWith("aws:")));
  const kubernetes = await kubernetesReport(resources);
  const { stacks, ...others } = ACCEPTED_FINDINGS;
  t.deepEqual(unexplained(cloud.findings, [...others.cloud, ...stacks]), []);
  t.deepEqual(unexplained(kubernetes.findings, [...others.kubernetes, ...stacks]), []);
  t.deepEqual(unneeded([...cloud.findings, ...kubernetes.findings], stacks), []);
  t.true(cloud.passed > 200);
  t.true(kubernetes.passed > 500);
});
