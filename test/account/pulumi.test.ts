/** `npm run pulumi -- --stack NAME …`: the environment in which Pulumi works on a stack that is not the local one. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import test from "ava";

import { awsEnvironment, inProject, runPulumi } from "../../local/account/pulumi.js";
import { REPOSITORY } from "../../local/paths.js";
import { ensureToolchain } from "../../local/toolchain.js";
import { withEnvironment } from "../runner/platform.js";

const toolchain = await ensureToolchain(["pulumi", "pulumi-language-nodejs"], () => undefined);
const home = mkdtempSync(join(tmpdir(), "spark-platform-pulumi-"));
test.after.always(() => rmSync(home, { recursive: true, force: true }));

const backend = { PULUMI_BACKEND_URL: `file://${home}`, PULUMI_HOME: home, PULUMI_CONFIG_PASSPHRASE: "hush" };

test("Pulumi is this checkout's, with the policy pack and its configuration, and otherwise the user's own", (t) => {
  const { PATH, ...environment } = awsEnvironment("prod", toolchain);
  t.true(PATH?.startsWith(join(toolchain.path("pulumi"), "..")));
  t.deepEqual(environment, {
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_OPTION_POLICY_PACK: join(REPOSITORY, "policies"),
    PULUMI_OPTION_POLICY_PACK_CONFIG: join(REPOSITORY, "stacks", "policies.prod.json"),
    PULUMI_NODEJS_TRANSPILE_ONLY: "true",
    PULUMI_K8S_ENABLE_PATCH_FORCE: "true",
  });
  t.false("PULUMI_OPTION_POLICY_PACK_CONFIG" in awsEnvironment("none", toolchain));
});

test("any command of Pulumi reaches the stack in the user's backend", async (t) => {
  await inProject("spark-platform", {}, (cwd) =>
    runPulumi(toolchain, ["stack", "init", "dev", "--no-select"], {
      cwd,
      env: { ...backend, PATH: toolchain.env["PATH"] ?? "" },
    }),
  );
  const { exitCode, stdout } = await withEnvironment(backend)("pulumi", "--stack", "dev", "stack", "export");
  t.is(exitCode, 0);
  t.is((JSON.parse(stdout) as { version: number }).version, 3);
});

test("a stack without a file is refused, and those that there are, are named", async (t) => {
  const { exitCode, output } = await withEnvironment(backend)("pulumi", "--stack", "nowhere", "preview");
  t.is(exitCode, 1);
  t.regex(output, /^--stack nowhere: there is no stacks\/Pulumi\.nowhere\.yaml\. Stacks: dev, local, prod, staging\./m);
});

test("the policy pack judges with the configuration from the environment", async (t) => {
  const program = { main: "index.js" };
  const file = join(home, "policies.json");
  const preview = (configuration: object) => {
    writeFileSync(file, JSON.stringify(configuration));
    return inProject("spark-platform-judged", { "package.json": program }, async (cwd) => {
      writeFileSync(join(cwd, "index.js"), "");
      const PULUMI_STACK = "judged";
      const env = { ...awsEnvironment("dev", toolchain), ...backend, PULUMI_OPTION_POLICY_PACK_CONFIG: file };
      await runPulumi(toolchain, ["stack", "init", PULUMI_STACK], { cwd, env });
      return runPulumi(toolchain, ["preview"], { cwd, env: { ...env, PULUMI_STACK } });
    });
  };
  await t.throwsAsync(preview({ "no-such-policy": "advisory" }), { message: /no-such-policy/ });
});

test("a project of a command is gone after it", async (t) => {
  const directory = await inProject("example", { "Pulumi.dev.yaml": { config: {} } }, (directory) => {
    t.is(readFileSync(join(directory, "Pulumi.yaml"), "utf8"), "name: example\nruntime: nodejs\n");
    return Promise.resolve(directory);
  });
  t.false(existsSync(directory));
});
