/** What AWS answers with when it has made a resource, as far as components read it: told apart by the resource's name. */
import type { MockResourceArgs } from "@pulumi/pulumi/runtime/index.js";

/** Outputs that are not inputs. */
export function awsAnswers({ type, name }: MockResourceArgs): Record<string, unknown> {
  if (type === "eks:index:Cluster") return eksCluster(name);
  if (!type.startsWith("aws:")) return {};
  const arn = { arn: `arn of ${name}` };
  switch (type) {
    case "aws:rds/instance:Instance":
      return { ...arn, address: `address of ${name}`, masterUserSecrets: [{ secretArn: `secret of ${name}` }] };
    case "aws:ecr/repository:Repository":
      return { ...arn, repositoryUrl: `url of ${name}` };
    case "aws:ec2/launchTemplate:LaunchTemplate":
      return { ...arn, latestVersion: 1 };
    case "aws:rds/subnetGroup:SubnetGroup":
    case "aws:rds/parameterGroup:ParameterGroup":
      return { ...arn, name: `name of ${name}` };
    default:
      return arn;
  }
}

function eksCluster(name: string): Record<string, unknown> {
  return {
    eksCluster: { name: `${name} as made`, arn: `arn of ${name}` },
    kubeconfigJson: `kubeconfig of ${name}`,
    clusterSecurityGroupId: `security group of ${name}`,
    oidcProviderArn: `OIDC provider of ${name}`,
    oidcIssuer: `issuer of ${name}`,
  };
}
