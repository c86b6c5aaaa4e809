/** What components, settings and checks cost in a preview. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { COMMITTED_SETTINGS, readSettings } from "../../local/settings-file.js";
import { clusterNowhere } from "../engine/kubeconfig.js";
import { Workspace } from "../engine/workspace.js";
import type { Part } from "./part.js";
import { NO_PACK, plannedObjects, previewWith } from "./preview.js";

const BARE = fileURLToPath(new URL("bare", import.meta.url));

export const program: Part = {
  name: "program",
  what: "previews of stack local, and of the same Kubernetes objects as bare resources",
  async prepare() {
    const ours = await Workspace.create(undefined, NO_PACK, "bench-ours");
    const bare = await Workspace.create(BARE, NO_PACK, "bench-bare");
    ours.writeSettings({ ...readSettings(COMMITTED_SETTINGS), ...clusterNowhere(ours) });
    const objects = join(bare.directory, "objects.json");
    writeFileSync(objects, JSON.stringify(await plannedObjects(ours)));
    bare.writeSettings({ ...clusterNowhere(bare), objects });
    return {
      runs: { ours: { timed: () => previewWith(0, ours) }, bare: { timed: () => previewWith(0, bare) } },
      figures: [
        {
          name: "preview of stack local against the same objects as bare resources",
          of: ({ ours = NaN, bare = NaN }) => ours / bare,
          unit: "×",
          bar: 1.2,
        },
      ],
      end: () => {
        for (const workspace of [ours, bare]) workspace.remove();
        return Promise.resolve();
      },
    };
  },
};
