/** Who may act as a role of CI: jobs of one GitHub repository that run in one GitHub environment. */
import { isDeepStrictEqual } from "node:util";

import {
  AddClientIDToOpenIDConnectProviderCommand,
  CreateOpenIDConnectProviderCommand,
  CreateRoleCommand,
  GetOpenIDConnectProviderCommand,
  GetRoleCommand,
  IAMClient,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";

import { PROJECT } from "../../vocabulary.js";
import { allRights, rightsChanges } from "./ci-rights.js";
import { document, type PolicyDocument, readDocument } from "./documents.js";
import { arn, ciEnvironment, ciRole, type CiWork, GITHUB } from "./names.js";
import { type Change, MISSING_IN_IAM, type Part, unlessMissing } from "./part.js";
import type { CheckedAccount } from "./stack-account.js";

const AUDIENCE = "sts.amazonaws.com";

const providerArn = (stack: CheckedAccount): string => arn(stack, "iam", "", `oidc-provider/${GITHUB}`);

/** One for the whole account: other repositories and other tools may use it too, so nothing of theirs is touched. */
export function githubIdentities(stack: CheckedAccount): Part {
  const iam = new IAMClient({ region: stack.region });
  const provider = { OpenIDConnectProviderArn: providerArn(stack) };
  const create = () =>
    iam.send(new CreateOpenIDConnectProviderCommand({ Url: `https://${GITHUB}`, ClientIDList: [AUDIENCE] }));
  const addAudience = () =>
    iam.send(new AddClientIDToOpenIDConnectProviderCommand({ ...provider, ClientID: AUDIENCE }));
  return {
    title: `Identity provider ${GITHUB}`,
    async look() {
      const found = await unlessMissing(iam.send(new GetOpenIDConnectProviderCommand(provider)), MISSING_IN_IAM);
      if (found === undefined) return { existed: false, changes: [{ what: "create it", make: create }] };
      if (found.ClientIDList?.includes(AUDIENCE) === true) return { existed: true, changes: [] };
      return { existed: true, changes: [{ what: `accept ${AUDIENCE} as audience`, make: addAudience }] };
    },
  };
}

/** @param repository `OWNER/NAME` on GitHub */
export function ciRolePart(stack: CheckedAccount, repository: string, work: CiWork): Part {
  const iam = new IAMClient({ region: stack.region });
  const name = ciRole(stack.stack, work);
  const trust = trustDocument(stack, repository, work);
  return {
    title: `CI role ${name} for pulumi ${work} of ${repository}`,
    async look() {
      const found = await unlessMissing(iam.send(new GetRoleCommand({ RoleName: name })), MISSING_IN_IAM);
      if (found === undefined) {
        return { existed: false, changes: [create(iam, name, trust, work), ...allRights(iam, stack, work)] };
      }
      const trusted = isDeepStrictEqual(readDocument(found.Role?.AssumeRolePolicyDocument), trust);
      return {
        existed: true,
        changes: [...(trusted ? [] : [retrust(iam, name, trust)]), ...(await rightsChanges(iam, stack, work))],
      };
    },
  };
}

function trustDocument(stack: CheckedAccount, repository: string, work: CiWork): PolicyDocument {
  return document({
    Sid: "JobsOfTheEnvironment",
    Effect: "Allow",
    Principal: { Federated: providerArn(stack) },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: {
      StringEquals: {
        [`${GITHUB}:aud`]: AUDIENCE,
        // Who may deploy to the environment, and from which branch, are its protection rules on GitHub.
        [`${GITHUB}:sub`]: `repo:${repository}:environment:${ciEnvironment(stack.stack, work)}`,
      },
    },
  });
}

function create(iam: IAMClient, name: string, trust: PolicyDocument, work: CiWork): Change {
  const role = {
    RoleName: name,
    AssumeRolePolicyDocument: JSON.stringify(trust),
    Description: `pulumi ${work} of ${PROJECT} in CI`,
    Tags: [{ Key: "project", Value: PROJECT }],
  };
  return { what: "create it", make: () => iam.send(new CreateRoleCommand(role)) };
}

function retrust(iam: IAMClient, name: string, trust: PolicyDocument): Change {
  const update = { RoleName: name, PolicyDocument: JSON.stringify(trust) };
  return { what: "trust the repository", make: () => iam.send(new UpdateAssumeRolePolicyCommand(update)) };
}
