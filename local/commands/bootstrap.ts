/** `npm run bootstrap`: prepares an AWS account for a stack, once: a place for its state, a key for its secrets, and two roles for CI. */
import { ciRolePart, githubIdentities } from "../account/ci-role.js";
import { arn, backendUrl, CI_WORKS, ciEnvironment, ciRole } from "../account/names.js";
import type { Findings, Part } from "../account/part.js";
import { type CheckedAccount, checkCredentials, readStackAccount } from "../account/stack-account.js";
import { stateBucketPart } from "../account/state-bucket.js";
import { stateKey } from "../account/state-key.js";
import { stackPart } from "../account/state.js";
import { step } from "../steps.js";

export interface BootstrapOptions {
  readonly stack: string | undefined;
  /** Stack file. Default: the stack's own in stacks/. */
  readonly settings?: string | undefined;
  /** `OWNER/NAME` on GitHub, whose jobs may act as the roles of CI. Default: no roles for CI. */
  readonly repository?: string | undefined;
  /** Only say what would be done. */
  readonly dryRun: boolean;
}

/** As GitHub allows them. */
const REPOSITORY_NAME = /^[A-Za-z0-9-]+\/[\w.-]+$/;

export async function bootstrap(options: BootstrapOptions): Promise<void> {
  const { stack: name, settings: file, repository, dryRun } = options;
  if (name === undefined) throw new Error("Say for which stack: --stack NAME");
  if (repository !== undefined && !REPOSITORY_NAME.test(repository)) {
    throw new Error(`--repository ${repository}: write it as OWNER/NAME, as in its address on GitHub`);
  }
  const settings = await readStackAccount({ stack: name, settings: file });
  const stack = await step(
    "Check whose credentials these are",
    () => checkCredentials(settings),
    ({ account, region }) => `account ${account}, region ${region}`,
  );
  const all = parts(stack, repository);
  // A part that cannot be used is found before any other is made.
  if (!dryRun) await step("Look what is there", () => Promise.all(all.map((part) => part.look())));
  for (const part of all) {
    await step(part.title, (report) => (dryRun ? part.look() : complete(part, report)), dryRun ? foretell : tell);
  }
  process.stdout.write(`\n${dryRun ? "Nothing was changed.\n" : next(stack, repository)}`);
}

/** In the order in which they need one another. */
function parts(stack: CheckedAccount, repository: string | undefined): Part[] {
  const roles = repository === undefined ? [] : CI_WORKS.map((work) => ciRolePart(stack, repository, work));
  const forCi = roles.length === 0 ? [] : [githubIdentities(stack), ...roles];
  return [stateKey(stack), stateBucketPart(stack), ...forCi, stackPart(stack)];
}

async function complete(part: Part, report: (line: string) => void): Promise<Findings> {
  const findings = await part.look();
  for (const { what, make } of findings.changes) {
    report(what);
    await make(report);
  }
  return findings;
}

const list = ({ changes }: Findings): string => changes.map(({ what }) => what).join(", ");

function tell(findings: Findings): string {
  if (!findings.existed) return "made";
  return findings.changes.length === 0 ? "was there" : `was there, but had to ${list(findings)}`;
}

function foretell(findings: Findings): string {
  if (!findings.existed) return `would be made: ${list(findings)}`;
  return findings.changes.length === 0 ? "is there" : `is there, but would have to ${list(findings)}`;
}

function next(stack: CheckedAccount, repository: string | undefined): string {
  const lines = [
    `Commit ${stack.file}: it names the key of the stack's secrets. Then:`,
    "",
    `  export PULUMI_BACKEND_URL='${backendUrl(stack)}'`,
    `  npm run images -- --stack ${stack.stack}`,
    `  npm run pulumi -- --stack ${stack.stack} preview`,
    "",
  ];
  if (repository === undefined)
    return [...lines, "For CI, run this again with --repository OWNER/NAME.", ""].join("\n");
  const forCi = [
    `CI: docs/pull-requests.md says how to protect the environments of ${repository} on GitHub. Their variables, and the rights below cluster.access:`,
    "",
    ...CI_WORKS.flatMap((work) => [
      `  environment ${ciEnvironment(stack.stack, work)} (rights: ${work === "up" ? "admin" : "view"})`,
      `    AWS_ROLE            ${arn(stack, "iam", "", `role/${ciRole(stack.stack, work)}`)}`,
      `    AWS_REGION          ${stack.region}`,
      `    PULUMI_BACKEND_URL  ${backendUrl(stack)}`,
    ]),
    "",
  ];
  return [...lines, ...forCi].join("\n");
}
