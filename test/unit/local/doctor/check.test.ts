import test from "ava";

import { check, type Line, lookSideBySide } from "../../../../local/doctor/check.js";

const fine = check(
  "Fine",
  () => Promise.resolve(3),
  (found) => ({ kind: "ok", seen: `${found} seen` }),
);
const silent = check(
  "Silent",
  () => new Promise<never>(() => undefined),
  () => ({ kind: "ok", seen: "never" }),
);
const failing = check(
  "Failing",
  () => Promise.reject(new Error("there is no such file")),
  () => ({ kind: "ok", seen: "never" }),
);

async function lines(...args: Parameters<typeof lookSideBySide>): Promise<Line[]> {
  const found: Line[] = [];
  for await (const line of lookSideBySide(...args)) found.push(line);
  return found;
}

const unanswered = (what: string) => ({
  kind: "wrong" as const,
  problems: [{ what, fix: "mend that, then ask again" }],
});

test("a question that nobody answers and one that fails are lines of their own, and take nothing from the others", async (t) => {
  t.deepEqual(await lines([silent, failing, fine], 50), [
    { title: "Silent", verdict: unanswered("no answer in 0.05 s") },
    { title: "Failing", verdict: unanswered("there is no such file") },
    { title: "Fine", verdict: { kind: "ok", seen: "3 seen" } },
  ]);
});

test("questions are asked at the same time", async (t) => {
  const open: string[] = [];
  let answer: (() => void) | undefined;
  const all = new Promise<void>((resolve) => (answer = resolve));
  const waiting = ["a", "b", "c"].map((title) =>
    check(
      title,
      async () => {
        if (open.push(title) === 3) answer?.();
        await all;
      },
      () => ({ kind: "ok", seen: "" }),
    ),
  );
  t.is((await lines(waiting, 5000)).filter(({ verdict }) => verdict.kind === "ok").length, 3);
});
