/** IAM policy documents: what their statements allow. */
import { UNKNOWN, type Value, at, isRecord, listAt, snapshot, stringAt } from "./values";

export interface Statement {
  /** Where it is in its document, for example `Statement[0] "ReadData"`. */
  readonly place: string;
  readonly value: Value;
}

/** The statements of a document, as JSON text or as an object; `undefined` if it is no JSON. */
export function statements(document: Value): readonly Statement[] | undefined {
  const parsed = typeof document === "string" ? parse(document) : document;
  return parsed === undefined
    ? undefined
    : elements(parsed, "Statement").map((value, index) => {
        const id = stringAt(value, "Sid");
        return { place: `Statement[${index}]${id === undefined ? "" : ` "${id}"`}`, value };
      });
}

function parse(text: string): Value | undefined {
  try {
    return snapshot(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** What an element of a statement holds: IAM takes a single value and a list of them. */
export function elements(statement: Value, element: string): readonly Value[] {
  const value = at(statement, element);
  return typeof value === "string" || isRecord(value) ? [value] : listAt(value);
}

/** Whether the pattern is every action, or every action of one service. */
export function isEveryAction(action: Value): boolean {
  return typeof action === "string" && /^(?:[^:]*:)?[*?]*\*[*?]*$/.test(action);
}

/** Whether the pattern is every resource, or every resource of one service, in whichever partition, region and account. */
export function isEveryResource(resource: Value): boolean {
  return typeof resource === "string" && /^(?:arn(?::[^:]*){4}:)?\*+$/.test(resource);
}

/**
 * Actions that IAM cannot limit to resources, so that a statement has to say `*`; a star at the end is any ending. Source: the tables of actions in AWS's
 * Service Authorization Reference, those without a resource type. Short on purpose: what a data platform on EKS asks for.
 */
const WITHOUT_RESOURCES = [
  "autoscaling:Describe*",
  "cloudwatch:GetMetricData",
  "cloudwatch:ListMetrics",
  "cloudwatch:PutMetricData",
  "ec2:Describe*",
  "ecr-public:GetAuthorizationToken",
  "ecr:GetAuthorizationToken",
  "eks:ListClusters",
  "elasticloadbalancing:Describe*",
  "kms:ListAliases",
  "kms:ListKeys",
  "pricing:DescribeServices",
  "pricing:GetProducts",
  "s3:ListAllMyBuckets",
  "secretsmanager:GetRandomPassword",
  "secretsmanager:ListSecrets",
  "sts:GetCallerIdentity",
  "sts:GetServiceBearerToken",
  "tag:GetResources",
  "xray:PutTelemetryRecords",
  "xray:PutTraceSegments",
].map((action) => action.toLowerCase());

/** Whether the action is one that has no resource, so that `*` is all that can be said. IAM does not tell capital letters apart. */
export function hasNoResource(action: Value): boolean {
  if (typeof action !== "string") return false;
  const lower = action.toLowerCase();
  return WITHOUT_RESOURCES.some((one) => (one.endsWith("*") ? lower.startsWith(one.slice(0, -1)) : lower === one));
}

/** Whether anybody is among the principals: `*`, by itself or as one of a kind. */
export function isAnybody(principal: Value): boolean {
  if (principal === "*") return true;
  return isRecord(principal) && Object.keys(principal).some((kind) => elements(principal, kind).includes("*"));
}

/** Whether the statement has conditions: {@link UNKNOWN} where that is not known yet. */
export function isConditional(statement: Value): boolean | typeof UNKNOWN {
  const condition = at(statement, "Condition");
  return condition === UNKNOWN ? UNKNOWN : isRecord(condition) && Object.keys(condition).length > 0;
}

/** Policies of AWS itself that allow every action, or every action of a service, on everything. In each partition (`aws`, `aws-cn`, `aws-us-gov`). */
const BROAD = /^arn:aws[\w-]*:iam::aws:policy\/(?:.*\/)?(?:AdministratorAccess|PowerUserAccess|\w*FullAccess)$/;

export function isBroadManagedPolicy(arn: Value): boolean {
  return typeof arn === "string" && BROAD.test(arn);
}
