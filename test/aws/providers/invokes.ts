/** What a program may ask of the simulated AWS. */
import { createHash } from "node:crypto";

import { REPOSITORY } from "./kinds/data.js";
import { masterUserSecret } from "./kinds/database.js";
import { SUBNET, VPC } from "./kinds/network.js";
import type { Configuration } from "./resources.js";
import { isProperties, type Properties, secret, textAt, textsAt, textsIn, type Value } from "./values.js";
import type { Thing, World } from "./world.js";

interface Question {
  readonly world: World;
  readonly region: string;
  readonly args: Properties;
}

type Answers = Readonly<Record<string, (question: Question) => Properties>>;

const ANSWERS: Answers = {
  "aws:index/getCallerIdentity:getCallerIdentity": ({ world: { settings } }) => ({
    id: settings.account,
    accountId: settings.account,
    arn: `arn:${settings.partition}:sts::${settings.account}:assumed-role/${settings.caller}/session`,
    userId: "AROASIMULATED:session",
  }),
  "aws:index/getPartition:getPartition": ({ world: { settings } }) => {
    const dnsSuffix = settings.partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
    const reverseDnsPrefix = dnsSuffix.split(".").reverse().join(".");
    return { id: settings.partition, partition: settings.partition, dnsSuffix, reverseDnsPrefix };
  },
  "aws:index/getRegion:getRegion": ({ region }) => ({
    ...{ id: region, name: region, region },
    ...{ description: region, endpoint: `ec2.${region}.amazonaws.com` },
  }),
  "aws:index/getAvailabilityZones:getAvailabilityZones": ({ region, args }) => {
    const letters = ["a", "b", "c"];
    const names = letters.map((letter) => `${region}${letter}`);
    return {
      ...args,
      id: region,
      region,
      names,
      zoneIds: letters.map((_, index) => `az${index + 1}`),
      groupNames: [region],
    };
  },
  "aws:ec2/getManagedPrefixList:getManagedPrefixList": prefixList,
  "aws:ec2/getSubnet:getSubnet": ({ world, args }) =>
    found(world, SUBNET, args, `InvalidSubnetID.NotFound: The subnet ID '${textAt(args, "id")}' does not exist`),
  "aws:ec2/getSubnets:getSubnets": ({ world, region, args }) => {
    const ids = world
      .things(SUBNET)
      .filter(matches(args))
      .map(({ id }) => id);
    return { ...args, id: region, region, ids, tags: {} };
  },
  "aws:ec2/getVpc:getVpc": ({ world, args }) =>
    found(world, VPC, args, `InvalidVpcID.NotFound: The vpc ID '${textAt(args, "id")}' does not exist`),
  "aws:secretsmanager/getSecretVersion:getSecretVersion": secretVersion,
  "aws:ecr/getImage:getImage": image,
  "aws:ssm/getParameter:getParameter": ({ region, args }) => ({
    ...args,
    ...{ id: textAt(args, "name"), arn: `arn:aws:ssm:${region}::parameter${textAt(args, "name")}`, region },
    ...{ type: "String", value: "simulated", insecureValue: "simulated", version: 1 },
  }),
  "aws:eks/getAddonVersion:getAddonVersion": ({ region, args }) => ({
    ...args,
    ...{ id: textAt(args, "addonName"), region, version: `v${textAt(args, "kubernetesVersion")}.0-eksbuild.1` },
  }),
};

/** @throws Error when AWS knows no such thing, or the simulation no such question. */
export function answer(world: World, { region }: Configuration, token: string, args: Properties): Properties {
  const ask = ANSWERS[token];
  if (ask === undefined) throw new Error(`The simulated AWS cannot answer ${token}.`);
  return ask({ world, args, region: textAt(args, "region") || region });
}

/** Two blocks from the networks that are reserved for documentation. */
function prefixList({ world, region, args }: Question): Properties {
  const name = textAt(args, "name");
  if (!/^com\.amazonaws\.[a-z0-9-]+\.(s3|dynamodb)$/.test(name))
    throw new Error(`no matching EC2 Managed Prefix List found: ${name}`);
  return {
    ...args,
    ...{
      id: "pl-6ea54007",
      arn: `arn:${world.settings.partition}:ec2:${region}:aws:prefix-list/pl-6ea54007`,
      name,
      region,
    },
    ...{ addressFamily: "IPv4", ownerId: "AWS", maxEntries: 0, version: 0, tags: {} },
    entries: [
      { cidr: "192.0.2.0/24", description: "" },
      { cidr: "198.51.100.0/24", description: "" },
    ],
  };
}

/** The one thing that a question is about. */
function found(world: World, type: string, args: Properties, error: string): Properties {
  const [thing] = world.things(type).filter(matches(args));
  if (thing === undefined) throw new Error(error);
  return {
    tags: {},
    ownerId: world.settings.account,
    state: "available",
    ...thing.outputs,
    id: thing.id,
    region: thing.region,
  };
}

function matches(args: Properties): (thing: Thing) => boolean {
  const id = textAt(args, "id");
  const filters = Array.isArray(args["filters"]) ? args["filters"] : [];
  return (thing) =>
    (id === "" || thing.id === id) &&
    filters.every((filter) => textsAt(filter, "values").includes(filtered(thing, textAt(filter, "name")))) &&
    hasTags(thing, args["tags"]);
}

/** Filters are named as in EC2's API: `vpc-id`, `availability-zone`, `tag:Name`. */
function filtered({ outputs }: Thing, name: string): string {
  if (name.startsWith("tag:")) return textsIn(tagsOf(outputs)[name.slice("tag:".length)]).join("");
  return textAt(
    outputs,
    name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()),
  );
}

function hasTags({ outputs }: Thing, tags: Value | undefined): boolean {
  return Object.entries(isProperties(tags) ? tags : {}).every(([key, value]) => tagsOf(outputs)[key] === value);
}

function tagsOf({ tags }: Properties): Properties {
  return isProperties(tags) ? tags : {};
}

function secretVersion({ world, region, args }: Question): Properties {
  const secretId = textAt(args, "secretId");
  const written = world
    .things("aws:secretsmanager/secretVersion:SecretVersion")
    .find(({ inputs }) => inputs["secretId"] === secretId);
  const secretString = masterUserSecret(world, secretId) ?? textAt(written?.inputs, "secretString");
  if (secretString === "")
    throw new Error("ResourceNotFoundException: Secrets Manager can't find the specified secret.");
  return {
    ...{ id: `${secretId}|AWSCURRENT`, arn: secretId, secretArn: secretId, secretId, secretBinary: "", region },
    secretString: secret(secretString),
    ...{
      versionId: "simulated",
      versionStage: "AWSCURRENT",
      versionStages: ["AWSCURRENT"],
      createdDate: "2026-01-01T00:00:00Z",
    },
  };
}

/** Every image is there, also in registries that no stack makes, unless the world's settings name it as missing. */
function image({ world, region, args }: Question): Properties {
  const repositoryName = textAt(args, "repositoryName");
  const imageTag = textAt(args, "imageTag");
  const registryId = textAt(args, "registryId") || world.settings.account;
  const wanted = `${repositoryName}:${imageTag || textAt(args, "imageDigest")}`;
  if (world.settings.missingImages.includes(wanted)) {
    throw new Error(
      `ImageNotFoundException: The image requested does not exist in the repository '${repositoryName}'.`,
    );
  }
  const digest = createHash("sha256").update(`${registryId}/${region}/${wanted}`).digest("hex");
  const imageDigest = textAt(args, "imageDigest") || `sha256:${digest}`;
  const repository = textAt(world.find(REPOSITORY, repositoryName)?.outputs, "repositoryUrl");
  const url = repository || `${registryId}.dkr.ecr.${region}.amazonaws.com/${repositoryName}`;
  return {
    ...args,
    ...{
      id: imageDigest,
      imageDigest,
      imageTags: imageTag === "" ? [] : [imageTag],
      imageUri: `${url}@${imageDigest}`,
    },
    ...{ imagePushedAt: 1_767_225_600, imageSizeInBytes: 1, registryId, repositoryName, region },
  };
}
