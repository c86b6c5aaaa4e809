import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import test from "ava";
import fc from "fast-check";

import {
  clusterState,
  ensureIdentity,
  freeNetwork,
  linkAddresses,
  networkOf,
  readIdentity,
} from "../../../../local/cluster/identity.js";

const root = mkdtempSync(join(tmpdir(), "spark-platform-identity-"));
process.env["XDG_STATE_HOME"] = root;
process.env["XDG_CACHE_HOME"] = root;
test.after.always(() => rmSync(root, { recursive: true }));
const silent = (): void => undefined;

test("networks of two addresses fill 198.18.0.0/15 from its start to its end", (t) => {
  t.deepEqual(linkAddresses(0), { gatewayAddress: "198.18.0.1", nodeAddress: "198.18.0.2" });
  t.deepEqual(linkAddresses(64), { gatewayAddress: "198.18.1.1", nodeAddress: "198.18.1.2" });
  t.deepEqual(linkAddresses(2 ** 15 - 1), { gatewayAddress: "198.19.255.253", nodeAddress: "198.19.255.254" });
});

test("either end of a link tells its network", (t) => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 15 - 1 }), (network) => {
      const { gatewayAddress, nodeAddress } = linkAddresses(network);
      t.is(networkOf(gatewayAddress), network);
      t.is(networkOf(nodeAddress), network);
    }),
  );
});

test("other addresses have no network", (t) => {
  for (const address of ["10.0.0.1", "198.17.255.255", "198.20.0.1", "::1"]) t.is(networkOf(address), undefined);
});

test("the free network is never one that is taken", (t) => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 50 })), (taken) => {
      t.false(taken.includes(freeNetwork(new Set(taken))));
    }),
  );
});

test("when all networks are taken, the error says so", (t) => {
  t.throws(() => freeNetwork(new Set(Array.from({ length: 2 ** 15 }, (_, network) => network))), {
    message: "All networks of two addresses in 198.18.0.0/15 are taken: stop a cluster.",
  });
});

test("a name that cannot be a host name is refused", (t) => {
  for (const name of ["", "Local", "-a", "a-", "a.b", "a".repeat(33)]) {
    t.throws(() => clusterState(name), {
      message: `Cluster name "${name}": use at most 32 lower-case letters, digits and inner hyphens, it becomes a host name.`,
    });
  }
});

test.serial("clusters have different networks, links and cgroups, and keep them", async (t) => {
  t.is(readIdentity("one"), undefined);
  const [one, two] = await Promise.all([ensureIdentity("one", silent), ensureIdentity("two", silent)]);
  for (const key of ["stateDir", "nodeName", "link", "gatewayAddress", "nodeAddress", "cgroup"] as const) {
    t.not(one[key], two[key]);
  }
  t.deepEqual(await ensureIdentity("one", silent), one);
  t.deepEqual(readIdentity("two"), two);
});

test.serial("the name of the link fits the kernel's fifteen characters", async (t) => {
  t.true((await ensureIdentity("a".repeat(32), silent)).link.length <= 15);
});

test.serial("a network that another checkout's cluster recorded is not taken again", async (t) => {
  const other = join(dirname(clusterState("x")), "local-00000000");
  mkdirSync(other);
  const next = networkOf((await ensureIdentity("probe", silent)).nodeAddress) ?? 0;
  writeFileSync(join(other, "cluster.json"), JSON.stringify({ network: next + 1 }));
  t.not(networkOf((await ensureIdentity("late", silent)).nodeAddress), next + 1);
});
