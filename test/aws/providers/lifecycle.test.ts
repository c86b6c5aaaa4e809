/** The simulated AWS through the real engine: a small stack from nothing to nothing. The tests follow one another. */
import { fileURLToPath } from "node:url";

import test from "ava";

import { Workspace } from "../../engine/workspace.js";
import { simulatedAws } from "../simulated-aws.js";

const PROGRAM = fileURLToPath(new URL("../programs/small", import.meta.url));
const DEFAULTS = { version: "1.34", pool: "executors", nodes: 1 };

const { world, environment } = simulatedAws();
let workspace: Workspace;

test.before(async () => {
  // The program is there to have things stand on each other, not to be judged.
  workspace = await Workspace.create(PROGRAM, { ...environment, PULUMI_OPTION_POLICY_PACK: "" });
  world.configure({ principals: ["arn:aws:iam::111122223333:role/admin"] });
});

test.after.always(() => {
  workspace.remove();
  world.end();
});

function configure(changes: Readonly<Record<string, string | number | boolean>> = {}): void {
  workspace.writeSettings({ small: { ...DEFAULTS, ...changes } });
}

/** Lines of Pulumi's summary, for example `~ 1 updated`. */
function summary(output: string): string[] {
  const [, lines = ""] = /^Resources:\n((?: +.*\n)+)/m.exec(output) ?? [];
  return lines.trim().split(/\n */);
}

/** Values of the stack, as a command tells them before its summary. */
function outputs(output: string): string {
  return /^Outputs:\n(.*)^Resources:/ms.exec(output)?.[1] ?? "";
}

test.serial("the first preview knows nothing of what AWS will make up", async (t) => {
  configure();
  const { exitCode, output } = await workspace.preview();
  t.is(exitCode, 0, output);
  t.deepEqual(summary(output), ["+ 23 to create"]);
  for (const name of ["clusterArn", "databaseHost", "kubeconfig", "password", "vpcOfCluster"]) {
    t.regex(outputs(output), new RegExp(`^ +${name} *: \\[unknown\\]$`, "m"));
  }
  t.deepEqual(world.leftovers(), []);
});

test.serial("a reference to something that does not exist is refused", async (t) => {
  configure({ foreignVpc: "vpc-0123456789abcdef0" });
  const { exitCode, output } = await workspace.change("up");
  t.not(exitCode, 0);
  t.regex(output, /InvalidVpcID\.NotFound: The vpc ID 'vpc-0123456789abcdef0' does not exist/);
});

test.serial("an up in which AWS fails is finished by the next", async (t) => {
  configure();
  const NODE_GROUP = "aws:eks/nodeGroup:NodeGroup";
  world.configure({ faults: [{ type: NODE_GROUP, nth: 1, error: "ServerException: Internal error" }] });
  const failed = await workspace.change("up");
  t.not(failed.exitCode, 0);
  t.regex(failed.output, /creating aws:eks\/nodeGroup:NodeGroup \(nodes\): api error ServerException: Internal error/);
  t.deepEqual(world.things(NODE_GROUP), []);

  const { exitCode, output } = await workspace.change("up");
  t.is(exitCode, 0, output);
  t.deepEqual(
    world.things(NODE_GROUP).map(({ id }) => id),
    ["small:executors"],
  );
  t.regex(outputs(output), /clusterArn *: "arn:aws:eks:eu-central-1:111122223333:cluster\/small"/);
  t.regex(outputs(output), /databaseHost *: "small-metadata\.[0-9a-f]{12}\.eu-central-1\.rds\.amazonaws\.com"/);
  t.regex(outputs(output), /password *: \[secret\]/);
});

test.serial("the component's children are those of the real one", (t) => {
  t.deepEqual(
    world
      .things()
      .map(({ type, urn }) => `${type.split(":")[2] ?? ""} ${urn.split("::").pop() ?? ""}`)
      .sort(),
    [
      ...["AccessEntry main-admin", "AccessPolicyAssociation main-admin-cluster"],
      ...["Addon main-kube-proxy", "Addon main-vpc-cni", "Cluster main-eksCluster"],
      ...[
        "Instance metadata",
        "Key secrets",
        "LaunchTemplate nodes",
        "NodeGroup nodes",
        "OpenIdConnectProvider main-oidcProvider",
      ],
      ...["Role cluster", "Role nodes", "SecurityGroup database", "SecurityGroupIngressRule database"],
      ...["Subnet private-a", "Subnet private-b", "SubnetGroup metadata", "Vpc main"],
    ],
  );
});

test.serial("a second up changes nothing", async (t) => {
  const before = world.history().length;
  const { exitCode, output } = await workspace.change("up");
  t.is(exitCode, 0, output);
  t.deepEqual(summary(output), ["23 unchanged"]);
  t.is(world.history().length, before);
});

test.serial("versions are not skipped", async (t) => {
  configure({ version: "1.36" });
  const { exitCode, output } = await workspace.change("up");
  t.not(exitCode, 0);
  t.regex(output, /Unsupported Kubernetes minor version update from 1\.34 to 1\.36/);
});

test.serial("what AWS can change is updated in place", async (t) => {
  configure({ version: "1.35", nodes: 2 });
  const preview = await workspace.preview();
  t.deepEqual(summary(preview.output), ["~ 2 to update", "21 unchanged"], preview.output);
  const { exitCode, output } = await workspace.change("up");
  t.is(exitCode, 0, output);
  t.deepEqual(summary(output), ["~ 2 updated", "21 unchanged"]);
});

test.serial("what AWS cannot change is replaced", async (t) => {
  configure({ version: "1.35", nodes: 2, pool: "drivers" });
  const { exitCode, output } = await workspace.change("up");
  t.is(exitCode, 0, output);
  t.deepEqual(summary(output), ["+-1 replaced", "22 unchanged"]);
  t.deepEqual(
    world.things("aws:eks/nodeGroup:NodeGroup").map(({ id }) => id),
    ["small:drivers"],
  );
});

test.serial("inputs that AWS does not take stop a preview", async (t) => {
  configure({ version: "1.35", nodes: "two", pool: "drivers" });
  const { exitCode, output } = await workspace.preview();
  t.not(exitCode, 0);
  t.regex(
    output,
    /scalingConfig\.desiredSize.*expected a number, got string "two"|expected a number, got string "two".*scalingConfig/s,
  );
});

test.serial("a destroy stops at what is protected or what somebody else still uses", async (t) => {
  configure({ version: "1.35", nodes: 2, pool: "drivers", deletionProtection: true });
  await workspace.change("up");
  const isProtected = await workspace.change("destroy");
  t.not(isProtected.exitCode, 0);
  t.regex(isProtected.output, /Cannot delete protected DB Instance/);

  configure({ version: "1.35", nodes: 2, pool: "drivers" });
  const up = await workspace.change("up");
  t.is(up.exitCode, 0, up.output);
  const [vpc] = world.things("aws:ec2/vpc:Vpc");
  const foreign = { vpcId: vpc?.id ?? "", cidrBlock: "10.0.128.0/24" };
  world.declare("aws:ec2/subnet:Subnet", "subnet-0aaaaaaaaaaaaaaaa", foreign);
  const isUsed = await workspace.change("destroy");
  t.not(isUsed.exitCode, 0);
  t.regex(isUsed.output, /DependencyViolation: The vpc '\S+' has dependencies and cannot be deleted/);
  world.remove("aws:ec2/subnet:Subnet", "subnet-0aaaaaaaaaaaaaaaa");
});

test.serial("destroy leaves nothing, in the order that AWS asks for", async (t) => {
  const { exitCode, output } = await workspace.change("destroy");
  t.is(exitCode, 0, output);
  t.deepEqual(world.leftovers(), []);
  const deleted = world
    .history()
    .filter(({ operation, error }) => operation === "delete" && error === undefined)
    .map(({ type }) => type.split(":")[2] ?? "");
  const inOrder = ["NodeGroup", "Cluster", "Subnet", "Vpc"].map((type) => deleted.lastIndexOf(type));
  t.deepEqual(
    inOrder,
    [...inOrder].sort((a, b) => a - b),
  );
  t.true(inOrder.every((position) => position >= 0));
});
