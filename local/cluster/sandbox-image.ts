/** The image of pod sandboxes, made here because nothing can be pulled: one static program that sleeps. */
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { execa } from "execa";

import { PROJECT } from "../../vocabulary.js";
import { ARCHITECTURE } from "../toolchain/build.js";
import { PROGRAMS } from "../toolchain/programs.js";

export const SANDBOX_IMAGE = `localhost/${PROJECT}/pause:${PROGRAMS.pause.version}`;

/**
 * Makes the image in the format of `docker save`: layers, an image configuration and a manifest.
 *
 * @param directory is emptied first
 * @returns path of the archive
 */
export async function makeSandboxImage(directory: string, pause: string): Promise<string> {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  const tar = (...args: string[]) => execa("tar", ["--owner=0", "--group=0", "-cf", ...args], { cwd: directory });
  copyFileSync(pause, join(directory, "pause"));
  await tar("layer.tar", "pause");
  const layer = createHash("sha256")
    .update(readFileSync(join(directory, "layer.tar")))
    .digest("hex");
  const configuration = {
    architecture: ARCHITECTURE,
    os: "linux",
    config: { Entrypoint: ["/pause"] },
    rootfs: { type: "layers", diff_ids: [`sha256:${layer}`] },
  };
  const manifest = [{ Config: "config.json", RepoTags: [SANDBOX_IMAGE], Layers: ["layer.tar"] }];
  writeFileSync(join(directory, "config.json"), JSON.stringify(configuration));
  writeFileSync(join(directory, "manifest.json"), JSON.stringify(manifest));
  await tar("image.tar", "manifest.json", "config.json", "layer.tar");
  return join(directory, "image.tar");
}
