import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as pulumi from "@pulumi/pulumi";
import test from "ava";
import { parse, stringify } from "yaml";

import { connectCluster } from "../../../infra/existing-cluster.js";

const directory = mkdtempSync(join(tmpdir(), "cluster-"));
const kubeconfig = join(directory, "config");
writeFileSync(
  kubeconfig,
  stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": "prod",
    clusters: [
      { name: "laptop", cluster: { server: "https://laptop", "certificate-authority": "certs/ca.crt" } },
      { name: "prod", cluster: { server: "https://prod" } },
    ],
    contexts: [
      { name: "laptop", context: { cluster: "laptop", user: "me", namespace: "where-i-work" } },
      { name: "prod", context: { cluster: "prod", user: "admin" } },
    ],
    users: [
      { name: "me", user: { "client-certificate": "/certs/me.crt", "client-key": "me.key" } },
      { name: "admin", user: { token: "token of prod" } },
    ],
  }),
);

test.after.always(() => rmSync(directory, { recursive: true }));

const inputs: Record<string, unknown>[] = [];
await pulumi.runtime.setMocks({
  newResource: ({ name, inputs: state }) => {
    inputs.push(state as Record<string, unknown>);
    return { id: name, state: state as Record<string, unknown> };
  },
  call: () => ({}),
});

function complaint(file: string | undefined, context = "laptop"): string | undefined {
  try {
    connectCluster({ kind: "existing", ...(file === undefined ? {} : { kubeconfig: file }), context });
    return undefined;
  } catch (error) {
    if (pulumi.RunError.isInstance(error)) return error.message;
    throw error;
  }
}

const FIRST_LINE = "The cluster cannot be reached with these settings";

test.serial(
  "the provider gets the named context, whatever is current, without its namespace and no other cluster's credentials",
  async (t) => {
    const provider = connectCluster({ kind: "existing", kubeconfig, context: "laptop" });
    await new Promise((resolve) => provider.urn.apply(resolve));
    const { context, kubeconfig: content } = inputs.at(-1) ?? {};
    t.is(context, "laptop");
    t.deepEqual(parse((content as { value: string }).value), {
      apiVersion: "v1",
      kind: "Config",
      "current-context": "laptop",
      clusters: [
        {
          name: "laptop",
          cluster: { server: "https://laptop", "certificate-authority": join(directory, "certs", "ca.crt") },
        },
      ],
      contexts: [{ name: "laptop", context: { cluster: "laptop", user: "me" } }],
      users: [{ name: "me", user: { "client-certificate": "/certs/me.crt", "client-key": join(directory, "me.key") } }],
    });
  },
);

test.serial(
  "a cluster is known by its context, whatever its address, and ConfigMaps and Secrets are changed in place",
  async (t) => {
    const provider = connectCluster({ kind: "existing", kubeconfig, context: "prod" });
    await new Promise((resolve) => provider.urn.apply(resolve));
    const { kubeconfig: content, ...others } = inputs.at(-1) ?? {};
    t.truthy(content);
    t.deepEqual(others, {
      context: "prod",
      clusterIdentifier: "prod",
      enableConfigMapMutable: "true",
      enableSecretMutable: "true",
    });
  },
);

test.serial("the kubeconfig is a secret", async (t) => {
  const provider = connectCluster({ kind: "existing", kubeconfig, context: "prod" });
  await new Promise((resolve) => provider.urn.apply(resolve));
  t.like(inputs.at(-1)?.["kubeconfig"], { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" });
});

test.serial("without a path, KUBECONFIG names the file", (t) => {
  process.env["KUBECONFIG"] = kubeconfig;
  t.is(complaint(undefined), undefined);
});

test.serial("without either, it is where kubectl looks", (t) => {
  delete process.env["KUBECONFIG"];
  process.env["HOME"] = directory;
  mkdirSync(join(directory, ".kube"));
  t.is(
    complaint(undefined),
    `${FIRST_LINE}\n  cluster.kubeconfig = "${directory}/.kube/config": from KUBECONFIG or its default, and must be the path of one existing file; write the path of a kubeconfig file, or start the built-in cluster with npm run up`,
  );
  writeFileSync(join(directory, ".kube", "config"), stringify({ contexts: [] }));
  t.is(
    complaint(undefined),
    `${FIRST_LINE}\n  cluster.context = "laptop": must be a context in ${directory}/.kube/config; the file has no context`,
  );
});

test("a kubeconfig that is not there", (t) => {
  t.is(
    complaint("/nowhere/config"),
    `${FIRST_LINE}\n  cluster.kubeconfig = "/nowhere/config": must be the path of one existing file; write the path of a kubeconfig file, or start the built-in cluster with npm run up`,
  );
});

test("a file that is no kubeconfig: what is in it is not shown", (t) => {
  const file = join(directory, "other");
  writeFileSync(file, "contexts: { password: hunter2 }");
  t.is(
    complaint(file),
    `${FIRST_LINE}\n  cluster.kubeconfig = "${file}": must be a readable kubeconfig file; see what kubectl config view says about it`,
  );
});

test("a context that is not there, with a close one", (t) => {
  t.is(
    complaint(kubeconfig, "laptops"),
    `${FIRST_LINE}\n  cluster.context = "laptops": must be a context in ${kubeconfig}; did you mean laptop?`,
  );
});

test("a context that is not there, with no close one", (t) => {
  t.is(
    complaint(kubeconfig, "staging"),
    `${FIRST_LINE}\n  cluster.context = "staging": must be a context in ${kubeconfig}; write one of laptop, prod`,
  );
});
