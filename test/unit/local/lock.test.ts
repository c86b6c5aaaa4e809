import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import test from "ava";

import { withLock } from "../../../local/lock.js";

const cache = mkdtempSync(join(tmpdir(), "spark-platform-lock-"));
process.env["XDG_CACHE_HOME"] = cache;
test.after.always(() => rmSync(cache, { recursive: true }));
const silent = (): void => undefined;

test("work under one lock is done one after the other", async (t) => {
  const events: string[] = [];
  const work = (name: string) =>
    withLock("order", silent, async () => {
      events.push(`${name} begins`);
      await sleep(100);
      events.push(`${name} ends`);
      return name;
    });
  t.deepEqual(await Promise.all([work("a"), work("b")]), ["a", "b"]);
  const [first, second] = events[0] === "a begins" ? ["a", "b"] : ["b", "a"];
  t.deepEqual(events, [`${first} begins`, `${first} ends`, `${second} begins`, `${second} ends`]);
});

test("locks of different names do not wait for each other", async (t) => {
  t.is(await withLock("outer", silent, () => withLock("inner", silent, () => Promise.resolve("done"))), "done");
});

test("a failure frees the lock and comes through", async (t) => {
  await t.throwsAsync(
    withLock("failure", silent, () => Promise.reject(new Error("broken"))),
    { message: "broken" },
  );
  t.is(await withLock("failure", silent, () => Promise.resolve("free")), "free");
});

test("who has to wait is told for what", async (t) => {
  const lines: string[] = [];
  await withLock("busy", silent, async () => {
    const second = withLock(
      "busy",
      (line) => lines.push(line),
      () => Promise.resolve(),
    );
    await sleep(900);
    void second;
  });
  t.deepEqual(lines, ["waiting for another process that holds the lock busy"]);
});

test("a process that was killed holds nothing", async (t) => {
  const program = `
    import { withLock } from "./local/lock.ts";
    await withLock("killed", () => undefined, () => new Promise(() => { console.log("held"); setInterval(() => undefined, 1000); }));`;
  const holder = spawn(process.execPath, ["--import=tsx", "--input-type=module", "--eval", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(holder.stdout, "data");
  holder.kill("SIGKILL");
  t.is(await withLock("killed", silent, () => Promise.resolve("free")), "free");
});
