import test from "ava";
import { isPinned } from "../../../../components/spark/image.js";

const digest = `sha256:${"0123456789abcdef".repeat(4)}`;

for (const image of [
  "spark:4.1.2",
  "team/spark:4.1.2-java17",
  "registry.test:5000/spark:1_a",
  `spark@${digest}`,
  `spark:latest@${digest}`,
]) {
  test(`${image} is pinned`, (t) => {
    t.true(isPinned(image));
  });
}

for (const image of [
  "",
  "spark",
  "spark:latest",
  "registry.test:5000/spark",
  "spark:",
  ":1",
  "spark:a b",
  "spark@sha256:abc",
  `@${digest}`,
  "spark:-1",
  "spark:1 ",
]) {
  test(`${JSON.stringify(image)} is not pinned`, (t) => {
    t.false(isPinned(image));
  });
}
