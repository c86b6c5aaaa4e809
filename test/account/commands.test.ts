/** `npm run bootstrap` and `npm run images -- --stack`, as a user would run them, on simulated AWS. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

import { CreateRepositoryCommand, ECRClient, PutImageCommand } from "@aws-sdk/client-ecr";
import test from "ava";

import { imageReferences } from "../../local/images.js";
import { REPOSITORY } from "../../local/paths.js";
import { readSettings } from "../../local/settings-file.js";
import { ensureToolchain } from "../../local/toolchain.js";
import { readmeCommand } from "../readme.js";
import { withEnvironment } from "../runner/platform.js";
import { World } from "../aws/providers/world.js";
import { ACCOUNT, Moto } from "./moto.js";

await ensureToolchain(["pulumi", "pulumi-language-nodejs"], () => undefined);
const moto = await Moto.start();
const directory = mkdtempSync(join(tmpdir(), "spark-platform-account-"));
const world = join(directory, "world");
mkdirSync(world);
test.after.always(() => {
  moto.stop();
  rmSync(directory, { recursive: true, force: true });
});

const COMMITTED = readFileSync(join(REPOSITORY, "stacks", "Pulumi.dev.yaml"), "utf8");
const FILE = join(directory, "Pulumi.dev.yaml");
const { region: REGION } = readSettings(join(REPOSITORY, "stacks", "Pulumi.dev.yaml"))["cluster"] as { region: string };
const BUCKET = `spark-platform-state-${ACCOUNT}-${REGION}`;
const BACKEND = `s3://${BUCKET}?region=${REGION}`;
const REGISTRY = `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com`;

const PROVIDERS = join(REPOSITORY, "test", "aws", "providers", "bin");
const run = withEnvironment({
  ...moto.environment,
  PULUMI_BACKEND_URL: BACKEND,
  SIMULATED_AWS_WORLD: world,
  PATH: [PROVIDERS, process.env["PATH"] ?? ""].join(delimiter),
});
const BOOTSTRAP = readmeCommand("npm run bootstrap -- --stack dev --repository OWNER/NAME", {
  "OWNER/NAME": "example/data",
});
const bootstrap = (...options: string[]) => run(...BOOTSTRAP, "--settings", FILE, ...options);

/** The outcome of each step, without what the terminal adds. */
const steps = (output: string): string[] =>
  output.split("\n").flatMap((line) => /^✔ (.*?) *(?:\[\d.*\])?$/.exec(line)?.[1] ?? []);

const RIGHTS =
  "create it, give the rights of state, give the rights of registry, give the rights of network, give the rights of cluster, give the rights of roles, give the rights of data";

/** Requests that change something: everything else in S3's and IAM's way of speaking only asks. */
const changes = (): string[] => moto.requests.filter((request) => /^(PUT|DELETE) /.test(request));

test.beforeEach(() => writeFileSync(FILE, COMMITTED));

test.serial("a dry run tells what would be made, and makes nothing", async (t) => {
  const { exitCode, output } = await bootstrap("--dry-run");
  t.is(exitCode, 0, output);
  t.deepEqual(steps(output), [
    `Check whose credentials these are: account ${ACCOUNT}, region ${REGION}`,
    "Key alias/spark-platform-state: would be made: create it, have it rotated every year",
    `State bucket ${BUCKET}: would be made: create it, block public access, keep versions, encrypt with alias/spark-platform-state, refuse plain HTTP`,
    "Identity provider token.actions.githubusercontent.com: would be made: create it",
    `CI role spark-platform-preview-dev for pulumi preview of example/data: would be made: ${RIGHTS}`,
    `CI role spark-platform-ci-dev for pulumi up of example/data: would be made: ${RIGHTS}`,
    "Pulumi stack dev: would be made: create it, name its key in Pulumi.dev.yaml",
  ]);
  t.true(output.endsWith("Nothing was changed."), output);
  t.is(readFileSync(FILE, "utf8"), COMMITTED);
  t.deepEqual(changes(), []);
  // Nothing was made out of sight either: it would all be made again.
  t.deepEqual(steps((await bootstrap("--dry-run")).output), steps(output));
});

test.serial("an account is prepared once, and a second time everything was there", async (t) => {
  const first = await bootstrap();
  t.is(first.exitCode, 0, first.output);
  const parts = [
    "Key alias/spark-platform-state",
    `State bucket ${BUCKET}`,
    "Identity provider token.actions.githubusercontent.com",
    "CI role spark-platform-preview-dev for pulumi preview of example/data",
    "CI role spark-platform-ci-dev for pulumi up of example/data",
    "Pulumi stack dev",
  ];
  t.deepEqual(
    steps(first.output).slice(2),
    parts.map((part) => `${part}: made`),
  );
  const written = readFileSync(FILE, "utf8");
  t.true(written.startsWith(COMMITTED.trimEnd()));
  t.true(written.includes(`\nsecretsprovider: awskms://alias/spark-platform-state?region=${REGION}\n`));

  writeFileSync(FILE, written);
  moto.requests.length = 0;
  const second = await bootstrap();
  t.deepEqual(
    steps(second.output).slice(2),
    parts.map((part) => `${part}: was there`),
  );
  t.deepEqual(changes(), []);
  t.is(readFileSync(FILE, "utf8"), written);
});

test.serial("what to type next is told at the end", async (t) => {
  const { output } = await bootstrap();
  const tail = output.slice(output.indexOf("Commit "));
  t.is(
    tail,
    [
      `Commit ${FILE}: it names the key of the stack's secrets. Then:`,
      "",
      `  export PULUMI_BACKEND_URL='${BACKEND}'`,
      "  npm run images -- --stack dev",
      "  npm run pulumi -- --stack dev preview",
      "",
      "CI: docs/pull-requests.md says how to protect the environments of example/data on GitHub. Their variables, and the rights below cluster.access:",
      "",
      "  environment dev-preview (rights: view)",
      `    AWS_ROLE            arn:aws:iam::${ACCOUNT}:role/spark-platform-preview-dev`,
      `    AWS_REGION          ${REGION}`,
      `    PULUMI_BACKEND_URL  ${BACKEND}`,
      "  environment dev (rights: admin)",
      `    AWS_ROLE            arn:aws:iam::${ACCOUNT}:role/spark-platform-ci-dev`,
      `    AWS_REGION          ${REGION}`,
      `    PULUMI_BACKEND_URL  ${BACKEND}`,
    ].join("\n"),
  );
});

test.serial("credentials of another account are refused before anything is made", async (t) => {
  await moto.reset();
  writeFileSync(FILE, COMMITTED.replaceAll(ACCOUNT, "999999999999"));
  const { exitCode, output } = await bootstrap();
  t.is(exitCode, 1);
  t.true(
    output.includes(`The credentials are for account ${ACCOUNT}, and cluster.account in ${FILE} is 999999999999.`),
    output,
  );
  t.deepEqual(changes(), []);
});

const BAD = [
  {
    what: "a stack that is not there",
    options: ["--stack", "nowhere"],
    says: "--stack nowhere: there is no stacks/Pulumi.nowhere.yaml. Stacks: dev, local, prod, staging. A new one starts as a copy of another's file.",
  },
  {
    what: "a stack without an account",
    options: ["--stack", "local"],
    says: '--stack local: its cluster is of kind "existing", which has no AWS account. Choose a stack whose cluster is of kind "eks".',
  },
  { what: "no stack", options: [], says: "Say for which stack: --stack NAME" },
  {
    what: "a repository that cannot be one",
    options: ["--stack", "dev", "--repository", "https://example.com/data"],
    says: "--repository https://example.com/data: write it as OWNER/NAME, as in its address on GitHub",
  },
];

for (const { what, options, says } of BAD) {
  test.serial(`${what} is refused with what to do, before AWS is asked anything`, async (t) => {
    await moto.reset();
    const { exitCode, output } = await run("bootstrap", ...options);
    t.is(exitCode, 1);
    t.is(output.trim(), says);
    t.deepEqual(moto.requests, []);
  });
}

test.serial(
  "repositories are made, and images that the registry has are named in the settings without being built",
  async (t) => {
    await moto.reset();
    t.is((await bootstrap()).exitCode, 0);
    const digests = await pushEverything();
    const { exitCode, output } = await run(...readmeCommand("npm run images -- --stack dev"), "--settings", FILE);
    t.is(exitCode, 0, output);
    t.deepEqual(
      new World(world).things("aws:ecr/repository:Repository").map(({ inputs }) => inputs["name"]),
      ["spark-platform/airflow", "spark-platform/postgres", "spark-platform/spark"],
    );
    const { images } = readSettings(FILE);
    t.deepEqual(images, digests);
    t.deepEqual(
      steps(output).map((line) => line.split(":")[0]),
      [
        "Check whose credentials these are",
        "Find or build the toolchain",
        "Provide the repositories",
        "Look which images are there",
      ],
    );
    const comments = (text: string): string[] => text.match(/#.*/g) ?? [];
    t.deepEqual(comments(readFileSync(FILE, "utf8")), comments(COMMITTED));
  },
);

/** Puts an image of each tag into the registry, where the simulated provider of Pulumi cannot make repositories. */
async function pushEverything(): Promise<Record<string, string>> {
  const ecr = new ECRClient({ region: REGION });
  const found: Record<string, string> = {};
  for (const [name, reference] of Object.entries(imageReferences())) {
    const repositoryName = `spark-platform/${name}`;
    await ecr.send(new CreateRepositoryCommand({ repositoryName }));
    const mediaType = "application/vnd.oci.image.manifest.v1+json";
    const imageManifest = JSON.stringify({ schemaVersion: 2, mediaType, layers: [], annotations: { name } });
    const imageTag = reference.split(":").at(-1);
    const { image } = await ecr.send(new PutImageCommand({ repositoryName, imageTag, imageManifest }));
    found[name] = `${REGISTRY}/${repositoryName}@${image?.imageId?.imageDigest ?? ""}`;
  }
  return found;
}
