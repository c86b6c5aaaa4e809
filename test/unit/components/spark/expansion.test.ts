import test from "ava";
import fc from "fast-check";
import { literal, pieces, unescaped, variable } from "../../../../components/spark/expansion.js";
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

test("an argument falls apart into text and variables", (t) => {
  t.deepEqual(pieces("a$$(B)=$(POD_IP):$c"), [
    { text: "a" },
    { text: "$" },
    { text: "(B)=" },
    { variable: "POD_IP" },
    { text: ":" },
    { text: "$" },
    { text: "c" },
  ]);
});

test("escaping is undone, whatever a user writes", (t) => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom("$", "(", ")", "A", "\n"), { maxLength: 12 }), (characters) => {
      const text = characters.join("");
      t.is(unescaped(literal(text)), text);
      t.deepEqual(
        pieces(literal(text))
          .map((piece) => ("text" in piece ? piece.text : "?"))
          .join(""),
        text,
      );
    }),
  );
});
