import { AWS, isOn } from "../../model/aws";
import type { Resource } from "../../model/resource";
import { UNKNOWN, at } from "../../model/values";
import { type Finding, type Rule, unknown, violation } from "../rule";
import { type Requirement, missed } from "./requirement";

export const rdsClosedEncrypted: Rule = {
  name: "rds-closed-encrypted",
  level: "mandatory",
  description: "Every RDS database is private, encrypted and backed up, and RDS itself makes its master password.",
  why: "Airflow's connections, with their passwords, are in its database; encryption cannot be added to a database later, without backups its loss is final, and a password given by the program lies in the stack's state.",
  fix: "Leave `publiclyAccessible` out, set `storageEncrypted: true`, a `backupRetentionPeriod` of at least 1 and `manageMasterUserPassword: true`, and grant access to the secret that RDS makes.",
  judge: (resource) => {
    switch (resource.type) {
      case AWS.database:
        return [...closed(resource), ...ownData(resource, "replicateSourceDb"), ...passwords(resource)];
      case AWS.databaseCluster:
        return [...ownData(resource, "replicationSourceIdentifier"), ...passwords(resource)];
      case AWS.databaseClusterInstance:
        return closed(resource);
      default:
        return [];
    }
  },
};

function closed(resource: Resource): readonly Finding[] {
  return missed(resource, "publiclyAccessible", at(resource.inputs, "publiclyAccessible"), PRIVATE);
}

const PRIVATE: Requirement = { holds: (value) => value === false, write: "write false" };

const ENCRYPTED: Requirement = { holds: isOn, absent: "which means clear text", write: "write true" };

const BACKED_UP: Requirement = {
  holds: (value) => typeof value === "number" && value >= 1,
  write: "write the days for which backups are kept, at least 1",
};

/** Encryption and backups of a replica are those of its source. */
function ownData(resource: Resource, source: string): readonly Finding[] {
  if (at(resource.inputs, source) !== undefined) return [];
  // A cluster keeps backups for a day unless it is told otherwise.
  const backedUp =
    resource.type === AWS.databaseCluster ? BACKED_UP : { ...BACKED_UP, absent: "which means no backups" };
  return [
    ...missed(resource, "storageEncrypted", at(resource.inputs, "storageEncrypted"), ENCRYPTED),
    ...missed(resource, "backupRetentionPeriod", at(resource.inputs, "backupRetentionPeriod"), backedUp),
  ];
}

/** Of an instance and of a cluster; `Wo` are those that only the update sees, which the state holds as inputs all the same. */
const PASSWORDS = ["password", "passwordWo", "masterPassword", "masterPasswordWo"] as const;

function passwords(resource: Resource): readonly Finding[] {
  return PASSWORDS.flatMap((place) => {
    const value = at(resource.inputs, place);
    if (value === undefined) return [];
    if (value === UNKNOWN) return [unknown(resource, place)];
    return [violation(resource, `${place} is given by the program: write manageMasterUserPassword: true instead`)];
  });
}
