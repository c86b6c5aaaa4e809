import test from "ava";
import { driverPod } from "../../../../components/spark/driver-pod.js";
import { withOwnCode } from "../../../../components/spark/own-code.js";
import { flights, orders, team } from "./sample-jobs.js";

test("the file lies over the job's application, read-only, and nothing else changes", (t) => {
  const expected = structuredClone(driverPod(flights, team));
  expected.spec?.volumes?.push({ name: "code", configMap: { name: "flights-1" } });
  expected.spec?.containers[0]?.volumeMounts?.push({
    name: "code",
    mountPath: "/opt/jobs/flights.py",
    subPath: "application",
    readOnly: true,
  });
  t.deepEqual(withOwnCode(driverPod(flights, team), "flights-1"), expected);
});

test("a path with a dollar sign, which arguments escape, is where the file goes", (t) => {
  const { spec } = withOwnCode(driverPod({ ...orders, application: "/opt/$jobs/orders.jar" }, team), "orders-1");
  t.is(spec?.containers[0]?.volumeMounts?.at(-1)?.mountPath, "/opt/$jobs/orders.jar");
});
