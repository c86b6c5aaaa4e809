/** Schema of the cluster: one that is already there, or one on AWS that the stack makes. */

import { z } from "zod";
import { LOG_RETENTION_DAYS } from "../../components/aws/log-retention";
import { INTERFACE_ENDPOINTS, type InterfaceEndpoint } from "../../components/aws/vpc-endpoint-services";
import { isDnsLabel } from "../../components/dns-label";
import { EKS_VERSIONS, NODE_WORKLOADS } from "../../vocabulary";
import { kinds, list, listOnce, named, section } from "./shapes";
import { cidr, dnsLabel, must, oneOf, text, textThat, trueOrFalse, wholeNumber } from "./values";

/** Longest name of a cluster: the name of its log bucket, which also holds account and region, ends at 63 characters. */
const CLUSTER_NAME_LENGTH = 30;

/** Smallest disk of a node: Amazon Linux, the platform's images and a job's scratch space. Largest: what a gp3 volume can have. */
const DISK_GIB = { least: 40, most: 16_384 };

const LOG_DAYS = must(
  "must be a number of days that CloudWatch offers",
  `write one of ${LOG_RETENTION_DAYS.join(", ")}, without quotes`,
);

const zone = (meaning = "an availability zone") =>
  textThat(meaning, "eu-central-1a", (value) => /^[a-z]{2}(-[a-z]+)+-\d[a-z]$/.test(value));

const existing = section({
  /** A cluster that is already there, whoever made it. */
  kind: z.literal("existing"),
  /** Path of the kubeconfig file. Default: `KUBECONFIG`, else `~/.kube/config`, as for kubectl. */
  kubeconfig: text("the path of a kubeconfig file", "/home/me/.kube/config").exactOptional(),
  /** Context in that file. Required and never the current one, so that a `kubectl config use-context` elsewhere cannot redirect an `up`. */
  context: text("the name of a context in the kubeconfig", "minikube"),
});

const endpoint = z.discriminatedUnion(
  "kind",
  [
    section({
      /** The API answers in the VPC only. */
      kind: z.literal("private"),
    }),
    section({
      /** The API answers on the internet too, for named networks. */
      kind: z.literal("public"),
      /** Networks of the people who work with it. */
      cidrs: listOnce("address blocks", narrowCidr()).min(
        1,
        must("must name at least one network", "list the networks of your people"),
      ),
      /** Why that is right; the plan shows it as a tag of the cluster, so it has only what AWS takes in a tag. */
      reason: textThat(
        "the reason for a public endpoint, at most 256 letters, digits, spaces and _ . : / = + - @",
        "no VPN in this account yet",
        (value) => /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,256}$/u.test(value),
      ),
    }),
  ],
  kinds("private", "public"),
);

/** A block with a prefix shorter than 8 bits is nobody's own. */
function narrowCidr() {
  return cidr().refine((value) => Number(value.split("/")[1]) >= 8, {
    ...must("must be a network of your own, with a prefix of at least /8", "list the networks of your people"),
    // What is no block of addresses at all is told as that.
    abort: true,
  });
}

const network = z.discriminatedUnion(
  "kind",
  [
    section({
      /** A VPC of the stack's own. */
      kind: z.literal("new"),
      /** Its addresses. A private block from /16 to /20; nodes and pods take theirs from it. */
      cidr: cidr(),
      /** Two or three availability zones. One may be added at the end later. */
      zones: list("availability zones", zone()),
      /** NAT gateways: `one` for all zones, the cheapest, or one `perZone`, so that a zone can fail by itself. */
      nat: oneOf("how many NAT gateways there are", ["one", "perZone"]),
      /** Services of AWS that are reached without NAT, each for a price an hour and zone. Default: none; S3 always is, for nothing. */
      endpoints: listOnce(
        "services of AWS",
        oneOf("a service that has an interface endpoint", Object.keys(INTERFACE_ENDPOINTS) as [InterfaceEndpoint]),
      ).prefault([]),
    }),
    section({
      /** A VPC that is already there. */
      kind: z.literal("existing"),
      /** Its id. */
      vpc: textThat("the id of a VPC", "vpc-0a1b2c3d4e5f67890", (value) => /^vpc-[0-9a-f]+$/.test(value)),
      /** Private subnets with a way to the internet, in at least two zones. */
      subnets: list(
        "subnets",
        section({
          /** Id of the subnet. */
          id: textThat("the id of a subnet", "subnet-0a1b2c3d4e5f67890", (value) => /^subnet-[0-9a-f]+$/.test(value)),
          /** Its availability zone. */
          zone: zone(),
          /** Its addresses. */
          cidr: cidr(),
        }),
      ),
    }),
  ],
  kinds("new", "existing"),
);

/** What pools of both kinds have. */
const pool = {
  /** What its nodes are for. */
  workload: oneOf("what the nodes are for", NODE_WORKLOADS),
  /** Types of EC2 instances, of the families c, m, r and t and of one architecture. Several, so that spot has where to turn to. */
  instanceTypes: listOnce("types of instances", text("a type of EC2 instance", "m7i.large")).min(
    1,
    must("must name at least one type of instance", "write for example [m7i.large]"),
  ),
  /** How the nodes are bought. Default: `spot` for executors, which are replaced when AWS takes their node back, `onDemand` for all others. */
  capacity: oneOf("how the nodes are bought", ["onDemand", "spot"]).exactOptional(),
  /** The only availability zone of its nodes. Default: for executors the first one of the network, so that a shuffle crosses no zones; for others all. */
  zone: zone().exactOptional(),
  /** Disk of each node in GiB. Default 80: images, logs and what Spark spills. */
  diskGiB: wholeNumber("the size of a disk in GiB", DISK_GIB.least, DISK_GIB.most).prefault(80),
};

const compute = z.discriminatedUnion(
  "kind",
  [
    section({
      /** EKS Auto Mode: nodes come and go with the pods. */
      kind: z.literal("auto"),
      /** Pools of nodes by name. */
      pools: named(
        "pools",
        section({
          ...pool,
          /** Nodes that it has at most. */
          maxNodes: wholeNumber("the largest number of nodes", 1, 1000),
        }),
        dnsLabel("the name of a pool", "executors"),
      ),
    }),
    section({
      /** Managed node groups of fixed sizes. */
      kind: z.literal("managed"),
      /** Pools of nodes by name. */
      pools: named(
        "pools",
        section({
          ...pool,
          /** Nodes that it has. */
          nodes: wholeNumber("the number of nodes", 1, 450),
        }),
        dnsLabel("the name of a pool", "executors"),
      ),
    }),
  ],
  kinds("auto", "managed"),
);

/** A cluster on AWS: also read key by key, so that one wrong key does not hide what is wrong with the others. */
export const eks = section({
  /** A cluster on AWS that the stack makes. */
  kind: z.literal("eks"),
  /** Its name, and first part of the names of everything that belongs to it. */
  name: textThat(
    `the name of the cluster, a DNS label of at most ${CLUSTER_NAME_LENGTH} characters`,
    "spark-dev",
    (value) => isDnsLabel(value) && value.length <= CLUSTER_NAME_LENGTH,
  ),
  /** AWS region. */
  region: textThat("an AWS region", "eu-central-1", (value) => /^[a-z]{2}(-[a-z]+)+-\d$/.test(value)),
  /** Account that all of it belongs to: with credentials for another one nothing is made. */
  account: textThat("the number of an AWS account, twelve digits in quotes", '"111122223333"', (value) =>
    /^\d{12}$/.test(value),
  ),
  /** Kubernetes version. Raised by one at a time; never lowered. */
  version: z.enum(
    EKS_VERSIONS,
    must(
      `must be a Kubernetes version in standard support of EKS, in quotes: ${EKS_VERSIONS.join(", ")}`,
      `write ${EKS_VERSIONS.map((version) => `"${version}"`).join(" or ")}`,
    ),
  ),
  /** Where the Kubernetes API answers. Default: in the VPC only. */
  endpoint: endpoint.prefault({ kind: "private" }),
  /** Who may use the Kubernetes API, by any key. Whoever runs `pulumi up` has to be among them. */
  access: named(
    "identities",
    section({
      /** ARN of an IAM role or user. */
      principal: textThat(
        "the ARN of an IAM role or user",
        "arn:aws:iam::111122223333:role/platform-engineer",
        (value) => /^arn:aws(-cn|-us-gov)?:iam::\d{12}:(role|user)\/[\w+=,.@/-]+$/.test(value),
      ),
      /** `admin`: everything. `view`: to read everything, Secrets included. */
      rights: oneOf("what it may do", ["admin", "view"]),
    }),
    dnsLabel("the key of an identity", "platform"),
  ),
  /** Where it is placed. */
  network,
  /** Addresses of Services, outside of the network's. Default `172.20.0.0/16`, which is EKS' own. It can never be changed. */
  serviceCidr: cidr().prefault("172.20.0.0/16"),
  /** How pods prove who they are to AWS. Default `podIdentity`; `irsa` where no agent may run on the nodes. */
  workloadIdentity: oneOf("how pods prove who they are", ["podIdentity", "irsa"]).prefault("podIdentity"),
  /** Its nodes. */
  compute,
  /** Days for which logs are kept: of the control plane, of the network, of the database, and what is in the log bucket. Default 90. */
  logDays: z
    .int(LOG_DAYS)
    .refine((days) => LOG_RETENTION_DAYS.includes(days), LOG_DAYS)
    .prefault(90),
  /** Whether its key and its logs cannot be deleted by accident, nor EKS' cluster itself. Default true. */
  protect: trueOrFalse("whether Pulumi refuses to delete what holds data").prefault(true),
});

export const cluster = z.discriminatedUnion("kind", [existing, eks], kinds("existing", "eks"));
