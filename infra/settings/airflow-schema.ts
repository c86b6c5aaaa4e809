/** Schema of the scheduler of DAGs. */

import { z } from "zod";
import { quota } from "./quota-schema";
import { kinds, list, section } from "./shapes";
import { bucketPrefix, cidr, dnsLabel, must, text, textThat, wholeNumber } from "./values";

/** Where the logs of tasks go. */
const airflowLogs = z.discriminatedUnion(
  "kind",
  [
    section({
      /** Into the pod, and away with it. */
      kind: z.literal("pod"),
    }),
    section({
      /** Into the stack's log bucket. Of a stack whose cluster is of kind `eks`. */
      kind: z.literal("s3"),
    }),
  ],
  kinds("pod", "s3"),
);

/** Where DAG files come from. */
const airflowDags = z.discriminatedUnion(
  "kind",
  [
    section({
      /** The files of `dags/` in this repository. */
      kind: z.literal("files"),
    }),
    section({
      /** Everything below a prefix of a bucket. Of a stack whose cluster is of kind `eks`. */
      kind: z.literal("s3"),
      /** Key of the bucket in `buckets`. */
      bucket: text("the key of a bucket", "data"),
      /** Prefix in it. */
      prefix: bucketPrefix(),
    }),
    section({
      /** A git repository. */
      kind: z.literal("git"),
      /** Its HTTPS address, without credentials. */
      repository: textThat(
        "the HTTPS address of a git repository without credentials",
        "https://git.example.com/data/dags.git",
        (value) => /^https:\/\/[^@\s]+$/.test(value),
      ),
      /** Branch, tag or commit. Default `main`. */
      ref: text("a branch, tag or commit", "main").prefault("main"),
      /** Folder of the DAG files in it. Default: all of it. */
      path: text("a folder of the repository", "dags").prefault("."),
      /** Blocks of addresses at which the git host answers: network policies name them. */
      cidrs: list("address blocks", cidr()).min(
        1,
        must("must name at least one block", "list where the git host answers"),
      ),
      connection: section({
        /** Name of the Secret. */
        secret: text("the name of a Kubernetes Secret", "dags-git"),
        /** Key in it. */
        key: text("a key of that Secret", "connection"),
      })
        .describe(
          "Key of a Secret in Airflow's namespace with an Airflow connection, for a repository that asks who reads it.",
        )
        .exactOptional(),
    }),
  ],
  kinds("files", "s3", "git"),
);

export const airflow = section({
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
  /** Where the logs of tasks go. Default: into the pod, and away with it. */
  logs: airflowLogs.prefault({ kind: "pod" }),
  /** Where DAG files come from. Default: `dags/` of this repository. */
  dags: airflowDags.prefault({ kind: "files" }),
  /** Required: see `stacks/README.md` for what Airflow itself needs. */
  quota: quota.describe("What all pods of Airflow's namespace may ask for together."),
}).describe("The scheduler of DAGs.");
