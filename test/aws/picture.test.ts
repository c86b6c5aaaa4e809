import { readFileSync } from "node:fs";

import test from "ava";

import { draw } from "../picture/drawing.js";
import { firstPreview, PICTURE } from "../picture/preview.js";

test(`${PICTURE} is what npm run picture draws of stack prod`, async (t) => {
  t.timeout(300_000);
  t.is(await draw(await firstPreview("prod")), readFileSync(PICTURE, "utf8"));
});
