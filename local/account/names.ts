/**
 * Names of what `npm run bootstrap` makes. One bucket and one key serve all stacks of an account and region; a role is one stack's own. Everything
 * else is found by these names, so that no id has to be remembered.
 */
import { PROJECT } from "../../vocabulary.js";
import type { CheckedAccount, StackAccount } from "./stack-account.js";

type Place = Pick<StackAccount, "account" | "region">;

/** GitHub's issuer of identities for the jobs of GitHub Actions. */
export const GITHUB = "token.actions.githubusercontent.com";

/** Alias of the key that encrypts the secrets in Pulumi's state, and the bucket that the state is in. */
export const STATE_KEY = `alias/${PROJECT}-state`;

/** Names of buckets are unique in all of AWS: account and region make it so. */
export const stateBucket = ({ account, region }: Place): string => `${PROJECT}-state-${account}-${region}`;

/** What PULUMI_BACKEND_URL has to be. */
export const backendUrl = (place: Place): string => `s3://${stateBucket(place)}?region=${place.region}`;

/** What Pulumi calls the key. */
export const secretsProvider = ({ region }: Place): string => `awskms://${STATE_KEY}?region=${region}`;

/**
 * What CI does with a stack, each with a role of its own: it previews what nobody has approved yet, and applies what is on the main branch. A job has the role
 * of the GitHub environment that it runs in.
 */
export type CiWork = "preview" | "up";
export const CI_WORKS: readonly CiWork[] = ["preview", "up"];
export const ciRole = (stack: string, work: CiWork): string => `${PROJECT}-${work === "up" ? "ci" : work}-${stack}`;
export const ciEnvironment = (stack: string, work: CiWork): string => (work === "up" ? stack : `${stack}-${work}`);

/** The registry belongs to an account and a region, whichever stacks are in it, and so does its Pulumi stack. */
export const REGISTRY_PROJECT = `${PROJECT}-registry`;
export const registryStack = ({ account, region }: Place): string => `${account}-${region}`;

/** ARN of something in the stack's account; `region` is empty for what belongs to no region. */
export function arn(
  { partition, account }: Pick<CheckedAccount, "partition" | "account">,
  service: string,
  region: string,
  resource: string,
): string {
  return `arn:${partition}:${service}:${region}:${account}:${resource}`;
}
