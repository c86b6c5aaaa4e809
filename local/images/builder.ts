/** The program that builds images: buildah with its own storage where it is installed, else Docker. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { execa } from "execa";

import { PROJECT } from "../../vocabulary.js";
import { cacheHome, REPOSITORY } from "../paths.js";
import { onPath } from "../toolchain/path.js";
import type { Run } from "./run.js";

/** Debian release that all images stand on. */
const SUITE = "bookworm";

export interface Builder {
  /** What tells its images from those of another builder; part of their hash. */
  readonly origin: string;
  /** Removes what an interrupted build left. */
  clean(): Promise<void>;
  exists(reference: string): Promise<boolean>;
  /** Makes the image of a plain Debian available and answers with its reference. */
  debian(hash: string, run: Run): Promise<string>;
  /** Builds a context with a Dockerfile on `base`. */
  build(context: string, reference: string, base: string, run: Run): Promise<void>;
  /** Writes an image as a docker-archive. */
  save(reference: string, archive: string, run: Run): Promise<void>;
  /** Reads an archive that {@link save} wrote, for an image that is no longer in the builder's storage. */
  load(archive: string, run: Run): Promise<void>;
  remove(references: readonly string[]): Promise<void>;
  /** Pushes an image under another name and answers with its digest, `sha256:…`. */
  push(reference: string, target: string, options: PushOptions, run: Run): Promise<string>;
}

export interface PushOptions {
  /** The registry speaks plain HTTP. */
  readonly plainHttp: boolean;
  /** Directory with a `config.json` that holds the login. Default: the user's own logins. */
  readonly login?: string;
}

/**
 * The builder of this machine.
 *
 * @throws Error with the command to install one
 */
export function findBuilder(): Builder {
  const root = process.getuid?.() === 0;
  if (root && onPath("buildah") !== undefined && onPath("debootstrap") !== undefined) return buildah();
  if (onPath("docker") !== undefined) return docker;
  throw new Error(
    "Nothing here builds images. As root on Debian or Ubuntu: apt-get install --yes buildah debootstrap. Elsewhere: install Docker.",
  );
}

function buildah(): Builder {
  const env = { CONTAINERS_STORAGE_CONF: storageConfiguration() };
  const quiet = (...args: string[]) => execa("buildah", args, { env, reject: false });
  return {
    origin: `debootstrap ${SUITE}`,
    async clean() {
      await quiet("rm", "--all");
    },
    async exists(reference) {
      return (await quiet("inspect", "--type", "image", reference)).exitCode === 0;
    },
    async debian(hash, run) {
      const reference = `localhost/${PROJECT}/debian:${hash}`;
      if (!(await this.exists(reference))) {
        await run(join(REPOSITORY, "images", "base", "debian.sh"), [SUITE, reference], env);
      }
      return reference;
    },
    async build(context, reference, base, run) {
      const options = ["--isolation", "chroot", "--layers", "--pull=never", "--build-arg", `BASE=${base}`];
      await run("buildah", ["build", ...options, "--tag", reference, context], env);
    },
    async save(reference, archive, run) {
      await run("buildah", ["push", reference, `docker-archive:${archive}:${reference}`], env);
    },
    async load(archive, run) {
      await run("buildah", ["pull", `docker-archive:${archive}`], env);
    },
    async remove(references) {
      if (references.length > 0) await quiet("rmi", ...references);
    },
    async push(reference, target, { plainHttp, login }, run) {
      const digest = join(cacheHome(), "images", `digest-${process.pid}`);
      const options = ["--digestfile", digest, `--tls-verify=${!plainHttp}`];
      const authentication = login === undefined ? {} : { REGISTRY_AUTH_FILE: join(login, "config.json") };
      await run("buildah", ["push", ...options, reference, `docker://${target}`], { ...env, ...authentication });
      const pushed = readFileSync(digest, "utf8").trim();
      rmSync(digest);
      return pushed;
    },
  };
}

/** Storage of our own: the user's images stay theirs, and removing the cache removes ours. */
function storageConfiguration(): string {
  const directory = join(cacheHome(), "buildah");
  mkdirSync(directory, { recursive: true });
  const file = join(directory, "storage.conf");
  const paths = { graphroot: join(directory, "storage"), runroot: join(directory, "run") };
  const lines = Object.entries({ driver: "overlay", ...paths }).map(
    ([key, value]) => `${key} = ${JSON.stringify(value)}`,
  );
  writeFileSync(file, ["[storage]", ...lines, ""].join("\n"));
  return file;
}

/** For laptops that use an existing cluster; Docker pulls Debian itself. */
const docker: Builder = {
  origin: "debian:12-slim",
  clean: () => Promise.resolve(),
  async exists(reference) {
    return (await execa("docker", ["image", "inspect", reference], { reject: false })).exitCode === 0;
  },
  debian: () => Promise.resolve("debian:12-slim"),
  async build(context, reference, base, run) {
    await run("docker", ["build", "--build-arg", `BASE=${base}`, "--tag", reference, context]);
  },
  async save(reference, archive, run) {
    await run("docker", ["save", "--output", archive, reference]);
  },
  async load(archive, run) {
    await run("docker", ["load", "--input", archive]);
  },
  async remove(references) {
    if (references.length > 0) await execa("docker", ["image", "rm", ...references], { reject: false });
  },
  // Whether a registry may speak plain HTTP is a setting of Docker's daemon; localhost may.
  async push(reference, target, { login }, run) {
    await run("docker", ["tag", reference, target]);
    const output = await run("docker", ["push", target], login === undefined ? {} : { DOCKER_CONFIG: login });
    const digest = /digest: (sha256:[0-9a-f]{64})/.exec(output)?.[1];
    if (digest === undefined) throw new Error(`docker push ${target} printed no digest.`);
    return digest;
  },
};
