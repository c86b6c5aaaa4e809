/** Services of AWS that a VPC can have interface endpoints for, by the word that settings use. Pure, so that settings can list them. */

/** Last parts of the endpoints' service names. Source: VPC user guide, "AWS services that integrate with AWS PrivateLink". */
export const INTERFACE_ENDPOINTS = {
  ec2: ["ec2"],
  /** An image is asked for at the first and pulled from the second; its layers come from S3, by the gateway endpoint. */
  ecr: ["ecr.api", "ecr.dkr"],
  eks: ["eks"],
  /** Where the agent of Pod Identity gets credentials for pods. */
  "eks-auth": ["eks-auth"],
  glue: ["glue"],
  kms: ["kms"],
  logs: ["logs"],
  secretsmanager: ["secretsmanager"],
  sts: ["sts"],
} as const;

export type InterfaceEndpoint = keyof typeof INTERFACE_ENDPOINTS;
