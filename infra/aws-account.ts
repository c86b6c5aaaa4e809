/**
 * What AWS itself says about the account and the region of the settings, asked before anything is registered: what settings alone cannot know.
 */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { describeProblems, pathOf, type Problem, unless } from "../components/problem";
import { type RegistryImage, registryImage } from "./registry-image";
import type { EksSettings, Settings } from "./settings";

export interface AwsAccount {
  /** `aws`, `aws-cn` or `aws-us-gov`: the second part of every ARN. */
  readonly partition: string;
  /** Blocks of addresses at which S3 answers in the region: the VPC's gateway endpoint leads there, and network policies name them. */
  readonly s3Cidrs: readonly string[];
  /** The settings with a digest in each reference to an image in a registry of AWS, so that all pods of a roll-out run the same build. */
  readonly settings: Settings;
}

/** Answers of AWS, or what is wrong with the settings that were asked about. */
type Answer<T> = { readonly value: T } | { readonly problems: readonly Problem[] };

/**
 * Asks AWS.
 *
 * @throws pulumi.RunError when the credentials are for another account, and one that lists everything else that the settings name and AWS does not have.
 */
export async function askAccount(
  settings: Settings,
  cluster: EksSettings,
  provider: aws.Provider,
): Promise<AwsAccount> {
  const options = { provider };
  await requireAccount(cluster, options);
  const [partition, s3Cidrs, placeProblems, digests] = await Promise.all([
    aws.getPartition({}, options),
    s3Blocks(cluster, options),
    networkProblems(cluster, options),
    imageDigests(settings, options),
  ]);
  const problems = [...placeProblems, ...digests.problems];
  if (problems.length > 0) throw refused(problems);
  return { partition: partition.partition, s3Cidrs, settings: withDigests(settings, digests.byReference) };
}

/** Everything else would be asked of the wrong account, so this comes first and alone. */
async function requireAccount({ account, access }: EksSettings, options: pulumi.InvokeOptions): Promise<void> {
  const { accountId, arn } = await aws.getCallerIdentity({}, options);
  if (accountId !== account) {
    throw refused([
      {
        path: "cluster.account",
        value: account,
        rule: `must be the account of the credentials in use, which is ${accountId}`,
        fix: "use the credentials of the stack's own account (AWS_PROFILE), or choose the stack of this one",
      },
    ]);
  }
  const caller = identityOf(arn);
  const isKnown = Object.values(access).some(({ principal }) => identityOf(principal) === caller);
  if (isKnown) return;
  throw refused([
    {
      path: "cluster.access",
      value: access,
      rule: `must name the identity of the credentials in use, which is the ${caller}: it would make a cluster that it may not use`,
      fix: "add it, with rights: admin if it is the one that runs pulumi up",
    },
  ]);
}

/** Kind and name of an IAM identity. The session of a role has another ARN than the role, which leaves out the role's path. */
function identityOf(arn: string): string {
  const [kind = "", ...path] = (arn.split(":").at(-1) ?? "").split("/");
  return kind === "assumed-role" ? `role ${path[0] ?? ""}` : `${kind} ${path.at(-1) ?? ""}`;
}

async function s3Blocks({ region }: EksSettings, options: pulumi.InvokeOptions): Promise<string[]> {
  const { entries } = await aws.ec2.getManagedPrefixList({ name: `com.amazonaws.${region}.s3` }, options);
  return entries.map(({ cidr }) => cidr).sort();
}

async function networkProblems({ network }: EksSettings, options: pulumi.InvokeOptions): Promise<Problem[]> {
  if (network.kind === "new") {
    const { names } = await aws.getAvailabilityZones({ state: "available" }, options);
    return network.zones.flatMap((zone, index) =>
      unless(names.includes(zone), {
        path: pathOf(["cluster", "network", "zones", index]),
        value: zone,
        rule: "must be an availability zone that the account may use in the region",
        fix: `write some of ${names.join(", ")}`,
      }),
    );
  }
  const asked = network.subnets.map((subnet, index) => subnetProblems(network.vpc, subnet, index, options));
  return (await Promise.all(asked)).flat();
}

/** Pools and network policies are made from what the settings say of a subnet, so that has to be true. */
async function subnetProblems(
  vpc: string,
  { id, zone, cidr }: { readonly id: string; readonly zone: string; readonly cidr: string },
  index: number,
  options: pulumi.InvokeOptions,
): Promise<Problem[]> {
  const path = ["cluster", "network", "subnets", index];
  const answer = await asked(aws.ec2.getSubnet({ id }, options), {
    path: pathOf([...path, "id"]),
    value: id,
    rule: "must be a subnet of the account",
    fix: "write the id of a private subnet",
  });
  if ("problems" in answer) return [...answer.problems];
  const { availabilityZone, cidrBlock, vpcId } = answer.value;
  return [
    ...unless(vpcId === vpc, {
      path: pathOf([...path, "id"]),
      value: id,
      rule: `must be a subnet of ${vpc}, and it is one of ${vpcId}`,
      fix: "write a subnet of the cluster's VPC",
    }),
    ...isReally([...path, "zone"], zone, availabilityZone),
    ...isReally([...path, "cidr"], cidr, cidrBlock),
  ];
}

function isReally(path: readonly PropertyKey[], value: string, real: string): Problem[] {
  return unless(value === real, {
    path: pathOf(path),
    value,
    rule: "must be what the subnet has",
    fix: `write ${real}`,
  });
}

interface Digests {
  readonly byReference: ReadonlyMap<string, string>;
  readonly problems: readonly Problem[];
}

/** A pod whose image is missing waits for it for ever, so that is found out here. */
async function imageDigests(settings: Settings, options: pulumi.InvokeOptions): Promise<Digests> {
  const answers = await Promise.all(
    imageSettings(settings).map(async ([path, reference]) => {
      const image = registryImage(reference);
      return image === undefined ? undefined : ([reference, await digestOf(path, reference, image, options)] as const);
    }),
  );
  const known = answers.filter((answer) => answer !== undefined);
  return {
    byReference: new Map(
      known.flatMap(([reference, answer]) => ("value" in answer ? [[reference, answer.value]] : [])),
    ),
    problems: known.flatMap(([, answer]) => ("problems" in answer ? answer.problems : [])),
  };
}

function digestOf(
  path: string,
  value: string,
  { account, region, repository, tag, digest }: RegistryImage,
  options: pulumi.InvokeOptions,
): Promise<Answer<string>> {
  const version = { ...(tag !== undefined && { imageTag: tag }), ...(digest !== undefined && { imageDigest: digest }) };
  const found = aws.ecr.getImage({ registryId: account, region, repositoryName: repository, ...version }, options);
  return asked(
    found.then(({ imageDigest }) => imageDigest),
    {
      path,
      value,
      rule: "must be in its registry",
      fix: "run npm run images -- --stack with this stack, which builds and pushes it",
    },
  );
}

function imageSettings({ images, jobs }: Settings): [path: string, reference: string][] {
  return [
    ...Object.entries(images).map(([name, reference]): [string, string] => [pathOf(["images", name]), reference]),
    ...Object.entries(jobs).flatMap(([name, { image }]): [string, string][] =>
      image === undefined ? [] : [[pathOf(["jobs", name, "image"]), image]],
    ),
  ];
}

function withDigests(settings: Settings, digests: ReadonlyMap<string, string>): Settings {
  const exact = (reference: string) => {
    const digest = digests.get(reference);
    return digest === undefined || reference.includes("@") ? reference : `${reference}@${digest}`;
  };
  const { airflow, spark, postgres } = settings.images;
  const jobs = Object.entries(settings.jobs).map(([name, job]) => [
    name,
    job.image === undefined ? job : { ...job, image: exact(job.image) },
  ]);
  return {
    ...settings,
    images: { airflow: exact(airflow), spark: exact(spark), postgres: exact(postgres) },
    jobs: Object.fromEntries(jobs) as Settings["jobs"],
  };
}

/** The answer, or the problem with AWS' own words for why there is none. */
async function asked<T>(answer: Promise<T>, problem: Problem): Promise<Answer<T>> {
  try {
    return { value: await answer };
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
    return { problems: [{ ...problem, rule: `${problem.rule} (AWS: ${reason})` }] };
  }
}

function refused(problems: readonly Problem[]): pulumi.RunError {
  return new pulumi.RunError(`AWS does not have what the settings name\n${describeProblems(problems)}`);
}
