/** The AWS account that a stack's settings name, and what its credentials have to be. */
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";

import { readSettings } from "../settings-file.js";
import { stackFile, type StackOptions } from "./stack-file.js";

// Which Node this runs on is checked at the start of every command; the SDK would tell of its own plans for a later year in the middle of the progress.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";

/** Where a stack lives, from its settings. */
export interface StackAccount {
  readonly stack: string;
  /** Stack file with the settings. */
  readonly file: string;
  /** Twelve digits. */
  readonly account: string;
  readonly region: string;
  /** Name of the cluster: what the stack makes in AWS starts with it. */
  readonly cluster: string;
  /** Names of the buckets that the stack makes for data. */
  readonly buckets: readonly string[];
}

/** A stack's account once its credentials have been looked at. */
export interface CheckedAccount extends StackAccount {
  /** `aws`, `aws-cn` or `aws-us-gov`: second part of every ARN. */
  readonly partition: string;
}

/**
 * Reads and checks a stack's settings as a whole: nobody prepares an account for settings that Pulumi would refuse.
 *
 * @throws Error when there is no such stack, when its settings are wrong, or when it has no account
 */
export async function readStackAccount(options: StackOptions): Promise<StackAccount> {
  const file = stackFile(options);
  const written = readSettings(file);
  // Loaded here, since most commands have no use for Pulumi's SDK.
  const { cluster, buckets } = (await import("../../infra/settings.js")).parseSettings(written);
  if (cluster.kind !== "eks") {
    throw new Error(
      `--stack ${options.stack}: its cluster is of kind "${cluster.kind}", which has no AWS account. Choose a stack whose cluster is of kind "eks".`,
    );
  }
  const { account, region, name } = cluster;
  const made = Object.values(buckets).flatMap((bucket) => (bucket.kind === "new" ? [bucket.name] : []));
  return { stack: options.stack, file, account, region, cluster: name, buckets: made };
}

/**
 * Asks AWS whom the credentials belong to.
 *
 * @throws Error when there are none, or when they are for another account than the settings name
 */
export async function checkCredentials(stack: StackAccount): Promise<CheckedAccount> {
  const { Account: account, Arn: arn = "" } = await whoAmI(stack.region);
  if (account !== stack.account) {
    throw new Error(
      `The credentials are for account ${account ?? "?"}, and cluster.account in ${stack.file} is ${stack.account}.\n` +
        "  To mend it: use credentials of that account (for example AWS_PROFILE), or choose the stack of this one.",
    );
  }
  return { ...stack, partition: arn.split(":")[1] ?? "aws" };
}

async function whoAmI(region: string) {
  try {
    return await new STSClient({ region }).send(new GetCallerIdentityCommand({}));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `AWS does not say whom the credentials belong to: ${reason}\n` +
        "  To mend it: give credentials as to any AWS tool, for example AWS_PROFILE after `aws sso login`.",
    );
  }
}
