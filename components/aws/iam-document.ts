/** IAM policy documents as plain data: what they allow is known before anything is made, so that a plan shows it and linters can read it. */

/** Where ARNs point to. */
export interface AwsPlace {
  /** `aws`, `aws-cn` or `aws-us-gov`: the second part of every ARN. */
  readonly partition: string;
  readonly region: string;
  /** Twelve digits. */
  readonly accountId: string;
}

/** Operators with the keys that they compare and the values that hold. */
type Condition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** What the holder of a policy may do. There is no `Deny` here: what nobody allows is denied. */
export interface Permission {
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Condition;
}

/** A statement of a policy that belongs to a role or a bucket: it says for whom it holds. */
export interface ResourceStatement {
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal: "*" | { readonly Service: string } | { readonly Federated: string } | { readonly AWS: string };
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Condition;
}

/** The version of the policy language in which `${…}` in a resource is a variable, on which the escapes of data-access.ts rely. */
const VERSION = "2012-10-17";

/** A document of these statements. */
export function policyDocument<S extends Permission | ResourceStatement>(statements: readonly S[]) {
  return { Version: VERSION, Statement: statements };
}
