/** Breaks each rule of the policy pack once, on an object that has the name of the rule. */
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { connectCluster } from "../../../../infra/cluster";
import type { Settings } from "../../../../infra/settings";
import { providerToBe } from "../cluster-to-be";

const config = new pulumi.Config();
const provider = config.getBoolean("clusterIsNew")
  ? providerToBe()
  : connectCluster(config.requireObject<Settings["cluster"]>("cluster")).provider;

const NAMESPACE = "careless";
const home = new k8s.core.v1.Namespace(NAMESPACE, { metadata: { name: NAMESPACE } }, { provider });
const opts = { provider, dependsOn: [home] };

const resources = { requests: { cpu: "1", memory: "1Gi" }, limits: { cpu: "1", memory: "1Gi" } };
const container = { name: "main", image: "example/careful:1", resources };
const careful = { serviceAccountName: "careful", containers: [container] };

function pod(rule: string, spec: k8s.types.input.core.v1.PodSpec): void {
  new k8s.core.v1.Pod(rule, { metadata: { name: rule, namespace: NAMESPACE }, spec }, opts);
}

new k8s.core.v1.ConfigMap("k8s-explicit-namespace", { metadata: { name: "k8s-explicit-namespace" } }, opts);
new k8s.core.v1.ConfigMap(
  "k8s-namespace-exists",
  { metadata: { name: "k8s-namespace-exists", namespace: "carelss" } },
  opts,
);
pod("k8s-image-pinned", { ...careful, containers: [{ ...container, image: "example/careless:latest" }] });
pod("k8s-resources", { ...careful, containers: [{ ...container, resources: { ...resources, limits: { cpu: "1" } } }] });
pod("k8s-no-default-service-account", { ...careful, serviceAccountName: "default" });
new k8s.batch.v1.CronJob(
  "cronjob-guard-rails",
  {
    metadata: { name: "cronjob-guard-rails", namespace: NAMESPACE },
    spec: {
      schedule: "0 2 * * *",
      timeZone: "UTC",
      concurrencyPolicy: "Allow",
      startingDeadlineSeconds: 60,
      successfulJobsHistoryLimit: 1,
      failedJobsHistoryLimit: 1,
      jobTemplate: {
        spec: {
          backoffLimit: 1,
          activeDeadlineSeconds: 60,
          template: { spec: { ...careful, restartPolicy: "Never" } },
        },
      },
    },
  },
  opts,
);
