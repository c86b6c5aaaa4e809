import test from "ava";

import { aws } from "../../aws-objects.js";
import { accepts, refuses } from "../../verdict.js";

const key = (protect: boolean) => ({ resources: [aws("aws:kms/key:Key", {}, { protect })] });
const topic = (protect: boolean) => ({ resources: [aws("aws:sns/topic:Topic", {}, { protect })] });
const LINE = "the option protect is not set";

test("what holds data must be protected", refuses, key(false), [`data-protected key: ${LINE}`], key(true));
test("what holds no data need not be", accepts, topic(false));
test(
  "the stack says what holds data",
  refuses,
  { ...topic(false), parameters: { protectedTypes: ["aws:sns/topic:Topic"] } },
  [`data-protected topic: ${LINE}`],
  { ...key(false), parameters: { protectedTypes: ["aws:sns/topic:Topic"] } },
);
test(
  "each resource is told of",
  refuses,
  {
    resources: [
      aws("aws:kms/key:Key", {}, { name: "one", protect: false }),
      aws("aws:kms/key:Key", {}, { name: "two", protect: false }),
    ],
  },
  [`data-protected one: ${LINE}`, `data-protected two: ${LINE}`],
  key(true),
);
