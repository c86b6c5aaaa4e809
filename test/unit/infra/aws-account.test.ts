import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import test from "ava";
import { parse } from "yaml";
import { readFileSync } from "node:fs";

import { askAccount } from "../../../infra/aws-account.js";
import { type EksSettings, parseSettings, type Settings } from "../../../infra/settings.js";

const DIGEST = `sha256:${"a".repeat(64)}`;
const REGISTRY = "111122223333.dkr.ecr.us-east-1.amazonaws.com/spark-platform";

type Answers = Record<string, (inputs: Record<string, string>) => Record<string, unknown>>;

/** What an account answers that has all that the settings name. */
const complete: Answers = {
  "aws:index/getCallerIdentity:getCallerIdentity": () => ({
    accountId: "111122223333",
    arn: "arn:aws:sts::111122223333:assumed-role/platform-engineer/jane",
  }),
  "aws:index/getPartition:getPartition": () => ({ partition: "aws" }),
  "aws:ec2/getManagedPrefixList:getManagedPrefixList": ({ name }) => ({
    entries: name === "com.amazonaws.us-east-1.s3" ? [{ cidr: "54.231.0.0/16" }, { cidr: "3.5.0.0/19" }] : [],
  }),
  "aws:index/getAvailabilityZones:getAvailabilityZones": () => ({ names: ["us-east-1a", "us-east-1b"] }),
  "aws:ecr/getImage:getImage": () => ({ imageDigest: DIGEST }),
  "aws:ec2/getSubnet:getSubnet": ({ id }) => ({
    vpcId: "vpc-0a",
    availabilityZone: id === "subnet-0a" ? "us-east-1a" : "us-east-1b",
    cidrBlock: id === "subnet-0a" ? "10.0.0.0/20" : "10.0.16.0/20",
  }),
};

/** As it comes from the engine. */
function refusal(details: string): Error {
  return Object.assign(new Error(details), { details });
}

let answers = complete;
await pulumi.runtime.setMocks({
  newResource: ({ name, inputs }) => ({ id: name, state: inputs as Record<string, unknown> }),
  call: ({ token, inputs }) => {
    const answer = answers[token];
    if (answer === undefined) throw new Error(`${token} was not expected`);
    return answer(inputs as Record<string, string>);
  },
});
const provider = new aws.Provider("aws", { region: "us-east-1" });

interface StackFile {
  readonly config: Readonly<Record<string, unknown>>;
}

const { config } = parse(readFileSync("stacks/Pulumi.dev.yaml", "utf8")) as StackFile;
const raw = Object.fromEntries(
  Object.entries(config).map(([key, value]) => [key.replace("spark-platform:", ""), value]),
);

function settingsWith(network?: unknown): Settings {
  const cluster = raw["cluster"] as Record<string, unknown>;
  return parseSettings({ ...raw, cluster: network === undefined ? cluster : { ...cluster, network } });
}

async function ask(settings: Settings, changed: Answers = {}) {
  answers = { ...complete, ...changed };
  return askAccount(settings, settings.cluster as EksSettings, provider);
}

async function complaint(settings: Settings, changed: Answers): Promise<string> {
  try {
    await ask(settings, changed);
    return "nothing";
  } catch (error) {
    if (pulumi.RunError.isInstance(error)) return error.message;
    throw error;
  }
}

test.serial(
  "images get the digest that the registry knows them by, and everything else stays as written",
  async (t) => {
    const settings = settingsWith();
    const account = await ask(settings);
    t.deepEqual(account, {
      partition: "aws",
      s3Cidrs: ["3.5.0.0/19", "54.231.0.0/16"],
      settings: {
        ...settings,
        images: {
          airflow: `${REGISTRY}/airflow:0.1.0@${DIGEST}`,
          spark: `${REGISTRY}/spark:0.1.0@${DIGEST}`,
          postgres: `${REGISTRY}/postgres:0.1.0@${DIGEST}`,
        },
      },
    });
  },
);

test.serial("images elsewhere are nobody's business", async (t) => {
  const settings = parseSettings({
    ...raw,
    images: { airflow: "example/airflow:1", spark: "example/spark:1", postgres: "example/postgres:1" },
  });
  const nobody = () => {
    throw new Error("asked all the same");
  };
  t.deepEqual((await ask(settings, { "aws:ecr/getImage:getImage": nobody })).settings, settings);
});

test.serial("credentials for another account end everything at once", async (t) => {
  const elsewhere = { accountId: "999988887777", arn: "arn:aws:iam::999988887777:user/joe" };
  t.is(
    await complaint(settingsWith(), {
      "aws:index/getCallerIdentity:getCallerIdentity": () => elsewhere,
      "aws:index/getAvailabilityZones:getAvailabilityZones": () => ({ names: [] }),
    }),
    `AWS does not have what the settings name
  cluster.account = "111122223333": must be the account of the credentials in use, which is 999988887777; use the credentials of the stack's own account (AWS_PROFILE), or choose the stack of this one`,
  );
});

test.serial("somebody who would make a cluster without having access to it is stopped", async (t) => {
  const stranger = { accountId: "111122223333", arn: "arn:aws:iam::111122223333:user/people/joe" };
  t.is(
    await complaint(settingsWith(), { "aws:index/getCallerIdentity:getCallerIdentity": () => stranger }),
    `AWS does not have what the settings name
  cluster.access = {…}: must name the identity of the credentials in use, which is the user joe: it would make a cluster that it may not use; add it, with rights: admin if it is the one that runs pulumi up`,
  );
});

test.serial("missing images and zones are told all at once, with AWS' own words", async (t) => {
  const missing = ({ repositoryName }: Record<string, string>) => {
    if (repositoryName === "spark-platform/spark") throw refusal("no such image");
    return { imageDigest: DIGEST };
  };
  t.is(
    await complaint(settingsWith(), {
      "aws:ecr/getImage:getImage": missing,
      "aws:index/getAvailabilityZones:getAvailabilityZones": () => ({ names: ["us-east-1a", "us-east-1d"] }),
    }),
    `AWS does not have what the settings name
  cluster.network.zones[1] = "us-east-1b": must be an availability zone that the account may use in the region; write some of us-east-1a, us-east-1d
  images.spark = "${REGISTRY}/spark:0.1.0": must be in its registry (AWS: no such image); run npm run images -- --stack with this stack, which builds and pushes it`,
  );
});

const subnets = (second: object) => ({
  kind: "existing",
  vpc: "vpc-0a",
  subnets: [
    { id: "subnet-0a", zone: "us-east-1a", cidr: "10.0.0.0/20" },
    { id: "subnet-0b", zone: "us-east-1b", cidr: "10.0.16.0/20", ...second },
  ],
});

test.serial("subnets that are what the settings say are taken", async (t) => {
  await t.notThrowsAsync(ask(settingsWith(subnets({}))));
});

test.serial("what the settings say of subnets is compared with what they are", async (t) => {
  t.is(
    await complaint(settingsWith(subnets({ zone: "us-east-1c", cidr: "10.0.32.0/20" })), {
      "aws:ec2/getSubnet:getSubnet": ({ id }) => {
        if (id === "subnet-0a") throw refusal("no matching subnet");
        return { vpcId: "vpc-0b", availabilityZone: "us-east-1b", cidrBlock: "10.0.16.0/20" };
      },
    }),
    `AWS does not have what the settings name
  cluster.network.subnets[0].id = "subnet-0a": must be a subnet of the account (AWS: no matching subnet); write the id of a private subnet
  cluster.network.subnets[1].cidr = "10.0.32.0/20": must be what the subnet has; write 10.0.16.0/20
  cluster.network.subnets[1].id = "subnet-0b": must be a subnet of vpc-0a, and it is one of vpc-0b; write a subnet of the cluster's VPC
  cluster.network.subnets[1].zone = "us-east-1c": must be what the subnet has; write us-east-1b`,
  );
});
