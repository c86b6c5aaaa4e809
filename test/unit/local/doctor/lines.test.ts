import test from "ava";

import { describeLine } from "../../../../local/doctor/lines.js";

test("a line says what was seen, or what nobody can judge yet", (t) => {
  t.is(describeLine({ title: "DNS", verdict: { kind: "ok", seen: "names" } }), "✔ DNS         names");
  t.is(describeLine({ title: "Cluster", verdict: { kind: "later", why: "none yet" } }), "– Cluster     none yet");
});

test("each problem stands above what to do about it, however many lines it has", (t) => {
  const problems = [
    { what: "Port 8080 is taken", fix: "end what has it" },
    { what: "2 settings are wrong\n  a = 1: no\n", fix: "edit it" },
  ];
  t.is(
    describeLine({ title: "Port", verdict: { kind: "wrong", problems } }),
    [
      "✖ Port        Port 8080 is taken",
      "              → end what has it",
      "              2 settings are wrong",
      "                a = 1: no",
      "              → edit it",
    ].join("\n"),
  );
});
