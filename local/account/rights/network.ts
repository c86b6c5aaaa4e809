import { PROJECT } from "../../../vocabulary.js";
import { document, type PolicyDocument } from "../documents.js";
import type { CheckedAccount } from "../stack-account.js";
import { inRegion } from "./region.js";

/**
 * VPC and launch templates. Ids of EC2 are AWS' own, so nothing here can depend on names; what is removed must bear the tag that the program gives to
 * everything of a cluster. `RunInstances` is asked of whoever gives a node group a launch template.
 */
export function networkRights(stack: CheckedAccount): PolicyDocument {
  const remove = inRegion(stack, "RemoveOwnNetwork", [
    "ec2:DeleteInternetGateway",
    "ec2:DeleteLaunchTemplate",
    "ec2:DeleteNatGateway",
    "ec2:DeleteRoute",
    "ec2:DeleteRouteTable",
    "ec2:DeleteSecurityGroup",
    "ec2:DeleteSubnet",
    "ec2:DeleteVpc",
    "ec2:DeleteVpcEndpoints",
    "ec2:DetachInternetGateway",
    "ec2:ReleaseAddress",
  ]);
  const tagged = { [`aws:ResourceTag/${PROJECT}/cluster`]: stack.cluster };
  return document(
    inRegion(stack, "ReadNetwork", ["ec2:Describe*", "ec2:GetManagedPrefixListEntries"]),
    inRegion(stack, "ChangeNetwork", [
      "ec2:AllocateAddress",
      "ec2:AssociateRouteTable",
      "ec2:AttachInternetGateway",
      "ec2:AuthorizeSecurityGroupEgress",
      "ec2:AuthorizeSecurityGroupIngress",
      "ec2:CreateFlowLogs",
      "ec2:CreateInternetGateway",
      "ec2:CreateLaunchTemplate",
      "ec2:CreateLaunchTemplateVersion",
      "ec2:CreateNatGateway",
      "ec2:CreateRoute",
      "ec2:CreateRouteTable",
      "ec2:CreateSecurityGroup",
      "ec2:CreateSubnet",
      "ec2:CreateTags",
      "ec2:CreateVpc",
      "ec2:CreateVpcEndpoint",
      "ec2:DeleteFlowLogs",
      "ec2:DeleteLaunchTemplateVersions",
      "ec2:DeleteTags",
      "ec2:DisassociateAddress",
      "ec2:DisassociateRouteTable",
      "ec2:ModifyLaunchTemplate",
      "ec2:ModifySecurityGroupRules",
      "ec2:ModifySubnetAttribute",
      "ec2:ModifyVpcAttribute",
      "ec2:ModifyVpcEndpoint",
      "ec2:ReplaceRoute",
      "ec2:ReplaceRouteTableAssociation",
      "ec2:RevokeSecurityGroupEgress",
      "ec2:RevokeSecurityGroupIngress",
      "ec2:RunInstances",
    ]),
    { ...remove, Condition: { StringEquals: { ...remove.Condition.StringEquals, ...tagged } } },
  );
}
