import test from "ava";

import { isPinned } from "../../../components/spark/image.js";
import { whyNotPinned } from "../../../policies/model/images.js";

const sha256 = `sha256:${"0123456789abcdef".repeat(4)}`;
const sha512 = `sha512:${"0123456789abcdef".repeat(8)}`;

/** What components refuse and policies report must be the same: a job that the settings accept never fails in the preview. */
for (const [image, why] of [
  ["spark:4.1.2", undefined],
  ["team/spark:4.1.2-java17", undefined],
  ["registry.test:5000/spark:1_a", undefined],
  ["localhost/spark-platform/spark:4f1c2a9b3d5e", undefined],
  [`spark@${sha256}`, undefined],
  [`spark@${sha512}`, undefined],
  [`spark:latest@${sha256}`, undefined],
  [`registry.test:5000/spark:latest@${sha512}`, undefined],
  ["spark", "has no tag, which means latest"],
  ["registry.test:5000/spark", "has no tag, which means latest"],
  ["spark:latest", "has the moving tag latest"],
  ["registry.test:5000/spark:latest", "has the moving tag latest"],
  ["spark@sha256:abc", "has an incomplete digest"],
  [`spark:4@${sha256}0`, "has an incomplete digest"],
  [`spark@${sha512.slice(0, -1)}`, "has an incomplete digest"],
  [`spark@sha1:${"a".repeat(40)}`, "has an incomplete digest"],
  [`@${sha256}`, "has an incomplete digest"],
  ["", "is no image reference"],
  ["spark:", "is no image reference"],
  [":1", "is no image reference"],
  ["spark:-1", "is no image reference"],
  ["spark: 1", "is no image reference"],
  ["spark:1 ", "is no image reference"],
  [`spark:${"1".repeat(129)}`, "is no image reference"],
  ["registry.test:x/spark:1", "is no image reference"],
  ["$(REGISTRY)/spark:1", "is put together at run time"],
  ["spark:{{ tag }}", "is put together at run time"],
] as const) {
  test(`${JSON.stringify(image)} ${why ?? "is pinned"}, for components and policies alike`, (t) => {
    t.is(whyNotPinned(image), why);
    t.is(isPinned(image), why === undefined);
  });
}
