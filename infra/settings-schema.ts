/**
 * Schema of the stack's configuration, everything under `spark-platform:` in `stacks/Pulumi.<stack>.yaml`. Strict: a key that is not here is
 * an error. `stacks/README.md` documents the same keys for those who write them; a test keeps the two equal.
 */

import { z } from "zod";
import { job } from "./settings-job-schema";
import { kinds, list, named, section } from "./settings-shapes";
import {
  absolutePath,
  bytes,
  cidr,
  cpu,
  dnsLabel,
  pinnedImage,
  text,
  trueOrFalse,
  wholeNumber,
} from "./settings-values";

/** What all pods of one namespace may ask for together. */
const quota = section({
  /** Cores. Required: a default that is right for a laptop is wrong for a cluster. */
  cpu: cpu("4"),
  /** Bytes with unit. Required, as for `cpu`. */
  memory: bytes("8Gi"),
  /** Pods. Required; count driver and executors of every run that may happen at the same time. */
  pods: wholeNumber("the number of pods", 1),
});

const cluster = z.discriminatedUnion(
  "kind",
  [
    section({
      /** A cluster that is already there, whoever made it. */
      kind: z.literal("existing"),
      /** Path of the kubeconfig file. Default: `KUBECONFIG`, else `~/.kube/config`, as for kubectl. */
      kubeconfig: text("the path of a kubeconfig file", "/home/me/.kube/config").exactOptional(),
      /** Context in that file. Required and never the current one, so that a `kubectl config use-context` elsewhere cannot redirect an `up`. */
      context: text("the name of a context in the kubeconfig", "minikube"),
    }),
  ],
  kinds("existing"),
);

/** Addresses outside the platform that network policies let through. */
const network = section({
  /**
   * Where the Kubernetes API answers, as pods reach it. Network policies cannot name the API server, and many network plug-ins judge the
   * address behind the `kubernetes` Service. Required: what would work everywhere would open these ports to the world.
   */
  apiServer: list(
    "address blocks with port",
    section({
      /** Block of addresses. */
      cidr: cidr(),
      /** TCP port. */
      port: wholeNumber("a TCP port", 1, 65535),
    }),
  ),
  /** Blocks that answer DNS besides the pods of kube-dns: a node-local cache, or a DNS server outside the cluster. Default: none. */
  dnsCidrs: list("address blocks", cidr()).prefault([]),
  /** Blocks that may open Airflow's web pages. Default: none, so that nothing is open by accident; `kubectl port-forward` always works. */
  airflowClients: list("address blocks", cidr()).prefault([]),
});

/** Images. Pinned, so that the same settings start the same code tomorrow. */
const images = section({
  /** Airflow with its Kubernetes and Postgres providers. */
  airflow: pinnedImage(),
  /** Spark with the jobs' applications; what a job runs unless it names an image itself. */
  spark: pinnedImage(),
  /** Postgres for Airflow's metadata and the warehouse. */
  postgres: pinnedImage(),
});

const postgres = section({
  /** Namespace of the database. Default: `postgres`. */
  namespace: dnsLabel("a namespace", "postgres").prefault("postgres"),
  /** Where the data lies. Required: data must not move because a default did. */
  storage: z.discriminatedUnion(
    "kind",
    [
      section({
        /** A directory on the node, a static PersistentVolume; for clusters of one node. */
        kind: z.literal("local"),
        /** Directory on the node; it must exist and belong to uid 999. */
        path: absolutePath("a directory on the node", "/var/lib/spark-platform/postgres"),
        /** Bytes with unit that the volume claims to have; nothing enforces it. */
        size: bytes("5Gi"),
      }),
      section({
        /** A volume that a StorageClass of the cluster provisions. */
        kind: z.literal("class"),
        /** Name of the StorageClass. */
        className: text("the name of a StorageClass", "standard"),
        /** Bytes with unit. */
        size: bytes("20Gi"),
      }),
    ],
    kinds("local", "class"),
  ),
  /** Whether an `up` or `destroy` that would delete the data is refused: namespace, claim and volume. Default true: nothing brings it back. */
  protect: trueOrFalse("whether Pulumi refuses to delete the data").prefault(true),
  /** Cores set aside; idle ones may be used too, up to four times as many. Default `500m`: Airflow's metadata and a small warehouse. */
  cpu: cpu("500m").prefault("500m"),
  /** Bytes with unit set aside, and the most that the server gets. Default `512Mi`, for the same load. */
  memory: bytes("512Mi").prefault("512Mi"),
});

const airflow = section({
  /** Namespace of Airflow. Default: `airflow`. */
  namespace: dnsLabel("a namespace", "airflow").prefault("airflow"),
  /**
   * Tasks that run at the same time, one worker process each inside the scheduler's container. Default 8: Spark tasks wait deferred, in the
   * triggerer, so that few workers carry many jobs.
   */
  parallelism: wholeNumber("the number of tasks at the same time", 1, 64).prefault(8),
  /** How the web pages are reached. Default `clusterIp`: from inside the cluster only. */
  service: z
    .discriminatedUnion(
      "kind",
      [
        section({
          /** Reached from inside the cluster, or by `kubectl port-forward`. */
          kind: z.literal("clusterIp"),
        }),
        section({
          /** Reached on a port of the node that Airflow's pod runs on; the other nodes do not pass requests on, which would hide the client's address. */
          kind: z.literal("nodePort"),
          /** The node's TCP port. Required, so that the address is known before the first `up`; the range is Kubernetes' own default. */
          port: wholeNumber("a port of the node", 30000, 32767),
        }),
      ],
      kinds("clusterIp", "nodePort"),
    )
    .prefault({ kind: "clusterIp" }),
  /** What all pods of Airflow's namespace may ask for together. Required: see `stacks/README.md` for what Airflow itself needs. */
  quota,
});

const team = section({
  /** Namespace of the team's jobs. Required. */
  namespace: dnsLabel("a namespace", "spark-analytics"),
  /** What all drivers and executors of the team may ask for together. */
  quota,
});

/** The whole configuration. */
export const settingsSchema = section({
  /** Where everything lands. Required: there is no cluster that would be right for everyone. */
  cluster,
  /** Addresses around the platform. Required: every cluster has its own. */
  network,
  /** Images to run. Required: they are built and pushed by whoever runs the platform. */
  images,
  /** The database server. */
  postgres,
  /** The scheduler of DAGs. */
  airflow,
  /** Teams by key. Default: none, which leaves Airflow alone. */
  teams: named("teams", team, dnsLabel("the key of a team", "analytics")).prefault({}),
  /** Jobs by name. Default: none. */
  jobs: named("jobs", job).prefault({}),
});
