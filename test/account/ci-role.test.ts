/** Identity provider and CI role of `npm run bootstrap`, read back from (simulated) AWS. */
import {
  AttachRolePolicyCommand,
  CreateOpenIDConnectProviderCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  DetachRolePolicyCommand,
  GetOpenIDConnectProviderCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListOpenIDConnectProvidersCommand,
  ListPolicyVersionsCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import test from "ava";

import { ciPolicies } from "../../local/account/ci-policies.js";
import { ciRolePart, githubIdentities } from "../../local/account/ci-role.js";
import { readDocument } from "../../local/account/documents.js";
import { Moto, REGION } from "./moto.js";
import { complete } from "./parts.js";
import { STACK } from "./stack.js";

const moto = await Moto.start();
const iam = new IAMClient({ region: REGION });

test.beforeEach(() => moto.reset());
test.after.always(() => moto.stop());

const RoleName = "spark-platform-ci-dev";
const OpenIDConnectProviderArn = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com";
const ours = (repository = "example/data") => ciRolePart(STACK, repository, "up");
const trust = async () =>
  readDocument((await iam.send(new GetRoleCommand({ RoleName }))).Role?.AssumeRolePolicyDocument);

/** What the SDK wants to know of a policy. */
const policy = (subject: string) => ({ PolicyArn: `arn:aws:iam::111122223333:policy/${RoleName}-${subject}` });

async function documentOf(subject: string): Promise<unknown> {
  const { Policy } = await iam.send(new GetPolicyCommand(policy(subject)));
  const version = { ...policy(subject), VersionId: Policy?.DefaultVersionId };
  return readDocument((await iam.send(new GetPolicyVersionCommand(version))).PolicyVersion?.Document);
}

async function attached(): Promise<(string | undefined)[]> {
  const { AttachedPolicies = [] } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
  return AttachedPolicies.map(({ PolicyName }) => PolicyName);
}

test.serial("the account trusts GitHub's identities for its own tokens only", async (t) => {
  t.deepEqual(await complete(githubIdentities(STACK)), { existed: false, done: ["create it"] });
  const provider = await iam.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn }));
  t.deepEqual(provider.ClientIDList, ["sts.amazonaws.com"]);
  t.deepEqual(await complete(githubIdentities(STACK)), { existed: true, done: [] });
  t.is((await iam.send(new ListOpenIDConnectProvidersCommand({}))).OpenIDConnectProviderList?.length, 1);
});

test.serial("a provider that somebody else made is used, and gets one more audience", async (t) => {
  const Url = "https://token.actions.githubusercontent.com";
  await iam.send(new CreateOpenIDConnectProviderCommand({ Url, ClientIDList: ["another"] }));
  // moto knows no way to add an audience, so this change is not made here.
  const { existed, changes } = await githubIdentities(STACK).look();
  t.true(existed);
  t.deepEqual(
    changes.map(({ what }) => what),
    ["accept sts.amazonaws.com as audience"],
  );
});

test.serial("only jobs of one repository in the stack's own environment may assume the role", async (t) => {
  t.is((await complete(ours())).existed, false);
  t.deepEqual(await trust(), {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "JobsOfTheEnvironment",
        Effect: "Allow",
        Principal: { Federated: OpenIDConnectProviderArn },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: {
            "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
            "token.actions.githubusercontent.com:sub": "repo:example/data:environment:dev",
          },
        },
      },
    ],
  });
});

test.serial("what previews has a role and an environment of its own", async (t) => {
  await complete(ciRolePart(STACK, "example/data", "preview"));
  const preview = { RoleName: "spark-platform-preview-dev" };
  const { Role: role } = await iam.send(new GetRoleCommand(preview));
  const trusted = JSON.stringify(readDocument(role?.AssumeRolePolicyDocument));
  t.true(trusted.includes('"repo:example/data:environment:dev-preview"'), trusted);
  const { AttachedPolicies: policies = [] } = await iam.send(new ListAttachedRolePoliciesCommand(preview));
  const wanted = Object.keys(ciPolicies(STACK, "preview")).map((subject) => `${preview.RoleName}-${subject}`);
  t.deepEqual(policies.map(({ PolicyName }) => PolicyName).sort(), wanted.sort());
});

test.serial("the role has the rights of this product and no others", async (t) => {
  await complete(ours());
  t.deepEqual((await iam.send(new ListRolePoliciesCommand({ RoleName }))).PolicyNames, []);
  const wanted = Object.entries(ciPolicies(STACK, "up"));
  t.deepEqual((await attached()).sort(), wanted.map(([subject]) => `${RoleName}-${subject}`).sort());
  for (const [subject, policy] of wanted) t.deepEqual(await documentOf(subject), policy);
});

test.serial("a second time nothing is made", async (t) => {
  await complete(ours());
  t.deepEqual(await complete(ours()), { existed: true, done: [] });
  t.is((await iam.send(new ListRolesCommand({}))).Roles?.length, 1);
});

test.serial("another repository takes the place of the first", async (t) => {
  await complete(ours());
  t.deepEqual(await complete(ours("example/other")), { existed: true, done: ["trust the repository"] });
  t.true(JSON.stringify(await trust()).includes("repo:example/other:environment:dev"));
});

test.serial("rights that somebody changed, added or took are as they should be again", async (t) => {
  await complete(ours());
  const everything = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
  });
  const foreign = await iam.send(new CreatePolicyCommand({ PolicyName: "foreign", PolicyDocument: everything }));
  await iam.send(
    new CreatePolicyVersionCommand({ ...policy("state"), PolicyDocument: everything, SetAsDefault: true }),
  );
  await iam.send(new DetachRolePolicyCommand({ RoleName, ...policy("data") }));
  await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: foreign.Policy?.Arn }));
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "own", PolicyDocument: everything }));
  t.deepEqual(await complete(ours()), {
    existed: true,
    done: [
      "give the rights of state",
      "give the rights of data",
      "take away the rights of foreign",
      "take away the rights of own",
    ],
  });
  t.deepEqual(await complete(ours()), { existed: true, done: [] });
});

test.serial("a policy that has been changed more often than IAM keeps versions is changed once more", async (t) => {
  await complete(ours());
  const other = (region: string) => complete(ciRolePart({ ...STACK, region }, "example/data", "up"));
  for (const region of ["eu-west-1", "eu-west-2", "eu-west-3", "eu-north-1"]) await other(region);
  t.true((await complete(ours())).done.includes("give the rights of state"));
  t.deepEqual(await documentOf("state"), ciPolicies(STACK, "up")["state"]);
  const { Versions: versions = [] } = await iam.send(new ListPolicyVersionsCommand(policy("state")));
  t.deepEqual(versions.map(({ VersionId: id }) => id).sort(), ["v2", "v3", "v4", "v5", "v6"]);
});
