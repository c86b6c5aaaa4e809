/** The KMS key that encrypts secrets in Pulumi's state, and the state itself in its bucket. */
import {
  CreateAliasCommand,
  CreateKeyCommand,
  DescribeKeyCommand,
  EnableKeyRotationCommand,
  GetKeyRotationStatusCommand,
  KMSClient,
} from "@aws-sdk/client-kms";

import { PROJECT } from "../../vocabulary.js";
import { STATE_KEY } from "./names.js";
import { type Change, type Part, unlessMissing } from "./part.js";
import type { CheckedAccount } from "./stack-account.js";

/** @throws Error in `look` when the key is there and cannot be used */
export function stateKey({ region }: CheckedAccount): Part {
  const kms = new KMSClient({ region });
  const rotate: Change = {
    what: "have it rotated every year",
    make: async () => kms.send(new EnableKeyRotationCommand({ KeyId: await keyId(kms) })),
  };
  return {
    title: `Key ${STATE_KEY}`,
    async look() {
      const key = await describe(kms);
      if (key === undefined)
        return { existed: false, changes: [{ what: "create it", make: () => create(kms) }, rotate] };
      if (key.KeyState !== "Enabled") {
        throw new Error(
          `The key ${STATE_KEY} is ${key.KeyState ?? "in no state"}: without it no secret of a stack can be read.\n` +
            `  To mend it: aws kms cancel-key-deletion or aws kms enable-key, with --key-id ${key.KeyId ?? ""} --region ${region}`,
        );
      }
      const { KeyRotationEnabled: rotates } = await kms.send(new GetKeyRotationStatusCommand({ KeyId: key.KeyId }));
      return { existed: true, changes: rotates === true ? [] : [rotate] };
    },
  };
}

async function describe(kms: KMSClient) {
  const answer = await unlessMissing(kms.send(new DescribeKeyCommand({ KeyId: STATE_KEY })), "NotFoundException");
  return answer?.KeyMetadata;
}

async function keyId(kms: KMSClient): Promise<string | undefined> {
  return (await describe(kms))?.KeyId;
}

/** Key and alias at once: a key without its alias would be found by nobody, and would cost money. */
async function create(kms: KMSClient): Promise<void> {
  const { KeyMetadata: key } = await kms.send(
    new CreateKeyCommand({
      Description: `Secrets and state of Pulumi, project ${PROJECT}`,
      Tags: [{ TagKey: "project", TagValue: PROJECT }],
    }),
  );
  await kms.send(new CreateAliasCommand({ AliasName: STATE_KEY, TargetKeyId: key?.KeyId }));
}
