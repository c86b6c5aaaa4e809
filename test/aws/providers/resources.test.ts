/** What the simulated AWS makes of inputs. */
import test from "ava";

import { CLUSTER, NODE_GROUP, VPC, account, cluster } from "./account.js";
import { type Properties, UNKNOWN } from "./values.js";

test("a preview knows what follows from the inputs and nothing of what AWS makes up", async (t) => {
  const { resources, urn } = account(t);
  const { id, outputs } = await resources.planCreate(urn(CLUSTER, "main"), {
    name: "main",
    vpcConfig: { subnetIds: [UNKNOWN, UNKNOWN], endpointPublicAccess: false },
  });
  t.is(id, "");
  const { name, arn, endpoint, identities, vpcConfig, tagsAll } = outputs;
  t.deepEqual(
    { name, arn, endpoint, identities, tagsAll },
    {
      name: "main",
      arn: UNKNOWN,
      endpoint: UNKNOWN,
      identities: [{ oidcs: [{ issuer: UNKNOWN }] }],
      tagsAll: { stack: "test" },
    },
  );
  t.like(vpcConfig, { clusterSecurityGroupId: UNKNOWN, endpointPublicAccess: false });
});

test("what AWS made up stays through an update", async (t) => {
  const aws = account(t);
  const { all, made } = await cluster(aws);
  const updated = await aws.update(CLUSTER, "main", { ...all, version: "1.36", tags: { team: "data" } });
  t.deepEqual(updated, {
    ...made.outputs,
    version: "1.36",
    tags: { team: "data" },
    tagsAll: { stack: "test", team: "data" },
  });
});

test("the n-th creation of a type fails when a test says so, and only that one", async (t) => {
  const aws = account(t);
  aws.world.configure({
    faults: [{ type: VPC, nth: 2, error: "VpcLimitExceeded: The maximum number of VPCs has been reached." }],
  });
  await aws.create(VPC, { cidrBlock: "10.0.0.0/16" });
  t.regex(await aws.refused(VPC, { cidrBlock: "10.1.0.0/16" }), /VpcLimitExceeded/);
  await t.notThrowsAsync(aws.create(VPC, { cidrBlock: "10.1.0.0/16" }));
});

test("nothing is made for an engine that has gone meanwhile", async (t) => {
  const { resources, urn, world } = account(t);
  await t.throwsAsync(resources.create(urn(VPC, "main"), { cidrBlock: "10.0.0.0/16" }, () => true));
  t.deepEqual(world.leftovers(), []);
});

test("only what AWS cannot change makes a new resource, and a written name has to be free first", async (t) => {
  const { resources, urn } = account(t);
  const group = {
    nodeGroupName: "drivers",
    instanceTypes: ["m7g.large"],
    launchTemplate: { id: "lt-1", version: "1" },
  };
  const diff = (news: Properties) =>
    resources.diff(urn(NODE_GROUP, "drivers"), group, { ...group, tagsAll: { stack: "test" } }, news);
  t.deepEqual(await diff({ ...group, launchTemplate: { id: "lt-1", version: "2" } }), {
    ...{ changed: ["launchTemplate"], replaces: [], deleteBeforeReplace: false },
  });
  t.deepEqual(await diff({ ...group, instanceTypes: ["m7g.xlarge"] }), {
    ...{ changed: ["instanceTypes"], replaces: ["instanceTypes"], deleteBeforeReplace: true },
  });
  t.deepEqual(await diff({ ...group, nodeGroupName: "executors" }), {
    ...{ changed: ["nodeGroupName"], replaces: ["nodeGroupName"], deleteBeforeReplace: false },
  });
  t.deepEqual((await diff(group)).changed, []);
});
