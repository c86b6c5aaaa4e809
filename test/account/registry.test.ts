/** Login to the registry and the look for images, asked of (simulated) AWS. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { CreateRepositoryCommand, ECRClient, PutImageCommand } from "@aws-sdk/client-ecr";
import test from "ava";

import { presentImages } from "../../local/account/images.js";
import { ecrLogin, withLogin } from "../../local/account/registry.js";
import { type ImageName, imageReferences } from "../../local/images.js";
import { Moto, REGION } from "./moto.js";
import { STACK } from "./stack.js";

const moto = await Moto.start();
const ecr = new ECRClient({ region: REGION });
const home = mkdtempSync(join(tmpdir(), "spark-platform-docker-"));

test.beforeEach(() => moto.reset());
test.after.always(() => {
  moto.stop();
  rmSync(home, { recursive: true, force: true });
});

const REGISTRY = "111122223333.dkr.ecr.eu-central-1.amazonaws.com";
const MANIFEST = "application/vnd.oci.image.manifest.v1+json";
const LOGIN = { registry: REGISTRY, auth: "QVdTOnNlc2FtZQ==" };

/** Puts an image with the tag that it would get here into the registry, and answers with its digest. */
async function push(name: ImageName): Promise<string | undefined> {
  const repositoryName = `spark-platform/${name}`;
  const imageTag = imageReferences()[name].split(":").at(-1);
  const imageManifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: MANIFEST,
    layers: [],
    config: { digest: `sha256:${name}`, size: 1 },
  });
  const { image } = await ecr.send(new PutImageCommand({ repositoryName, imageTag, imageManifest }));
  return image?.imageId?.imageDigest;
}

test.serial("ECR's login is for the registry of the account and region", async (t) => {
  const { registry, auth } = await ecrLogin(STACK);
  t.is(registry, REGISTRY);
  t.is(Buffer.from(auth, "base64").toString(), "AWS:111122223333-auth-token");
});

test.serial("images that the registry has are found by the hash of what went into them", async (t) => {
  for (const name of Object.keys(imageReferences())) {
    await ecr.send(new CreateRepositoryCommand({ repositoryName: `spark-platform/${name}` }));
  }
  t.deepEqual(await presentImages(STACK, LOGIN), {});
  const digest = await push("spark");
  t.regex(digest ?? "", /^sha256:[0-9a-f]{64}$/);
  t.deepEqual(await presentImages(STACK, LOGIN), { spark: `${REGISTRY}/spark-platform/spark@${digest ?? ""}` });
});

test.serial("the login is in a file for this user alone, as long as it is needed", async (t) => {
  process.env["DOCKER_CONFIG"] = join(home, "nowhere");
  const directory = await withLogin(LOGIN, (directory) => {
    const file = join(directory, "config.json");
    t.is(statSync(file).mode & 0o777, 0o600);
    t.is(statSync(directory).mode & 0o777, 0o700);
    t.deepEqual(JSON.parse(readFileSync(file, "utf8")), { auths: { [REGISTRY]: { auth: LOGIN.auth } } });
    return Promise.resolve(directory);
  });
  t.false(existsSync(directory));
});

test.serial("the login is gone also when the work fails", async (t) => {
  let used = "";
  const work = withLogin(LOGIN, (directory) => {
    used = directory;
    return Promise.reject(new Error("the registry is down"));
  });
  await t.throwsAsync(work, { message: "the registry is down" });
  t.false(existsSync(used));
});

test.serial("Docker still finds the daemon that the user chose, and no login of the user's", async (t) => {
  process.env["DOCKER_CONFIG"] = home;
  mkdirSync(join(home, "contexts", "meta"), { recursive: true });
  const own = { currentContext: "colima", credsStore: "desktop", auths: { "example.com": { auth: "own" } } };
  writeFileSync(join(home, "config.json"), JSON.stringify(own));
  await withLogin(LOGIN, (directory) => {
    const config: unknown = JSON.parse(readFileSync(join(directory, "config.json"), "utf8"));
    t.deepEqual(config, { currentContext: "colima", auths: { [REGISTRY]: { auth: LOGIN.auth } } });
    t.true(existsSync(join(directory, "contexts", "meta")));
    return Promise.resolve();
  });
  t.true(existsSync(join(home, "contexts", "meta")));
});
