import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";

import test from "ava";

import { isFree, judgePort } from "../../../../local/doctor/port.js";

const wrong = (what: string, fix: string) => ({ kind: "wrong" as const, problems: [{ what, fix }] });

test("Airflow's own port on a node has to answer", (t) => {
  const url = "http://198.18.0.2:30080";
  t.deepEqual(judgePort({ kind: "node", url, failure: undefined }, "repair"), { kind: "ok", seen: `${url} answers` });
  t.deepEqual(
    judgePort({ kind: "node", url, failure: "connect ECONNREFUSED" }, "repair"),
    wrong(
      `${url} does not answer: connect ECONNREFUSED`,
      "see the lines Cluster and Airflow; where both are well, repair",
    ),
  );
  t.deepEqual(judgePort({ kind: "none" }, "repair"), wrong("Airflow's Service is not there", "repair"));
});

test("where Airflow is forwarded, the port on this machine has to be free", (t) => {
  t.is(judgePort({ kind: "forward", port: 8080, isFree: true }, "repair").kind, "ok");
  t.deepEqual(
    judgePort({ kind: "forward", port: 8080, isFree: false }, "repair"),
    wrong(
      "Port 8080 of this machine is taken",
      "end what has it, or forward another one to Airflow: port-forward service/airflow 8081:8080",
    ),
  );
});

test("a port that a program listens on is taken, and free again after it", async (t) => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  t.false(await isFree(port));
  server.close();
  await once(server, "close");
  t.true(await isFree(port));
});
