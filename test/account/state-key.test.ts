/** The key of `npm run bootstrap`, read back from (simulated) AWS. */
import {
  DescribeKeyCommand,
  DisableKeyRotationCommand,
  GetKeyRotationStatusCommand,
  KMSClient,
  ListAliasesCommand,
  ListKeysCommand,
  ScheduleKeyDeletionCommand,
} from "@aws-sdk/client-kms";
import test from "ava";

import { stateKey } from "../../local/account/state-key.js";
import { Moto, REGION } from "./moto.js";
import { complete } from "./parts.js";
import { STACK } from "./stack.js";

const moto = await Moto.start();
const kms = new KMSClient({ region: REGION });

test.beforeEach(() => moto.reset());
test.after.always(() => moto.stop());

const ALIAS = "alias/spark-platform-state";
const rotates = async () => (await kms.send(new GetKeyRotationStatusCommand({ KeyId: await id() }))).KeyRotationEnabled;
const id = async () => (await kms.send(new DescribeKeyCommand({ KeyId: ALIAS }))).KeyMetadata?.KeyId;

test.serial("the key is made with its alias and is rotated", async (t) => {
  t.deepEqual(await complete(stateKey(STACK)), {
    existed: false,
    done: ["create it", "have it rotated every year"],
  });
  const { KeyMetadata: key } = await kms.send(new DescribeKeyCommand({ KeyId: ALIAS }));
  t.like(key, { KeyState: "Enabled", KeyManager: "CUSTOMER" });
  t.true(await rotates());
});

test.serial("a second time nothing is made", async (t) => {
  await complete(stateKey(STACK));
  t.deepEqual(await complete(stateKey(STACK)), { existed: true, done: [] });
  t.is((await kms.send(new ListKeysCommand({}))).Keys?.length, 1);
  const { Aliases: aliases = [] } = await kms.send(new ListAliasesCommand({}));
  t.is(aliases.filter(({ AliasName: name }) => name === ALIAS).length, 1);
});

test.serial("rotation that was switched off is switched on again", async (t) => {
  await complete(stateKey(STACK));
  await kms.send(new DisableKeyRotationCommand({ KeyId: await id() }));
  t.deepEqual(await complete(stateKey(STACK)), { existed: true, done: ["have it rotated every year"] });
  t.true(await rotates());
});

test.serial("a key that is about to be deleted stops everything, with the command that saves it", async (t) => {
  await complete(stateKey(STACK));
  const key = await id();
  await kms.send(new ScheduleKeyDeletionCommand({ KeyId: key }));
  await t.throwsAsync(stateKey(STACK).look(), {
    message:
      "The key alias/spark-platform-state is PendingDeletion: without it no secret of a stack can be read.\n" +
      `  To mend it: aws kms cancel-key-deletion or aws kms enable-key, with --key-id ${key ?? ""} --region eu-central-1`,
  });
});
