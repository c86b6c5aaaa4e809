import test from "ava";
import { milliCpu } from "../../../../components/spark/cpu.js";

for (const [quantity, milli] of [
  ["1m", 1],
  ["250m", 250],
  ["1500m", 1500],
  ["1", 1000],
  ["0.5", 500],
  ["2.125", 2125],
] as const) {
  test(`${quantity} CPU are ${milli} thousandths`, (t) => {
    t.is(milliCpu(quantity), milli);
  });
}

for (const quantity of ["", "0", "0m", "0.0", "-1", "1.5m", ".5", "1.", "0.1234", "1k", "m", "1 ", "one"]) {
  test(`${JSON.stringify(quantity)} CPU are refused`, (t) => {
    t.is(milliCpu(quantity), undefined);
  });
}
