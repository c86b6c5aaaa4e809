/** A push with a login, as `npm run images -- --stack NAME` does it: a real builder, and a real registry that lets nobody in without. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import test from "ava";
import { execa } from "execa";

import { withLogin } from "../../local/account/registry.js";
import { type Image, pushImages } from "../../local/images.js";
import { eventually } from "../runner/kubectl.js";

const directory = mkdtempSync(join(tmpdir(), "spark-platform-login-test-"));
let server: ChildProcess | undefined;

test.before(() => {
  // Images and storage of the builder.
  process.env["XDG_CACHE_HOME"] = directory;
});
test.after.always(() => {
  server?.kill();
  rmSync(directory, { recursive: true, force: true });
});

const PASSWORD = "a-session-token";
/** User and password as the registry's file of users has them, by bcrypt. */
const USER = "AWS:$2b$04$jupRaiaQ12eb9xnaCoPLTuyAZI6LETbFObKuJGSB1lnn3FRvN891m";

/** As builders write them. */
const MANIFESTS = [
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
].join();

async function startRegistry(): Promise<string> {
  const address = `127.0.0.1:${await freePort()}`;
  const users = join(directory, "users");
  writeFileSync(users, `${USER}\n`);
  const config = join(directory, "registry.yml");
  const storage = { filesystem: { rootdirectory: join(directory, "registry") } };
  const auth = { htpasswd: { realm: "test", path: users } };
  writeFileSync(config, JSON.stringify({ version: 0.1, storage, auth, http: { addr: address } }));
  server = spawn("docker-registry", ["serve", config], { stdio: "ignore" });
  await eventually("the registry answers", 20, async () => {
    const answer = await fetch(`http://${address}/v2/`).catch(() => undefined);
    return answer?.status === 401 ? answer : undefined;
  });
  return address;
}

async function freePort(): Promise<number> {
  const listener = createServer().listen(0, "127.0.0.1");
  await once(listener, "listening");
  const { port } = listener.address() as AddressInfo;
  listener.close();
  return port;
}

/** An image with nothing in it, as an archive. */
async function emptyImage(name: string): Promise<Image> {
  const storage = ["--storage-driver", "vfs", "--root", join(directory, "root"), "--runroot", join(directory, "run")];
  const archive = join(directory, `${name}.tar`);
  const reference = `localhost/spark-platform/${name}:0123456789ab`;
  const { stdout: container } = await execa("buildah", [...storage, "from", "scratch"]);
  await execa("buildah", [...storage, "commit", container, `docker-archive:${archive}:${reference}`]);
  return { reference, archive };
}

test("images are pushed with a login that no command line shows, and without it they are not", async (t) => {
  const registry = await startRegistry();
  const images = {
    airflow: await emptyImage("airflow"),
    spark: await emptyImage("spark"),
    postgres: await emptyImage("postgres"),
  };
  const lines: string[] = [];
  const report = (line: string): unknown => lines.push(line);
  await t.throwsAsync(pushImages(registry, images, { plainHttp: true }, report), {
    message: /authentication required/,
  });

  const auth = Buffer.from(`AWS:${PASSWORD}`).toString("base64");
  const references = await withLogin({ registry, auth }, (login) =>
    pushImages(registry, images, { plainHttp: true, login }, report),
  );
  for (const [name, reference] of Object.entries(references)) {
    const [repository = "", digest = ""] = reference.split("@");
    t.is(repository, `${registry}/spark-platform/${name}`);
    const manifest = await fetch(`http://${registry}/v2/spark-platform/${name}/manifests/${digest}`, {
      headers: { authorization: `Basic ${auth}`, accept: MANIFESTS },
    });
    t.is(manifest.status, 200);
  }
});
