/** The registry of an account (ECR): its repositories as a Pulumi project of their own, and a login to push into them. */
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";

import { ECRClient, GetAuthorizationTokenCommand } from "@aws-sdk/client-ecr";

import { PROJECT } from "../../vocabulary.js";
import { REPOSITORY } from "../paths.js";
import { readSecretsKey } from "../settings-file.js";
import type { Report } from "../steps.js";
import type { Toolchain } from "../toolchain.js";
import { REGISTRY_PROJECT, registryStack } from "./names.js";
import { awsEnvironment, inProject, runPulumi } from "./pulumi.js";
import type { CheckedAccount, StackAccount } from "./stack-account.js";

const PROGRAM = join(REPOSITORY, "infra", "registry");

/** Makes the repositories, or brings them up to date. */
export async function provideRepositories(stack: CheckedAccount, toolchain: Toolchain, report: Report): Promise<void> {
  const env = awsEnvironment(stack.stack, toolchain);
  const name = registryStack(stack);
  await inProject(REGISTRY_PROJECT, {}, async (cwd) => {
    const stacks = JSON.parse(await runPulumi(toolchain, ["stack", "ls", "--json"], { cwd, env })) as {
      name: string;
    }[];
    if (stacks.some((known) => known.name === name)) return;
    const provider = readSecretsKey(stack.file)?.secretsprovider;
    const options = ["--no-select", ...(provider === undefined ? [] : ["--secrets-provider", provider])];
    await runPulumi(toolchain, ["stack", "init", name, ...options], { cwd, env });
  });
  const quiet = ["--yes", "--skip-preview", "--suppress-progress"];
  await runPulumi(toolchain, ["up", ...quiet, "--stack", name, "--config-file", stack.file], {
    cwd: PROGRAM,
    env,
    report,
  });
}

/** A login to a registry, as both buildah and Docker read it. */
export interface RegistryLogin {
  /** Host of the registry. */
  readonly registry: string;
  /** `user:password` in base64. */
  readonly auth: string;
}

/** Asks AWS for a login, which is good for twelve hours. */
export async function ecrLogin({ account, region }: StackAccount): Promise<RegistryLogin> {
  const { authorizationData = [] } = await new ECRClient({ region }).send(new GetAuthorizationTokenCommand({}));
  const [{ authorizationToken: auth, proxyEndpoint } = {}] = authorizationData;
  if (auth === undefined || proxyEndpoint === undefined) throw new Error(`ECR of account ${account} gave no login.`);
  return { registry: new URL(proxyEndpoint).host, auth };
}

/**
 * Does `work` while a directory with a file `config.json` holds the login, readable by this user alone. Never on a command line, where every user of the machine
 * could read it, and never in the user's own file.
 */
export async function withLogin<T>(
  { registry, auth }: RegistryLogin,
  work: (directory: string) => Promise<T>,
): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), `${PROJECT}-login-`));
  try {
    const config = { ...dockerContext(directory), auths: { [registry]: { auth } } };
    writeFileSync(join(directory, "config.json"), JSON.stringify(config), { mode: 0o600 });
    return await work(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** With another configuration Docker would also forget which daemon it talks to. */
function dockerContext(directory: string): { currentContext?: string } {
  const own = process.env["DOCKER_CONFIG"] ?? join(homedir(), ".docker");
  if (!existsSync(join(own, "config.json"))) return {};
  const { currentContext } = JSON.parse(readFileSync(join(own, "config.json"), "utf8")) as { currentContext?: string };
  if (currentContext === undefined) return {};
  symlinkSync(join(own, "contexts"), join(directory, "contexts"));
  return { currentContext };
}
