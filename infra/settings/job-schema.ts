/** Schema of one Spark job: types and defaults. What a job may not say is known to `components/spark`. */

import { z } from "zod";
import { kinds, list, listOnce, named, section } from "./shapes";
import { bucketPrefix, cpu, must, pinnedImage, text, trueOrFalse, wholeNumber } from "./values";

/** Cores and heap of a Spark process. */
const processSize = {
  /** Task slots, whole cores. Default 1: small steps are easier to place. */
  cores: wholeNumber("the number of cores", 1).prefault(1),
  /** Heap in Spark's notation. Default `1g`, which is Spark's own. */
  memory: text("an amount of memory in Spark's notation", "1g").prefault("1g"),
  /** CPU that the pod asks for, as a Kubernetes quantity. Default: `cores`. Lower it where processes share a machine. */
  cpuRequest: cpu("250m").exactOptional(),
};

const mode = z.discriminatedUnion(
  "kind",
  [
    section({
      /** The driver starts executor pods. */
      kind: z.literal("client"),
      executor: section({
        ...processSize,
        /** Executor pods. Default 6. */
        instances: wholeNumber("the number of executors", 1).prefault(6),
      })
        .describe("Size and number of executors.")
        .prefault({}),
    }),
    section({
      /** All work happens in the driver pod. */
      kind: z.literal("local"),
    }),
  ],
  kinds("client", "local"),
);

/** Parts of buckets. */
const bucketPrefixes = list(
  "parts of buckets",
  section({
    /** Key of the bucket in `buckets`. */
    bucket: text("the key of a bucket", "data"),
    /** Prefix in it. */
    prefix: bucketPrefix(),
  }),
);

export const job = section({
  /** Team that owns the job: a key of `teams`. Required. */
  team: text("the name of a team", "analytics"),
  /** Path of a `.py` file or a `.jar` inside the image. Required. */
  application: text("the path of the application in the image", "/opt/jobs/pi.py"),
  /** Class with `main`; for a `.jar` only. */
  mainClass: text("the name of a class", "com.example.Orders").exactOptional(),
  /** Arguments of the application. Default: none. */
  arguments: list("strings", z.string(must("must be a string", "put it in quotes"))).prefault([]),
  /** Image of driver and executors. Default: `images.spark`. */
  image: pinnedImage().exactOptional(),
  /** Where the work happens. Default `client`, with six executors of 1 core and 1g. */
  mode: mode.prefault({ kind: "client" }),
  driver: section(processSize).describe("Size of the driver.").prefault({}),
  /** Further Spark conf. Default: none. Conf that the platform owns is refused here and belongs in `overrides`. */
  conf: named("strings", z.string(must("must be a string", "put it in quotes"))).prefault({}),
  /** Conf that the platform owns, or that is named like a secret and is none, set by hand all the same. Default: none. */
  overrides: named(
    "overrides",
    section({
      /** Value of the conf. */
      value: z.string(must("must be a string", "put it in quotes")),
      /** Why it is right all the same; ends up as an annotation in the plan. */
      reason: text("the reason for the override", '"the source closes idle connections"'),
    }),
  ).prefault({}),
  /** Further environment variables of the driver. No secrets: they are visible in the plan. Default: none. */
  environment: named("strings", z.string(must("must be a string", "put it in quotes"))).prefault({}),
  /** Environment variables of the driver from Kubernetes Secrets in the team's namespace, which somebody else makes. Default: none. */
  secrets: named(
    "Secrets",
    section({
      /** Name of the Secret. */
      secret: text("the name of a Kubernetes Secret", "flights-api"),
      /** Key in it whose value the variable gets. */
      key: text("a key of that Secret", "token"),
    }),
  ).prefault({}),
  /** Whether the driver gets address and credentials of the warehouse. Default false: least privilege. */
  warehouse: trueOrFalse("whether the driver gets the warehouse's credentials").prefault(false),
  data: section({
    /** What it reads. Default: nothing. */
    read: bucketPrefixes.prefault([]),
    /** What it writes, and so may read and delete. Default: nothing. */
    write: bucketPrefixes.prefault([]),
    /** Databases of the Glue Data Catalog whose tables it may read. Default: none. */
    glue: listOnce("names of Glue databases", text("the name of a Glue database", "sales")).prefault([]),
  })
    .describe("Data on AWS. With it the job runs as accounts of its own, whose roles allow exactly this.")
    .exactOptional(),
  /** Cron schedule of five fields. Default: none; the job runs by hand or from Airflow. */
  schedule: text("a cron schedule of five fields", '"0 2 * * *"').exactOptional(),
  /** IANA time zone of the schedule. Default `UTC`: days of 24 hours, all year. */
  timeZone: text("an IANA time zone", "Europe/Berlin").prefault("UTC"),
  deadlines: section({
    /** Seconds that a scheduled run may start late. Default 300; at least 10, since the controller looks every 10 seconds. */
    startSeconds: wholeNumber("a number of seconds", 10).prefault(300),
    /** Seconds that one run may take: with all its retries, under Airflow each try anew. Default 3600. */
    runSeconds: wholeNumber("a number of seconds", 1).prefault(3600),
  })
    .describe("Limits in time.")
    .prefault({}),
  /** How often a failed driver is started again; Airflow's tasks have it as their default. Default 1: enough for a lost node, too few to hide a bug. */
  retries: wholeNumber("the number of retries", 0).prefault(1),
});
