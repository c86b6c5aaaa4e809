import test from "ava";
import fc from "fast-check";
import { literal, variable } from "../../../../components/spark/expansion.js";
import { expanded } from "./sample-jobs.js";

test("a reference names a variable for Kubernetes to put in", (t) => {
  t.is(variable("POD_NAME"), "$(POD_NAME)");
});

test("a reference in a user's text is escaped", (t) => {
  t.is(literal("$(POD_NAME)"), "$$(POD_NAME)");
  t.is(literal("a$$b$"), "a$$$$b$$");
});

test("whatever a user writes arrives in the container unchanged", (t) => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom("$", "(", ")", "A", "é"), { maxLength: 12 }), (characters) => {
      const text = characters.join("");
      t.is(expanded(literal(text)), text);
    }),
  );
});
