import * as pulumi from "@pulumi/pulumi";
import test from "ava";

import { WorkloadRole, type WorkloadRoleArgs } from "../../../components/aws/workload-role.js";
import { record } from "../components/kubernetes/recorder.js";

const READ = { Effect: "Allow", Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::lake/raw/*"] } as const;

const ARGS: WorkloadRoleArgs = {
  partition: "aws",
  region: "eu-central-1",
  accountId: "111122223333",
  clusterName: "prod",
  identity: { kind: "podIdentity" },
  account: { namespace: "spark-analytics", account: "spark-driver-flights" },
  statements: [READ],
};

const IRSA: WorkloadRoleArgs = {
  ...ARGS,
  identity: {
    kind: "irsa",
    providerArn: pulumi.output("arn:aws:iam::111122223333:oidc-provider/oidc.example/id/1"),
    issuer: pulumi.output("https://oidc.example/id/1"),
  },
};

test.serial(
  "a service account gets a role with exactly its rights, which only its pods in that cluster can take",
  async (t) => {
    const registered = await record((opts) => {
      t.deepEqual(new WorkloadRole("flights", ARGS, opts).annotations, {});
    });
    const trust = {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "PodIdentity",
          Effect: "Allow",
          Principal: { Service: "pods.eks.amazonaws.com" },
          Action: ["sts:AssumeRole", "sts:TagSession"],
          Condition: {
            StringEquals: {
              "aws:SourceAccount": "111122223333",
              "aws:RequestTag/eks-cluster-arn": "arn:aws:eks:eu-central-1:111122223333:cluster/prod",
              "aws:RequestTag/kubernetes-namespace": "spark-analytics",
              "aws:RequestTag/kubernetes-service-account": "spark-driver-flights",
            },
          },
        },
      ],
    };
    const name = "prod.spark-analytics.spark-driver-flights";
    t.deepEqual(registered, [
      { type: "spark-platform:aws:WorkloadRole", name: "flights", inputs: {} },
      {
        type: "aws:iam/role:Role",
        name: "flights",
        parent: "flights",
        inputs: {
          name,
          description: "Pods of the service account spark-analytics/spark-driver-flights in the EKS cluster prod",
          assumeRolePolicy: JSON.stringify(trust),
        },
      },
      {
        type: "aws:iam/rolePolicy:RolePolicy",
        name: "flights",
        parent: "flights",
        inputs: { name: "access", role: name, policy: JSON.stringify({ Version: "2012-10-17", Statement: [READ] }) },
      },
      {
        type: "aws:eks/podIdentityAssociation:PodIdentityAssociation",
        name: "flights",
        parent: "flights",
        inputs: {
          clusterName: "prod",
          namespace: "spark-analytics",
          serviceAccount: "spark-driver-flights",
          roleArn: "arn of flights",
        },
      },
    ]);
  },
);

test.serial(
  "without the agent the role trusts the cluster's issuer, and the service account names the role",
  async (t) => {
    let annotation: pulumi.Input<string> | undefined;
    const registered = await record((opts) => {
      annotation = new WorkloadRole("flights", IRSA, opts).annotations["eks.amazonaws.com/role-arn"];
    });
    t.is(await value(annotation), "arn of flights");
    t.deepEqual(
      registered.map(({ type }) => type),
      ["spark-platform:aws:WorkloadRole", "aws:iam/role:Role", "aws:iam/rolePolicy:RolePolicy"],
    );
    const role = registered[1]?.inputs as { assumeRolePolicy: string };
    t.deepEqual(JSON.parse(role.assumeRolePolicy), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "WebIdentity",
          Effect: "Allow",
          Principal: { Federated: "arn:aws:iam::111122223333:oidc-provider/oidc.example/id/1" },
          Action: ["sts:AssumeRoleWithWebIdentity"],
          Condition: {
            StringEquals: {
              "oidc.example/id/1:sub": "system:serviceaccount:spark-analytics:spark-driver-flights",
              "oidc.example/id/1:aud": "sts.amazonaws.com",
            },
          },
        },
      ],
    });
  },
);

test.serial("a name too long for IAM is cut and stays the only one of its kind", async (t) => {
  const nameOf = async (account: string) => {
    const registered = await record((opts) => {
      new WorkloadRole("one", { ...ARGS, account: { namespace: "spark-analytics", account } }, opts);
    });
    return (registered[1]?.inputs as { name: string }).name;
  };
  const fitting = "a".repeat(64 - "prod.spark-analytics.".length);
  t.is(await nameOf(fitting), `prod.spark-analytics.${fitting}`);
  const [one, other] = [await nameOf(`${fitting}b`), await nameOf(`${fitting}c`)];
  t.regex(one, /^prod\.spark-analytics\.a+-[0-9a-f]{8}$/);
  t.is(one.length, 64);
  t.is(other.length, 64);
  t.not(one, other);
  t.is(await nameOf(`${fitting}b`), one);
});

test.serial("a role that may do nothing is refused", (t) => {
  t.throws(() => new WorkloadRole("flights", { ...ARGS, statements: [] }), {
    instanceOf: pulumi.ResourceError,
    message:
      "a role cannot be made\n  statements = []: a role must be allowed something; grant spark-analytics/spark-driver-flights something, or make no role for it",
  });
});

test.serial("rights that do not fit into a policy are refused before IAM would", async (t) => {
  const prefixes = (count: number) => [
    {
      ...READ,
      Resource: Array.from({ length: count }, (_, index) => `arn:aws:s3:::lake/${String(index).padStart(79, "0")}`),
    },
  ];
  await t.notThrowsAsync(
    record((opts) => {
      new WorkloadRole("flights", { ...ARGS, statements: prefixes(101) }, opts);
    }),
  );
  t.throws(() => new WorkloadRole("flights", { ...ARGS, statements: prefixes(102) }), {
    instanceOf: pulumi.ResourceError,
    message:
      "a role cannot be made\n  statements.length = 1: the policy of a role has at most 10240 characters, and this one has 10296; name fewer and shorter prefixes for spark-analytics/spark-driver-flights, for instance a common one",
  });
});

function value<T>(input: pulumi.Input<T>): Promise<pulumi.Unwrap<T>> {
  return new Promise((resolve) => pulumi.output(input).apply(resolve));
}
