/** How long program and pack take until they are loaded; every preview waits for both. */
import { execa } from "execa";

import { REPOSITORY } from "../../local/paths.js";
import { startPack } from "../policy/runner.js";
import type { Part } from "./part.js";

/** With the flags of Pulumi.yaml. Ends at once: what the SDK has begun by then nobody waits for. */
const LOAD_PROGRAM = ["--import=tsx", "--eval", 'require("./infra/index.ts"); process.exit()'];

export const start: Part = {
  name: "start",
  what: "program and policy pack until they are loaded",
  prepare: () =>
    Promise.resolve({
      runs: {
        program: { timed: () => execa("node", LOAD_PROGRAM, { cwd: REPOSITORY }) },
        pack: { timed: async () => (await startPack()).stop() },
      },
      figures: [
        { name: "start of the program of stack local", of: ({ program = NaN }) => program, unit: "s" },
        { name: "start of the policy pack", of: ({ pack = NaN }) => pack, unit: "s", bar: 2 },
      ],
      end: () => Promise.resolve(),
    }),
};
