/** The objects of the file that the settings name, each as one plain resource: what a program without components, settings and checks would make. */
import { readFileSync } from "node:fs";

import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import type { PlannedObject } from "../preview.js";

interface Cluster {
  readonly kubeconfig: string;
  readonly context: string;
}

const config = new pulumi.Config();
const cluster = config.requireObject<Cluster>("cluster");
const provider = new kubernetes.Provider("cluster", { kubeconfig: cluster.kubeconfig, context: cluster.context });

class Bare extends pulumi.CustomResource {
  constructor({ type, urn, inputs }: PlannedObject) {
    super(type, urn.slice(urn.lastIndexOf(":") + 1), inputs, { provider });
  }
}

const objects = JSON.parse(readFileSync(config.require("objects"), "utf8")) as PlannedObject[];
for (const object of objects) new Bare(object);
