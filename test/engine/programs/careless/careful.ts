/** What the careless objects have in common: a namespace as it should be, and workloads that keep every rule. */
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { WorkloadAccount } from "../../../../components/kubernetes/workload-account";
import { WorkloadNamespace } from "../../../../components/kubernetes/workload-namespace";
import { connectCluster } from "../../../../infra/existing-cluster";
import type { ExistingSettings } from "../../../../infra/settings";
import { providerToBe } from "../cluster-to-be";

type PodSpec = k8s.types.input.core.v1.PodSpec;

const config = new pulumi.Config();
const provider = config.getBoolean("clusterIsNew")
  ? providerToBe()
  : connectCluster(config.requireObject<ExistingSettings>("cluster"));

export const opts = { provider };

export const NAMESPACE = "careless";
export const ACCOUNT = "careful";

const quota = { cpu: "8", memory: "16Gi", pods: 100 };
new WorkloadNamespace(NAMESPACE, { namespace: NAMESPACE, workload: "spark", quota, allow: {} }, opts);
new WorkloadAccount(NAMESPACE, { namespace: NAMESPACE, account: ACCOUNT, token: false, grants: [] }, opts);

export const RESOURCES = { requests: { cpu: "1", memory: "1Gi" }, limits: { cpu: "1", memory: "1Gi" } };

export const CONTAINER = {
  name: "main",
  image: "example/careful:1",
  resources: RESOURCES,
  securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
};

export const POD: PodSpec = {
  serviceAccountName: ACCOUNT,
  restartPolicy: "Never",
  securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
  containers: [CONTAINER],
};

type ClaimSpec = k8s.types.input.core.v1.PersistentVolumeClaimSpec;

const claims: pulumi.Resource[] = [];

/** Workloads are registered after all claims: the engine shows what is found at a registration beside the resource that is registered. */
const afterClaims = (): pulumi.CustomResourceOptions => ({ provider, dependsOn: claims });

/** A claim on EBS, changed in some fields. */
export function claim(name: string, more: ClaimSpec = {}): void {
  const made = new k8s.core.v1.PersistentVolumeClaim(
    name,
    {
      metadata: { name, namespace: NAMESPACE },
      spec: {
        storageClassName: "gp3",
        accessModes: ["ReadWriteOnce"],
        resources: { requests: { storage: "1Gi" } },
        ...more,
      },
    },
    opts,
  );
  claims.push(made);
}

/** The careful pod with a claim mounted. */
export function podOn(claimName: string): PodSpec {
  return { ...POD, volumes: [{ name: "data", persistentVolumeClaim: { claimName } }] };
}

export function pod(name: string, spec: PodSpec): void {
  new k8s.core.v1.Pod(name, { metadata: { name, namespace: NAMESPACE }, spec }, afterClaims());
}

/** A careful pod with other words in its container's command line. */
export function command(name: string, ...args: string[]): void {
  pod(name, { ...POD, containers: [{ ...CONTAINER, args }] });
}

export function deployment(
  name: string,
  spec: PodSpec,
  more: Partial<k8s.types.input.apps.v1.DeploymentSpec> = {},
): k8s.apps.v1.Deployment {
  const labels = { app: name };
  const template = { metadata: { labels }, spec };
  return new k8s.apps.v1.Deployment(
    name,
    {
      metadata: { name, namespace: NAMESPACE },
      spec: { replicas: 1, strategy: { type: "Recreate" }, selector: { matchLabels: labels }, template, ...more },
    },
    afterClaims(),
  );
}

export function cronJob(
  name: string,
  spec: PodSpec,
  more: Partial<k8s.types.input.batch.v1.CronJobSpec> = {},
  annotations: Readonly<Record<string, string>> = {},
): void {
  new k8s.batch.v1.CronJob(
    name,
    {
      metadata: { name, namespace: NAMESPACE, annotations },
      spec: {
        schedule: "0 2 * * *",
        timeZone: "UTC",
        concurrencyPolicy: "Forbid",
        startingDeadlineSeconds: 60,
        successfulJobsHistoryLimit: 1,
        failedJobsHistoryLimit: 1,
        jobTemplate: { spec: { backoffLimit: 1, activeDeadlineSeconds: 60, template: { spec } } },
        ...more,
      },
    },
    afterClaims(),
  );
}
