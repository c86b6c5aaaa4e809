/** The provider `eks` of tests: components only. Started by Pulumi through bin/pulumi-resource-eks. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import * as pulumi from "@pulumi/pulumi";

import { Cluster } from "./eks/cluster.js";
import { endWithEngine } from "./orphan.js";

const manifest = createRequire(import.meta.url).resolve("@pulumi/eks/package.json");
const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { readonly version: string };

const provider: pulumi.provider.Provider = {
  version,
  construct: (name, type, inputs, options) => {
    if (type !== "eks:index:Cluster") return Promise.reject(new Error(`The simulated EKS has no component ${type}.`));
    const { urn, state } = new Cluster(name, inputs, options);
    return Promise.resolve({ urn, state });
  },
};

endWithEngine();
await pulumi.provider.main(provider, process.argv.slice(2));
