/** The stack of `npm run bootstrap`: the real Pulumi, its state in a bucket and its secrets encrypted by a key of (simulated) AWS. */
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import test from "ava";
import { execa } from "execa";

import { ciPolicies } from "../../local/account/ci-policies.js";
import { backendUrl, type CiWork, stateBucket } from "../../local/account/names.js";
import type { CheckedAccount } from "../../local/account/stack-account.js";
import { stateBucketPart } from "../../local/account/state-bucket.js";
import { stateKey } from "../../local/account/state-key.js";
import { stackPart } from "../../local/account/state.js";
import { REPOSITORY } from "../../local/paths.js";
import { readSecretsKey } from "../../local/settings-file.js";
import { ensureToolchain } from "../../local/toolchain.js";
import { Moto, REGION } from "./moto.js";
import { complete } from "./parts.js";
import { STACK } from "./stack.js";

const toolchain = await ensureToolchain(["pulumi", "pulumi-language-nodejs"], () => undefined);
const moto = await Moto.start();
const directory = mkdtempSync(join(tmpdir(), "spark-platform-state-"));

const FILE = join(directory, "Pulumi.dev.yaml");
const SETTINGS = `# Kept as it is, with the empty line below.

config:
  # A comment.
  spark-platform:region: eu-central-1 # beside
`;
const stack: CheckedAccount = { ...STACK, file: FILE };
const URL = "awskms://alias/spark-platform-state?region=eu-central-1";

test.beforeEach(async () => {
  await moto.reset();
  writeFileSync(FILE, SETTINGS);
  await complete(stateKey(stack));
  await complete(stateBucketPart(stack));
});
test.after.always(() => {
  moto.stop();
  rmSync(directory, { recursive: true, force: true });
});

/** A project without resources, in which Pulumi works on the stack as a user would. */
async function pulumi(...args: string[]): Promise<string> {
  writeFileSync(join(directory, "Pulumi.yaml"), "name: spark-platform\nruntime: nodejs\n");
  writeFileSync(join(directory, "package.json"), '{"main":"index.js"}');
  writeFileSync(
    join(directory, "index.js"),
    'exports.secret = new (require("@pulumi/pulumi").Config)().requireSecret("word");',
  );
  if (!args.includes("init")) symlinkSync(join(REPOSITORY, "node_modules"), join(directory, "node_modules"));
  try {
    const env = { PATH: toolchain.env["PATH"] ?? "", PULUMI_BACKEND_URL: backendUrl(stack), PULUMI_STACK: "dev" };
    const more = { ...env, PULUMI_SKIP_UPDATE_CHECK: "true" };
    return (await execa(toolchain.path("pulumi"), [...args, "--non-interactive"], { cwd: directory, env: more }))
      .stdout;
  } finally {
    rmSync(join(directory, "node_modules"), { force: true });
  }
}

const state = async (): Promise<string> => {
  const object = { Bucket: stateBucket(stack), Key: ".pulumi/stacks/spark-platform/dev.json" };
  const { Body: body } = await new S3Client({ region: REGION }).send(new GetObjectCommand(object));
  return (await body?.transformToString()) ?? "";
};

test.serial("the stack is made in the bucket, and its file gets the key and is otherwise untouched", async (t) => {
  t.deepEqual(await complete(stackPart(stack)), {
    existed: false,
    done: ["create it", "name its key in Pulumi.dev.yaml"],
  });
  const key = readSecretsKey(FILE);
  t.is(key?.secretsprovider, URL);
  t.is(readFileSync(FILE, "utf8"), `${SETTINGS}secretsprovider: ${URL}\nencryptedkey: ${key?.encryptedkey ?? ""}\n`);
  t.deepEqual(await complete(stackPart(stack)), { existed: true, done: [] });
});

test.serial("secrets are encrypted with the key, in the stack's file and in the state", async (t) => {
  await complete(stackPart(stack));
  await pulumi("config", "set", "--secret", "word", "hush-hush");
  t.is(await pulumi("config", "get", "word"), "hush-hush");
  await pulumi("up", "--yes", "--skip-preview");
  t.is(await pulumi("stack", "output", "secret", "--show-secrets"), "hush-hush");
  const written = [readFileSync(FILE, "utf8"), await state()];
  t.deepEqual(
    written.filter((text) => text.includes("hush-hush")),
    [],
  );
  t.true(written.every((text) => text.includes(URL)));
});

test.serial("a colleague whose file does not name the key yet gets the same one", async (t) => {
  await complete(stackPart(stack));
  const key = readSecretsKey(FILE);
  writeFileSync(FILE, SETTINGS);
  t.deepEqual(await complete(stackPart(stack)), { existed: true, done: ["name its key in Pulumi.dev.yaml"] });
  t.deepEqual(readSecretsKey(FILE), key);
});

test.serial("secrets that are in the file already stay readable when the stack is made anew", async (t) => {
  await complete(stackPart(stack));
  await pulumi("config", "set", "--secret", "word", "hush-hush");
  const before = readFileSync(FILE, "utf8");
  await pulumi("stack", "rm", "--yes", "--preserve-config", "dev");
  t.deepEqual(await complete(stackPart(stack)), { existed: false, done: ["create it"] });
  t.is(readFileSync(FILE, "utf8"), before);
  t.is(await pulumi("config", "get", "word"), "hush-hush");
});

/** What an S3 request needs to be allowed. */
function needs(request: string): [action: string, resource: string] {
  const [method = "", path = ""] = request.split(" ");
  const [where = "", query = ""] = path.split("?");
  const resource = `arn:aws:s3:::${where.slice(1).replace(/\/$/, "")}`;
  if (query.includes("list-type")) return ["s3:ListBucket", resource];
  const actions: Record<string, string> = {
    GET: "s3:GetObject",
    HEAD: "s3:GetObject",
    PUT: "s3:PutObject",
    DELETE: "s3:DeleteObject",
  };
  return [actions[method] ?? method, resource];
}

function allows(action: string, resource: string, work: CiWork = "up"): boolean {
  return (
    ciPolicies(stack, work)["state"]?.Statement.some(({ Action: actions, Resource: resources = [] }) => {
      const matches = [resources].flat().some((pattern) => {
        const expression = pattern.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*");
        return new RegExp(`^${expression}$`).test(resource);
      });
      return matches && [actions].flat().includes(action);
    }) ?? false
  );
}

test.serial("what Pulumi asks of the bucket is what the CI role may, and nothing of another stack", async (t) => {
  await complete(stackPart(stack));
  moto.requests.length = 0;
  await pulumi("config", "set", "--secret", "word", "hush-hush");
  await pulumi("preview");
  await pulumi("up", "--yes", "--skip-preview");
  await pulumi("refresh", "--yes");
  await pulumi("destroy", "--yes");
  const asked = moto.requests.filter((request) => !request.endsWith(" /")).map(needs);
  t.true(asked.length > 20);
  t.deepEqual(
    asked.filter(([action, resource]) => !allows(action, resource)),
    [],
  );
  t.false(allows("s3:GetObject", `arn:aws:s3:::${stateBucket(stack)}/.pulumi/stacks/spark-platform/prod.json`));
  t.false(allows("s3:PutObject", `arn:aws:s3:::${stateBucket(stack)}/.pulumi/stacks/spark-platform/dev2.json`));
});

test.serial("a preview asks only for what the role that previews may", async (t) => {
  await complete(stackPart(stack));
  await pulumi("config", "set", "--secret", "word", "hush-hush");
  await pulumi("up", "--yes", "--skip-preview");
  moto.requests.length = 0;
  await pulumi("preview");
  const asked = moto.requests.filter((request) => !request.endsWith(" /")).map(needs);
  t.true(asked.length > 3);
  t.deepEqual(
    asked.filter(([action, resource]) => !allows(action, resource, "preview")),
    [],
  );
  t.false(
    allows("s3:PutObject", `arn:aws:s3:::${stateBucket(stack)}/.pulumi/stacks/spark-platform/dev.json`, "preview"),
  );
});
