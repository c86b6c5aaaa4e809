/** The stacks of this repository, as committed, on simulated AWS. */
import { copyFileSync } from "node:fs";
import { join } from "node:path";

import { REPOSITORY } from "../../local/paths.js";
import { readSettings, type SettingValues } from "../../local/settings-file.js";
import { Workspace } from "../engine/workspace.js";
import type { World } from "./providers/world.js";
import type { SimulatedAws } from "./simulated-aws.js";

export const STACKS = ["dev", "staging", "prod"] as const;
export type StackName = (typeof STACKS)[number];

/** The parts of the settings that tests read or change. */
export interface StackSettings extends SettingValues {
  readonly cluster: {
    readonly name: string;
    readonly account: string;
    readonly protect?: boolean;
    readonly access: Readonly<Record<string, { readonly principal: string }>>;
    readonly compute: { readonly kind: "auto" | "managed"; readonly pools: Readonly<Record<string, object>> };
  };
  readonly postgres: object;
  readonly buckets?: Readonly<Record<string, { readonly kind: "new" | "existing" }>>;
  readonly jobs: Readonly<Record<string, object>>;
}

/** The settings of a stack; all tests of it start from these. */
export function settingsOf(stack: StackName): StackSettings {
  return readSettings(join(REPOSITORY, "stacks", `Pulumi.${stack}.yaml`)) as StackSettings;
}

/**
 * A workspace for the product's own program, judged by the policy pack as the stack configures it, in an account that has the identities that the settings
 * name.
 *
 * @param environment additions to that of Pulumi
 */
export async function stackOnAws(
  stack: StackName,
  aws: SimulatedAws,
  environment: Readonly<Record<string, string>> = {},
): Promise<Workspace> {
  const settings = settingsOf(stack);
  const { account, access } = settings.cluster;
  aws.world.configure({ account, principals: Object.values(access).map(({ principal }) => principal) });
  usePoliciesOf(stack, aws.world);
  const all = { ...aws.environment, PULUMI_OPTION_POLICY_PACK_CONFIG: policiesIn(aws.world), ...environment };
  const workspace = await Workspace.create(undefined, all, "aws-test");
  workspace.writeSettings(settings);
  return workspace;
}

/** Has the policy pack judge what follows as if it were of this stack. */
export function usePoliciesOf(stack: StackName, world: World): void {
  copyFileSync(join(REPOSITORY, "stacks", `policies.${stack}.json`), policiesIn(world));
}

/** A copy in the world's directory, which goes with it. */
function policiesIn({ directory }: World): string {
  return join(directory, "policies.json");
}
