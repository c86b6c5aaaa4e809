/** Previews as runs of the bench. */
import type { Outcome, Workspace } from "../engine/workspace.js";

/** Environment in which Pulumi loads no policy pack. */
export const NO_PACK = { PULUMI_OPTION_POLICY_PACK: "" } as const;

/** @throws Error with all that Pulumi printed when it failed or when a policy had something to say: that would be measured for something else */
export function mustBeClean({ exitCode, output }: Outcome): void {
  if (exitCode !== 0 || /\[(mandatory|advisory)\]/.test(output)) throw new Error(output);
}

/** As {@link mustBeClean}; also one policy pack must have judged, or none. */
export async function previewWith(packs: 0 | 1, workspace: Workspace): Promise<void> {
  const outcome = await workspace.preview();
  mustBeClean(outcome);
  const judges = outcome.output.match(/^ +✅ /gm) ?? [];
  if (judges.length !== packs) throw new Error(outcome.output);
}

/** The Kubernetes objects that a preview would make, in the order in which the program registers them. */
export async function plannedObjects(workspace: Workspace): Promise<readonly PlannedObject[]> {
  const outcome = await workspace.preview("--json");
  mustBeClean(outcome);
  const { output } = outcome;
  const { steps } = JSON.parse(output.slice(output.indexOf("{"), output.lastIndexOf("}") + 1)) as {
    steps: readonly { newState: PlannedObject }[];
  };
  return steps.map(({ newState }) => newState).filter(({ type }) => type.startsWith("kubernetes:"));
}

/** As Pulumi writes it; secrets are masked. */
export interface PlannedObject {
  readonly urn: string;
  /** Type token, for example `kubernetes:batch/v1:CronJob`. */
  readonly type: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}
