/** Rules about resources of AWS, and about StorageClasses that store there. */
import type { Rule } from "../rule";
import { dataProtected } from "./data-protected";
import { ebsClass } from "./ebs-class";
import { ebsEncrypted } from "./ebs-encrypted";
import { eksEndpointClosed } from "./eks-endpoint";
import { eksControlPlaneLogs } from "./eks-logs";
import { eksSecretsEncrypted } from "./eks-secrets";
import { eksSupportedVersion } from "./eks-version";
import { iamNoWildcard } from "./iam";
import { ec2Imdsv2 } from "./instance-metadata";
import { rdsClosedEncrypted } from "./rds";
import { s3Closed } from "./s3";

export const AWS_RULES: readonly Rule[] = [
  eksEndpointClosed,
  eksSecretsEncrypted,
  eksControlPlaneLogs,
  eksSupportedVersion,
  ec2Imdsv2,
  ebsEncrypted,
  ebsClass,
  rdsClosedEncrypted,
  s3Closed,
  iamNoWildcard,
  dataProtected,
];
