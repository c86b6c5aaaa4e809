import test from "ava";
import fc from "fast-check";
import { heapMiB, heapWithinMiB, podMemoryMiB } from "../../../../components/spark/memory.js";

test("a heap is read in mebibytes and gibibytes", (t) => {
  t.is(heapMiB("512m"), 512);
  t.is(heapMiB("2g"), 2048);
});

for (const memory of ["", "1024", "1gb", "1G", "1.5g", "0m", "-1g", " 1g", "1g\n", "01g", "1t", "1e3m", "12345678m"]) {
  test(`a heap of ${JSON.stringify(memory)} is refused`, (t) => {
    t.is(heapMiB(memory), undefined);
  });
}

test("a pod's memory is the heap and at least 384 MiB more", (t) => {
  t.is(podMemoryMiB(512, "python"), 896);
  t.is(podMemoryMiB(1024, "jvm"), 1408);
});

test("a Python pod gets 40 % beside a large heap, a JVM pod 10 %", (t) => {
  t.is(podMemoryMiB(1024, "python"), 1433);
  t.is(podMemoryMiB(8192, "python"), 11468);
  t.is(podMemoryMiB(8192, "jvm"), 9011);
});

test("more heap never means a smaller pod, and a pod always holds its heap and 384 MiB", (t) => {
  const heap = fc.integer({ min: 1, max: 1_000_000 });
  const language = fc.constantFrom("python" as const, "jvm" as const);
  fc.assert(
    fc.property(heap, heap, language, (one, other, of) => {
      const [small, large] = [Math.min(one, other), Math.max(one, other)];
      t.true(podMemoryMiB(small, of) <= podMemoryMiB(large, of));
      t.true(podMemoryMiB(small, of) >= small + 384);
      t.true(podMemoryMiB(small, "jvm") <= podMemoryMiB(small, "python"));
    }),
  );
});

test("a number of mebibytes and the same number of gibibytes differ by 1024", (t) => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9_999_999 }), (amount) => {
      t.is(heapMiB(`${amount}m`), amount);
      t.is(heapMiB(`${amount}g`), amount * 1024);
    }),
  );
});

test("the largest heap for a pod leaves less than what one more MiB would take", (t) => {
  fc.assert(
    fc.property(
      fc.integer({ min: 896, max: 500_000 }),
      fc.constantFrom("python" as const, "jvm" as const),
      (room, of) => {
        const heap = heapWithinMiB(room, of);
        t.true(podMemoryMiB(heap, of) <= room);
        t.true(podMemoryMiB(heap + 2, of) > room);
      },
    ),
  );
});

test("a pod too small for any heap gets the smallest that Spark starts with", (t) => {
  t.is(heapWithinMiB(100, "python"), 512);
});
