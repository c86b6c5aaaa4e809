/** The Pulumi project of the image repositories, against mocks. */
import * as pulumi from "@pulumi/pulumi";
import test from "ava";

import { IMAGES } from "../../../local/images/sources.js";

interface Seen {
  readonly type: string;
  readonly name: string;
  readonly provider: string;
  readonly inputs: unknown;
}

const seen: Seen[] = [];

test.serial(
  "every image that is built has a repository, in the account and region of the stack's settings alone",
  async (t) => {
    await pulumi.runtime.setMocks({
      newResource({ type, name, provider = "", inputs }) {
        seen.push({ type, name, provider, inputs: inputs as unknown });
        return { id: name, state: { ...(inputs as object), repositoryUrl: `url of ${name}` } };
      },
      call: () => ({}),
    });
    const cluster = { kind: "eks", account: "111122223333", region: "eu-central-1" };
    pulumi.runtime.setAllConfig({ "spark-platform:cluster": JSON.stringify(cluster) });
    const { urls } = await import("../../../infra/registry/index.js");

    const resolved = await new Promise((resolve) => pulumi.output(urls).apply(resolve));
    t.deepEqual(resolved, { airflow: "url of airflow", postgres: "url of postgres", spark: "url of spark" });
    t.deepEqual(Object.keys(urls).sort(), [...IMAGES].sort());
    const aws = seen.find(({ type }) => type === "pulumi:providers:aws");
    t.like(aws?.inputs, { region: "eu-central-1", allowedAccountIds: '["111122223333"]' });
    const repositories = seen.filter(({ type }) => type === "aws:ecr/repository:Repository");
    t.deepEqual(
      repositories.map(({ inputs }) => (inputs as { name: string }).name).sort(),
      [...IMAGES].sort().map((name) => `spark-platform/${name}`),
    );
    t.true(repositories.every(({ provider }) => provider.includes("pulumi:providers:aws::aws::")));
  },
);
