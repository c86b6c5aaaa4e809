/** The stack's state in the bucket, and the words in the stack's file that lead to the key of its secrets. */
import { basename } from "node:path";

import { HeadObjectCommand, S3Client } from "@aws-sdk/client-s3";

import { PROJECT } from "../../vocabulary.js";
import { readSecretsKey, type SecretsKey, writeSecretsKey } from "../settings-file.js";
import type { Toolchain } from "../toolchain.js";
import { backendUrl, secretsProvider, stateBucket } from "./names.js";
import { type Change, type Part, unlessMissing } from "./part.js";
import { awsEnvironment, awsToolchain, type Environment, inProject, runPulumi } from "./pulumi.js";
import type { CheckedAccount } from "./stack-account.js";

/** What is read of an exported stack. */
interface Exported {
  readonly deployment: {
    readonly secrets_providers?: { readonly state: { readonly url: string; readonly encryptedkey: string } };
  };
}

export function stackPart(stack: CheckedAccount): Part {
  const init: Change = {
    what: "create it",
    make: async (report) => initialise(stack, await awsToolchain(report)),
  };
  const nameKey: Change = {
    what: `name its key in ${basename(stack.file)}`,
    make: async (report) => writeSecretsKey(stack.file, await keyInState(stack, await awsToolchain(report))),
  };
  return {
    title: `Pulumi stack ${stack.stack}`,
    async look() {
      const existed = await exists(stack);
      const named = readSecretsKey(stack.file) !== undefined;
      return { existed, changes: [...(existed ? [] : [init]), ...(named ? [] : [nameKey])] };
    },
  };
}

/** Asked of the bucket, not of Pulumi, so that a dry run needs neither Pulumi nor the bucket. */
async function exists(stack: CheckedAccount): Promise<boolean> {
  const object = { Bucket: stateBucket(stack), Key: `.pulumi/stacks/${PROJECT}/${stack.stack}.json` };
  const answer = new S3Client({ region: stack.region }).send(new HeadObjectCommand(object));
  return (await unlessMissing(answer, "NotFound", "NoSuchBucket")) !== undefined;
}

/** Secrets that are in the stack's file already stay readable: a key that the file names is used again. */
async function initialise(stack: CheckedAccount, toolchain: Toolchain): Promise<void> {
  const key = readSecretsKey(stack.file);
  await inProject(PROJECT, key ? { [`Pulumi.${stack.stack}.yaml`]: key } : {}, (cwd) => {
    const provider = key?.secretsprovider ?? secretsProvider(stack);
    return runPulumi(toolchain, ["stack", "init", stack.stack, "--no-select", "--secrets-provider", provider], {
      cwd,
      env: environment(stack, toolchain),
    });
  });
}

/** Asked of the state, since a colleague who has made the stack may not have committed its file yet. */
async function keyInState(stack: CheckedAccount, toolchain: Toolchain): Promise<SecretsKey> {
  const text = await inProject(PROJECT, {}, (cwd) =>
    runPulumi(toolchain, ["stack", "export", "--stack", stack.stack], { cwd, env: environment(stack, toolchain) }),
  );
  const { secrets_providers: provider } = (JSON.parse(text) as Exported).deployment;
  if (provider === undefined) throw new Error(`The state of stack ${stack.stack} names no key for its secrets.`);
  const { url, encryptedkey } = provider.state;
  return { secretsprovider: url, encryptedkey };
}

function environment(stack: CheckedAccount, toolchain: Toolchain): Environment {
  return { ...awsEnvironment(stack.stack, toolchain), PULUMI_BACKEND_URL: backendUrl(stack) };
}
