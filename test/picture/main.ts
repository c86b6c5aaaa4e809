/** `npm run picture`: draws the picture of the README anew, from a preview of stack prod on simulated AWS. */
import { writeFileSync } from "node:fs";

import { draw } from "./drawing.js";
import { firstPreview, PICTURE } from "./preview.js";

/** Answers with the process's exit code. */
export async function main(): Promise<number> {
  console.log("Previewing stack prod on simulated AWS …");
  writeFileSync(PICTURE, await draw(await firstPreview("prod")));
  console.log(`${PICTURE} is drawn.`);
  return 0;
}
