import * as pulumi from "@pulumi/pulumi";

import { dagStatements, dataStatements, logStatements } from "../../../components/aws/data-access.js";
import { DataBucket } from "../../../components/aws/data-bucket.js";
import { eksKey } from "../../../components/aws/eks-key.js";
import { nodeRole, serviceRole } from "../../../components/aws/eks-roles.js";
import type { AwsPlace } from "../../../components/aws/iam-document.js";
import { ImageRepository } from "../../../components/aws/image-repository.js";
import { LogBucket } from "../../../components/aws/log-bucket.js";
import { MetadataDatabase } from "../../../components/aws/metadata-database.js";
import { Network } from "../../../components/aws/network.js";
import { WorkloadRole } from "../../../components/aws/workload-role.js";

/** Every component of the AWS half once, as a careful stack uses it; of the cluster only what is not made by a component of another package. */
export function cloudExample(place: AwsPlace, opts: pulumi.ComponentResourceOptions): void {
  const { partition, region, accountId } = place;
  const zones = [`${region}a`, `${region}b`];
  const vpc = { clusterName: "prod", cidr: "10.0.0.0/16", zones, nat: "one", endpoints: [], logDays: 90 } as const;
  const network = new Network("prod", { ...place, ...vpc }, opts);
  const cluster = new pulumi.ComponentResource("test:outside:Cluster", "cluster", {}, opts);
  const key = eksKey("prod", { ...place, clusterName: "prod", protect: true }, cluster);
  serviceRole("prod", { ...place, clusterName: "prod", autoMode: true }, cluster);
  nodeRole("prod", { ...place, clusterName: "prod", autoMode: true }, cluster);
  const logs = new LogBucket("logs", { bucket: "acme-logs", partition, accountId, logDays: 90, protect: true }, opts);
  const lake = { bucket: "acme-lake", partition, protect: true, expireDays: 400, logBucket: logs.bucketName };
  new DataBucket("lake", lake, opts);
  new ImageRepository("airflow", { repository: "spark-platform/airflow" }, opts);
  new MetadataDatabase(
    "metadata",
    {
      identifier: "prod-metadata",
      network: { vpcId: network.vpcId, subnets: network.privateSubnets },
      clientSecurityGroupId: "sg-nodes",
      version: "17",
      instanceClass: "db.t4g.medium",
      storageGiB: 50,
      maxStorageGiB: 200,
      multiAz: true,
      backupDays: 14,
      logDays: 90,
      protect: true,
      kmsKeyArn: key.arn,
    },
    opts,
  );
  const role = { ...place, clusterName: "prod" };
  const part = (prefix: string) => ({ bucket: "acme-lake", prefix });
  const data = { read: [part("raw")], write: [part("daily/orders")], glue: ["sales"] };
  new WorkloadRole(
    "airflow",
    {
      ...role,
      identity: { kind: "podIdentity" },
      account: { namespace: "airflow", account: "airflow" },
      statements: [...logStatements("acme-logs", place), ...dagStatements(part("dags"), place)],
    },
    opts,
  );
  new WorkloadRole(
    "orders",
    {
      ...role,
      identity: {
        kind: "irsa",
        providerArn: `arn:${partition}:iam::${accountId}:oidc-provider/oidc.example/id/1`,
        issuer: "https://oidc.example/id/1",
      },
      account: { namespace: "spark-sales", account: "spark-driver-orders" },
      statements: dataStatements(data, place),
    },
    opts,
  );
}
