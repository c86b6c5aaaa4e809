/** The images with stand-ins for the programs that build and load them: each writes down how it was called. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

import test from "ava";

import { ensureImages, type Images, loadIntoKind, loadIntoMinikube, pushImages } from "../../../local/images.js";

const home = mkdtempSync(join(tmpdir(), "spark-platform-images-"));
const programs = join(home, "bin");
const calls = join(home, "calls");
const cache = join(home, "spark-platform", "images");
mkdirSync(programs);

/** Puts a stand-in on PATH that notes its arguments and then does `body`. */
function standIn(name: string, body = ""): void {
  writeFileSync(join(programs, name), `#!/bin/sh\necho "${name} $*" >> ${calls}\n${body}\n`, { mode: 0o755 });
}

/** What was called since the last look, without the parts that differ from machine to machine. */
function called(): string[] {
  const lines = existsSync(calls) ? readFileSync(calls, "utf8").trim().split("\n") : [];
  rmSync(calls, { force: true });
  return lines.map((line) => line.replaceAll(cache, "CACHE").replace(/(?<=[:-])[0-9a-f]{12}\b/g, "HASH"));
}

const DIGEST = `sha256:${"0123456789abcdef".repeat(4)}`;
const DOCKER = `
case "$1 $2" in
  "image inspect") test -e ${home}/has-base && case "$3" in */base:*) exit 0;; esac; exit 1;;
  "save --output") echo image > "$3";;
  "push "*) echo "latest: digest: ${DIGEST} size: 528";;
esac`;

const silent = (): void => undefined;

test.before(() => {
  process.env["XDG_CACHE_HOME"] = home;
  process.env["PATH"] = `${programs}:/usr/bin:/bin`;
  // As a user who is not root, who has Docker and no debootstrap.
  process.getuid = () => 1000;
});

test.after.always(() => rmSync(home, { recursive: true }));

test.beforeEach(() => {
  rmSync(join(home, "spark-platform"), { recursive: true, force: true });
  rmSync(join(home, "has-base"), { force: true });
  standIn("docker", DOCKER);
  called();
});

const BASE = [
  "docker image inspect localhost/spark-platform/base:HASH",
  "docker build --build-arg BASE=debian:12-slim --tag localhost/spark-platform/base:HASH CACHE/context/base",
];
const built = (name: string): string[] => [
  `docker build --build-arg BASE=localhost/spark-platform/base:HASH --tag localhost/spark-platform/${name}:HASH CACHE/context/${name}`,
  `docker save --output CACHE/${name}-HASH.tar.unfinished localhost/spark-platform/${name}:HASH`,
];

test.serial("all images are built on one base, and a second time nothing is built", async (t) => {
  const images = await ensureImages(silent);
  t.deepEqual(called(), [...BASE, ...built("postgres"), ...built("airflow"), ...built("spark")]);
  for (const [name, { reference, archive }] of Object.entries(images)) {
    const hash = /^localhost\/spark-platform\/(\w+):([0-9a-f]{12})$/.exec(reference);
    t.is(hash?.[1], name);
    t.is(archive, join(cache, `${name}-${hash?.[2] ?? ""}.tar`));
    t.is(readFileSync(archive, "utf8"), "image\n");
  }
  t.deepEqual(await ensureImages(silent), images);
  t.deepEqual(called(), []);
});

test.serial("only the image that is missing is built, on the base that is there", async (t) => {
  const images = await ensureImages(silent);
  rmSync(images.spark.archive);
  writeFileSync(join(home, "has-base"), "");
  called();
  await ensureImages(silent);
  t.deepEqual(called(), [BASE[0], ...built("spark")]);
});

test.serial("an archive that was not finished is no archive and goes away", async (t) => {
  standIn("docker", DOCKER.replace('echo image > "$3"', 'echo half > "$3"; exit 1'));
  await t.throwsAsync(ensureImages(silent));
  t.is(readdirSync(cache).filter((file) => file.endsWith(".tar.unfinished")).length, 1);
  standIn("docker", DOCKER);
  await ensureImages(silent);
  t.deepEqual(
    readdirSync(cache).filter((file) => file.includes(".unfinished")),
    [],
  );
});

test.serial("a build that fails is told with its last lines and its log", async (t) => {
  standIn("docker", `case "$1" in image) exit 1;; build) for i in 1 2 3 4 5 6; do echo "line $i"; done; exit 7;; esac`);
  const log = join(cache, "logs", "base.log");
  const error = await t.throwsAsync(ensureImages(silent));
  t.regex(error.message, /^Image base: Command failed with exit code 7: docker build /);
  t.true(error.message.endsWith(`\nThe whole log is ${log}; its end:\nline 2\nline 3\nline 4\nline 5\nline 6`));
  t.is(readFileSync(log, "utf8"), "line 1\nline 2\nline 3\nline 4\nline 5\nline 6\n");
});

test.serial("of older archives of an image only the last used ones stay, also in the builder", async (t) => {
  mkdirSync(cache, { recursive: true });
  for (const age of [1, 2, 3, 4]) {
    const archive = join(cache, `spark-${String(age).repeat(12)}.tar`);
    writeFileSync(archive, "old");
    utimesSync(archive, new Date(2026, 0, 10 - age), new Date(2026, 0, 10 - age));
  }
  const { spark } = await ensureImages(silent);
  const kept = readdirSync(cache).filter((file) => file.startsWith("spark-"));
  t.deepEqual(kept.sort(), [basename(spark.archive), "spark-111111111111.tar", "spark-222222222222.tar"].sort());
  t.is(called().at(-1), "docker image rm localhost/spark-platform/spark:HASH localhost/spark-platform/spark:HASH");
});

const IMAGES = Object.fromEntries(
  ["postgres", "airflow", "spark"].map((name) => [
    name,
    { reference: `localhost/spark-platform/${name}:abc`, archive: `/cache/${name}.tar` },
  ]),
) as Images;

test.serial("pushed images are referred to by digest", async (t) => {
  const references = await pushImages("localhost:5000/team", IMAGES, { plainHttp: true }, silent);
  t.deepEqual(references, {
    postgres: `localhost:5000/team/spark-platform/postgres@${DIGEST}`,
    airflow: `localhost:5000/team/spark-platform/airflow@${DIGEST}`,
    spark: `localhost:5000/team/spark-platform/spark@${DIGEST}`,
  });
  t.deepEqual(called().slice(0, 4), [
    "docker image inspect localhost/spark-platform/postgres:abc",
    "docker load --input /cache/postgres.tar",
    "docker tag localhost/spark-platform/postgres:abc localhost:5000/team/spark-platform/postgres:abc",
    "docker push localhost:5000/team/spark-platform/postgres:abc",
  ]);
});

test.serial("a login is given to Docker as the place of a file, not as words", async (t) => {
  standIn("docker", `echo "$DOCKER_CONFIG" >> ${calls}\n${DOCKER}`);
  await pushImages("localhost:5000", IMAGES, { plainHttp: false, login: "/tmp/login" }, silent);
  t.deepEqual(called().slice(4, 8), [
    "docker tag localhost/spark-platform/postgres:abc localhost:5000/spark-platform/postgres:abc",
    "",
    "docker push localhost:5000/spark-platform/postgres:abc",
    "/tmp/login",
  ]);
});

test.serial("an image that the registry has is not pushed again", async (t) => {
  const present = { postgres: "known", airflow: "known too" };
  const references = await pushImages("localhost:5000", IMAGES, { plainHttp: false }, silent, present);
  t.deepEqual(references, { ...present, spark: `localhost:5000/spark-platform/spark@${DIGEST}` });
  t.true(called().every((line) => line.includes("/spark")));
});

test.serial("kind and minikube get the archives, and the references stay", async (t) => {
  standIn("kind");
  standIn("minikube");
  const references = {
    postgres: "localhost/spark-platform/postgres:abc",
    airflow: "localhost/spark-platform/airflow:abc",
    spark: "localhost/spark-platform/spark:abc",
  };
  t.deepEqual(await loadIntoKind("dev", IMAGES, silent), references);
  t.deepEqual(
    called(),
    ["postgres", "airflow", "spark"].map((name) => `kind load image-archive /cache/${name}.tar --name dev`),
  );
  t.deepEqual(await loadIntoMinikube("dev", IMAGES, silent), references);
  t.deepEqual(
    called(),
    ["postgres", "airflow", "spark"].map((name) => `minikube --profile dev image load /cache/${name}.tar`),
  );
});

test.serial("a machine that can build no image is told what to install", async (t) => {
  rmSync(join(programs, "docker"));
  await t.throwsAsync(ensureImages(silent), {
    message:
      "Nothing here builds images. As root on Debian or Ubuntu: apt-get install --yes buildah debootstrap. Elsewhere: install Docker.",
  });
});
