/**
 * Schema of the stack's configuration, everything under `spark-platform:` in `stacks/Pulumi.<stack>.yaml`. Strict: a key that is not here is
 * an error. `stacks/README.md` documents the same keys for those who write them; a test keeps the two equal.
 */

import { airflow } from "./airflow-schema";
import { bucket } from "./bucket-schema";
import { cluster } from "./cluster-schema";
import { job } from "./job-schema";
import { postgres } from "./postgres-schema";
import { quota } from "./quota-schema";
import { list, named, section } from "./shapes";
import { cidr, dnsLabel, pinnedImage, wholeNumber } from "./values";

const network = section({
  /**
   * Where the Kubernetes API answers, as pods reach it. Network policies cannot name the API server, and many network plug-ins judge the
   * address behind the `kubernetes` Service. Required for a cluster of kind `existing`: what would work everywhere would open these ports to the world.
   * Of a cluster that the stack makes they are known.
   */
  apiServer: list(
    "address blocks with port",
    section({
      /** Block of addresses. */
      cidr: cidr(),
      /** TCP port. */
      port: wholeNumber("a TCP port", 1, 65535),
    }),
  ).prefault([]),
  /** Blocks that answer DNS besides the pods of kube-dns: a node-local cache, or a DNS server outside the cluster. Default: none. */
  dnsCidrs: list("address blocks", cidr()).prefault([]),
  /** Blocks that may open Airflow's web pages. Default: none, so that nothing is open by accident; `kubectl port-forward` always works. */
  airflowClients: list("address blocks", cidr()).prefault([]),
}).describe("Addresses outside the platform that network policies let through.");

const images = section({
  /** Airflow with its Kubernetes and Postgres providers. */
  airflow: pinnedImage(),
  /** Spark with the jobs' applications; what a job runs unless it names an image itself. */
  spark: pinnedImage(),
  /** Postgres for Airflow's metadata and the warehouse. */
  postgres: pinnedImage(),
}).describe("Images, pinned, so that the same settings start the same code tomorrow.");

const team = section({
  /** Namespace of the team's jobs. Required. */
  namespace: dnsLabel("a namespace", "spark-analytics"),
  quota: quota.describe("What all drivers and executors of the team may ask for together."),
});

/** The whole configuration. */
export const settingsSchema = section({
  /** Where everything lands. Required: there is no cluster that would be right for everyone. */
  cluster,
  /** Addresses around the platform. Default: those that follow from a cluster that the stack makes. */
  network: network.prefault({}),
  /** Images to run. Required: they are built and pushed by whoever runs the platform. */
  images,
  /** The database server. */
  postgres,
  /** Buckets by key. Default: none. */
  buckets: named("buckets", bucket, dnsLabel("the key of a bucket", "data")).prefault({}),
  /** The scheduler of DAGs. */
  airflow,
  /** Teams by key. Default: none, which leaves Airflow alone. */
  teams: named("teams", team, dnsLabel("the key of a team", "analytics")).prefault({}),
  /** Jobs by name. Default: none. */
  jobs: named("jobs", job).prefault({}),
});
