import { EventEmitter, once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";

import test from "ava";

import { sideBySide, step } from "../../../local/steps.js";

/** Work that fails, or says that it is done, after some milliseconds. */
const after = (milliseconds: number, end: () => string) => async (): Promise<string> => {
  await sleep(milliseconds);
  return end();
};

const fail = (message: string) => (): never => {
  throw new Error(message);
};

test("steps side by side answer in their own order, whichever ends first", async (t) => {
  const slow = { title: "slow", work: after(60, () => "slow") };
  const quick = { title: "quick", work: after(1, () => "quick") };
  t.deepEqual(await sideBySide(slow, quick), ["slow", "quick"]);
});

test("steps side by side run at the same time", async (t) => {
  const door = new EventEmitter();
  const waits = { title: "waits", work: () => once(door, "open") };
  const opens = { title: "opens", work: () => Promise.resolve(door.emit("open", "wide")) };
  t.deepEqual(await sideBySide(waits, opens), [["wide"], true]);
});

test("when one of several steps fails, the others come to their end before the error", async (t) => {
  let ended = false;
  const failing = { title: "fails", work: after(1, fail("no compiler")) };
  const other = { title: "goes on", work: after(60, () => ((ended = true), "done")) };
  await t.throwsAsync(sideBySide(failing, other), { message: "no compiler" });
  t.true(ended);
});

test("when several steps fail, the error tells all of them", async (t) => {
  const first = { title: "toolchain", work: after(1, fail("no compiler")) };
  const second = { title: "images", work: after(1, fail("no builder")) };
  await t.throwsAsync(sideBySide(first, second), { message: "no compiler\n\nno builder" });
});

test("a step that fails throws the very error of its work", async (t) => {
  const error = new TypeError("odd");
  const thrown = await t.throwsAsync(step("one", () => Promise.reject(error)));
  t.is(thrown, error);
});
