/** What the policy pack costs. */
import { fileURLToPath } from "node:url";

import { clusterNowhere } from "../engine/kubeconfig.js";
import { Workspace } from "../engine/workspace.js";
import type { Part, Run } from "./part.js";
import { previewWith } from "./preview.js";

const TRIVIAL_PACK = fileURLToPath(new URL("trivial-pack", import.meta.url));

export const policies: Part = {
  name: "policies",
  what: "previews of many jobs, with the policy pack and with one trivial policy",
  async prepare() {
    const trivial = await Workspace.create("jobs", { PULUMI_OPTION_POLICY_PACK: TRIVIAL_PACK }, "bench-trivial");
    const full = await Workspace.create("jobs", {}, "bench-full");
    return {
      runs: { trivial500: preview(trivial, 500), full500: preview(full, 500), full1000: preview(full, 1000) },
      figures: [
        {
          name: "preview of 500 jobs: all policies against one trivial policy",
          of: ({ full500 = NaN, trivial500 = NaN }) => full500 / trivial500,
          unit: "×",
          bar: 1.25,
        },
        {
          name: "preview with all policies: 1,000 jobs against 500",
          of: ({ full1000 = NaN, full500 = NaN }) => full1000 / full500,
          unit: "×",
          bar: 2.1,
        },
      ],
      end: () => {
        for (const workspace of [trivial, full]) workspace.remove();
        return Promise.resolve();
      },
    };
  },
};

function preview(workspace: Workspace, jobs: number): Run {
  return {
    before: () => {
      workspace.writeSettings({ ...clusterNowhere(workspace), jobs });
      return Promise.resolve();
    },
    timed: () => previewWith(1, workspace),
  };
}
