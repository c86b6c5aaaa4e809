/** Databases of RDS and what they stand on. */
import { at, textAt, textsAt, type Value } from "../values.js";
import type { Thing, World } from "../world.js";
import { arn, firstOf, type Kind, type Kinds, type Refusal, refuseIf, type Subject } from "./kind.js";
import { zonesOf } from "./network.js";

const DATABASE = "aws:rds/instance:Instance";
const SUBNET_GROUP = "aws:rds/subnetGroup:SubnetGroup";
const PARAMETER_GROUP = "aws:rds/parameterGroup:ParameterGroup";
const SNAPSHOT = "aws:rds/snapshot:Snapshot";

const database: Kind = {
  id: ({ hex }) => `db-${hex("id", 26).toUpperCase()}`,
  made: ({ inputs, place, hex }, id) => {
    const address = `${textAt(inputs, "identifier")}.${hex("address", 12)}.${place.region}.rds.amazonaws.com`;
    return {
      arn: arn(place, "rds", `db:${textAt(inputs, "identifier")}`),
      address,
      endpoint: `${address}:5432`,
      port: 5432,
      resourceId: id,
      status: "available",
      hostedZoneId: "Z00000000000000000000",
      caCertIdentifier: "rds-ca-rsa2048-g1",
      engineVersion: "17",
      engineVersionActual: `${textAt(inputs, "engineVersion").split(".")[0] ?? "17"}.6`,
      storageType: "gp2",
      backupRetentionPeriod: 0,
      multiAz: false,
      masterUserSecrets: masterUserSecrets(inputs["manageMasterUserPassword"], place, hex),
    };
  },
  names: { dbSubnetGroupName: SUBNET_GROUP, parameterGroupName: PARAMETER_GROUP },
  unique: { by: ["identifier"], taken: () => "DBInstanceAlreadyExists: DB instance already exists" },
  refuseCreate: ({ inputs }) =>
    refuseIf(
      inputs["manageMasterUserPassword"] !== true &&
        textAt(inputs, "password") === "" &&
        textAt(inputs, "snapshotIdentifier") === "",
      "InvalidParameterValue: The parameter MasterUserPassword must be provided and must not be blank.",
    ),
  refuseUpdate: ({ inputs }, before) => refuseDatabaseChange(inputs, before),
  refuseDelete: refuseDatabaseDelete,
  deleted: takeFinalSnapshot,
};

function masterUserSecrets(managed: Value | undefined, place: Subject["place"], hex: Subject["hex"]): Value {
  if (managed !== true) return [];
  const secret = `secret:rds!db-${hex("secret", 32)}-${hex("suffix", 6)}`;
  return [{ secretArn: arn(place, "secretsmanager", secret), secretStatus: "active", kmsKeyId: "" }];
}

function refuseDatabaseChange(inputs: Thing["inputs"], { outputs }: Thing): Refusal {
  const wanted = textAt(inputs, "engineVersion");
  const isMajor = wanted !== "" && majorOf(wanted) !== majorOf(textAt(outputs, "engineVersion"));
  return firstOf(
    refuseIf(
      isMajor && inputs["allowMajorVersionUpgrade"] !== true,
      "InvalidParameterCombination: The AllowMajorVersionUpgrade flag must be present when upgrading to a new major version.",
    ),
    refuseIf(
      Number(inputs["allocatedStorage"] ?? outputs["allocatedStorage"]) < Number(outputs["allocatedStorage"]),
      "InvalidParameterCombination: Invalid storage size for engine name postgres: storage cannot be reduced",
    ),
  );
}

function majorOf(version: string): string {
  return version.split(".")[0] ?? "";
}

function refuseDatabaseDelete({ inputs, outputs }: Thing, world: World): Refusal {
  const snapshot = finalSnapshotOf(inputs);
  return firstOf(
    refuseIf(
      outputs["deletionProtection"] === true,
      "InvalidParameterCombination: Cannot delete protected DB Instance, please disable deletion protection and try again.",
    ),
    refuseIf(snapshot === "", "final_snapshot_identifier is required when skip_final_snapshot is false"),
    refuseIf(
      snapshot !== undefined && world.find(SNAPSHOT, snapshot) !== undefined,
      `DBSnapshotAlreadyExists: Cannot create the snapshot because a snapshot with the identifier ${String(snapshot)} already exists.`,
    ),
  );
}

/** Name of the snapshot that a deletion leaves behind; nothing when there shall be none, and an empty one when nobody gave it a name. */
function finalSnapshotOf(inputs: Thing["inputs"]): string | undefined {
  return inputs["skipFinalSnapshot"] === true ? undefined : textAt(inputs, "finalSnapshotIdentifier");
}

function takeFinalSnapshot({ inputs, region }: Thing, world: World): void {
  const snapshot = finalSnapshotOf(inputs);
  if (snapshot !== undefined) world.declare(SNAPSHOT, snapshot, {}, region);
}

const subnetGroup: Kind = {
  id: ({ inputs }) => textAt(inputs, "name"),
  made: ({ place }, id) => ({
    arn: arn(place, "rds", `subgrp:${id}`),
    description: "Managed by Pulumi",
    supportedNetworkTypes: ["IPV4"],
  }),
  unique: {
    by: ["name"],
    taken: (inputs) => `DBSubnetGroupAlreadyExists: The DB subnet group '${textAt(inputs, "name")}' already exists.`,
  },
  refuseCreate: ({ inputs, world }) =>
    refuseIf(
      zonesOf(world, textsAt(inputs, "subnetIds")).size < 2,
      "DBSubnetGroupDoesNotCoverEnoughAZs: The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement. Add subnets to cover at least 2 AZs.",
    ),
  refuseDelete: ({ id }, world) =>
    refuseIf(
      databasesWith("dbSubnetGroupName", id, world),
      `InvalidDBSubnetGroupStateFault: Cannot delete the subnet group '${id}' because at least one database instance is still using it.`,
    ),
};

const parameterGroup: Kind = {
  id: ({ inputs }) => textAt(inputs, "name"),
  made: ({ place }, id) => ({ arn: arn(place, "rds", `pg:${id}`), description: "Managed by Pulumi" }),
  unique: {
    by: ["name"],
    taken: (inputs) => `DBParameterGroupAlreadyExists: Parameter group ${textAt(inputs, "name")} already exists`,
  },
  refuseDelete: ({ id }, world) =>
    refuseIf(
      databasesWith("parameterGroupName", id, world),
      `InvalidDBParameterGroupState: One or more database instances are still members of this parameter group ${id}, so the group cannot be deleted`,
    ),
};

function databasesWith(property: string, value: string, world: World): boolean {
  return world.things(DATABASE).some(({ inputs }) => inputs[property] === value);
}

export const DATABASE_KINDS: Kinds = {
  [DATABASE]: database,
  [SUBNET_GROUP]: subnetGroup,
  [PARAMETER_GROUP]: parameterGroup,
};

/** User and password of a database, as Secrets Manager keeps them. */
export function masterUserSecret(world: World, secretArn: string): string | undefined {
  const owner = world
    .things(DATABASE)
    .find(({ outputs }) => textAt(outputs, "masterUserSecrets.secretArn") === secretArn);
  if (owner === undefined) return undefined;
  return JSON.stringify({ username: at(owner.outputs, "username") ?? "postgres", password: `simulated-${owner.seed}` });
}
