/** What must hold between the settings of a cluster, and between it and the addresses around it. */

import { cidrProblems } from "../../components/aws/cidr-plan";
import { type Problem, pathOf, unless } from "../../components/problem";
import { zonesOf } from "../node-pools";
import type { ReadableParts } from "./reader";

type Eks = NonNullable<ReadableParts["eks"]>;

export function clusterProblems({ clusterKind, eks, network }: ReadableParts): Problem[] {
  return [
    ...(network === undefined || clusterKind === undefined ? [] : apiServerProblems(clusterKind, network.apiServer)),
    ...(eks === undefined ? [] : [...addressProblems(eks), ...zoneProblems(eks), ...accessProblems(eks)]),
  ];
}

function apiServerProblems(kind: "existing" | "eks", apiServer: readonly unknown[]): Problem[] {
  const path = "network.apiServer";
  return kind === "existing"
    ? unless(apiServer.length > 0, {
        path,
        value: apiServer,
        rule: "must not be empty for a cluster of kind existing: drivers and Airflow could not reach the Kubernetes API",
        fix: "list the address of its Service and the one behind it: kubectl -n default get service,endpointslice kubernetes",
      })
    : unless(apiServer.length === 0, {
        path,
        value: apiServer,
        rule: "must be left out for a cluster of kind eks, whose addresses follow from its network",
        fix: "remove it",
      });
}

function addressProblems({ network, serviceCidr }: Eks): readonly Problem[] {
  return network === undefined || serviceCidr === undefined ? [] : cidrProblems(["cluster"], network, serviceCidr);
}

function zoneProblems({ region, network, compute }: Eks): Problem[] {
  if (network === undefined) return [];
  const zones = zonesOf(network);
  const pools: Readonly<Record<string, { readonly zone?: string }>> = compute?.pools ?? {};
  const written =
    network.kind === "new"
      ? network.zones.map((zone, index) => ({ path: ["cluster", "network", "zones", index], zone }))
      : network.subnets.map(({ zone }, index) => ({ path: ["cluster", "network", "subnets", index, "zone"], zone }));
  return [
    ...written.flatMap(({ path, zone }) =>
      unless(region === undefined || zone.slice(0, -1) === region, {
        path: pathOf(path),
        value: zone,
        rule: `must be a zone of the region ${region ?? ""}`,
        fix: `write for example ${region ?? ""}a, or change cluster.region`,
      }),
    ),
    ...Object.entries(pools).flatMap(([name, { zone }]) =>
      unless(zone === undefined || zones.includes(zone), {
        path: pathOf(["cluster", "compute", "pools", name, "zone"]),
        value: zone,
        rule: "must be a zone of the network",
        fix: `write one of ${zones.join(", ")}`,
      }),
    ),
  ];
}

/** EKS has one entry for each identity. */
function accessProblems({ access, region }: Eks): Problem[] {
  if (access === undefined) return [];
  const entries = Object.entries(access);
  const nobody = unless(
    entries.some(([, { rights }]) => rights === "admin"),
    {
      path: "cluster.access",
      value: access,
      rule: "must name somebody with rights: admin: whoever creates the cluster has no rights by that, and pulumi up needs them",
      fix: "add the role that runs pulumi up",
    },
  );
  const partition = partitionOf(region ?? "");
  return [
    ...nobody,
    ...entries.flatMap(([key, { principal }], index) => {
      const path = pathOf(["cluster", "access", key, "principal"]);
      const twin = entries.slice(0, index).find(([, other]) => other.principal === principal);
      return [
        ...unless(region === undefined || principal.startsWith(`arn:${partition}:`), {
          path,
          value: principal,
          rule: `must be an identity of the partition ${partition}, which the region ${region ?? ""} belongs to`,
          fix: `write arn:${partition}:iam::…`,
        }),
        ...unless(twin === undefined, {
          path,
          value: principal,
          rule: `must differ from cluster.access.${twin?.[0] ?? ""}.principal: an identity has one entry`,
          fix: "remove one of the two",
        }),
      ];
    }),
  ];
}

/** Source: AWS general reference, "Amazon resource names". */
function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}
