/** What holds data, but for databases: buckets, keys, secrets, images, logs. */
import { textAt } from "../values.js";
import { arn, type Kind, type Kinds, refuseIf, type Subject, uuid } from "./kind.js";

export const BUCKET = "aws:s3/bucket:Bucket";
const KEY = "aws:kms/key:Key";
export const REPOSITORY = "aws:ecr/repository:Repository";

const name = ({ inputs }: Subject) => textAt(inputs, "name");

const bucket: Kind = {
  id: ({ inputs }) => textAt(inputs, "bucket"),
  made: ({ place }, id) => ({
    arn: `arn:${place.partition}:s3:::${id}`,
    bucketDomainName: `${id}.s3.amazonaws.com`,
    bucketRegionalDomainName: `${id}.s3.${place.region}.amazonaws.com`,
    hostedZoneId: "Z00000000000000000000",
    bucketRegion: place.region,
  }),
  unique: {
    by: ["bucket"],
    taken: () => "BucketAlreadyExists: The requested bucket name is not available.",
  },
  refuseDelete: ({ inputs, contents }) =>
    refuseIf(
      contents.length > 0 && inputs["forceDestroy"] !== true,
      "BucketNotEmpty: The bucket you tried to delete is not empty",
    ),
};

const bucketObject: Kind = {
  id: ({ inputs }) => `${textAt(inputs, "bucket")}/${textAt(inputs, "key")}`,
  names: { bucket: BUCKET },
};

const key: Kind = {
  id: ({ hex }) => uuid(hex),
  made: ({ place }, id) => ({
    arn: arn(place, "kms", `key/${id}`),
    keyId: id,
    keyUsage: "ENCRYPT_DECRYPT",
    customerMasterKeySpec: "SYMMETRIC_DEFAULT",
    rotationPeriodInDays: 365,
  }),
  deletedLater: true,
};

const alias: Kind = {
  id: name,
  made: ({ inputs, place }, id) => ({
    arn: arn(place, "kms", id),
    targetKeyArn: arn(place, "kms", `key/${textAt(inputs, "targetKeyId")}`),
  }),
  names: { targetKeyId: KEY },
  unique: {
    by: ["name"],
    taken: (inputs) => `AlreadyExistsException: An alias with the name ${textAt(inputs, "name")} already exists`,
  },
};

const secret: Kind = {
  id: ({ inputs, place, hex }) => arn(place, "secretsmanager", `secret:${textAt(inputs, "name")}-${hex("suffix", 6)}`),
  made: (_, id) => ({ arn: id }),
  unique: {
    by: ["name"],
    taken: (inputs) =>
      `ResourceExistsException: The operation failed because the secret ${textAt(inputs, "name")} already exists.`,
  },
};

const secretVersion: Kind = {
  id: ({ inputs, hex }) => `${textAt(inputs, "secretId")}|${uuid(hex)}`,
  made: ({ inputs, hex }) => ({ arn: textAt(inputs, "secretId"), versionId: uuid(hex), versionStages: ["AWSCURRENT"] }),
};

const repository: Kind = {
  id: name,
  made: ({ place }, id) => ({
    arn: arn(place, "ecr", `repository/${id}`),
    registryId: place.account,
    repositoryUrl: `${place.account}.dkr.ecr.${place.region}.amazonaws.com/${id}`,
  }),
  unique: {
    by: ["name"],
    taken: (inputs) =>
      `RepositoryAlreadyExistsException: The repository with name '${textAt(inputs, "name")}' already exists`,
  },
  refuseDelete: ({ id, inputs, contents }) =>
    refuseIf(
      contents.length > 0 && inputs["forceDelete"] !== true,
      `RepositoryNotEmptyException: The repository with name '${id}' cannot be deleted because it still contains images`,
    ),
};

const logGroup: Kind = {
  id: name,
  made: ({ place }, id) => ({ arn: arn(place, "logs", `log-group:${id}`), logGroupClass: "STANDARD" }),
  unique: { by: ["name"], taken: () => "ResourceAlreadyExistsException: The specified log group already exists" },
};

export const DATA_KINDS: Kinds = {
  [BUCKET]: bucket,
  [KEY]: key,
  "aws:s3/bucketObject:BucketObject": bucketObject,
  "aws:s3/bucketObjectv2:BucketObjectv2": bucketObject,
  "aws:kms/alias:Alias": alias,
  "aws:secretsmanager/secret:Secret": secret,
  "aws:secretsmanager/secretVersion:SecretVersion": secretVersion,
  [REPOSITORY]: repository,
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": {
    id: ({ inputs }) => textAt(inputs, "repository"),
    names: { repository: REPOSITORY },
  },
  "aws:ecr/repositoryPolicy:RepositoryPolicy": {
    id: ({ inputs }) => textAt(inputs, "repository"),
    names: { repository: REPOSITORY },
  },
  "aws:cloudwatch/logGroup:LogGroup": logGroup,
};

/** Settings of a bucket are resources of their own, each at most once. */
export const BUCKET_SETTING: Kind = {
  id: ({ inputs }) => textAt(inputs, "bucket"),
  names: { bucket: BUCKET },
};
