import test from "ava";

import { registryImage } from "../../../infra/registry-image.js";

const REGISTRY = "111122223333.dkr.ecr.eu-central-1.amazonaws.com";
const DIGEST = `sha256:${"0".repeat(64)}`;

test("an image in a registry of AWS is known by account, region and repository", (t) => {
  t.deepEqual(registryImage(`${REGISTRY}/spark-platform/spark:1.4.2`), {
    account: "111122223333",
    region: "eu-central-1",
    repository: "spark-platform/spark",
    tag: "1.4.2",
    digest: undefined,
  });
});

test("its digest counts with and without a tag", (t) => {
  t.like(registryImage(`${REGISTRY}/spark@${DIGEST}`), { repository: "spark", tag: undefined, digest: DIGEST });
  t.like(registryImage(`${REGISTRY}/spark:2@${DIGEST}`), { repository: "spark", tag: "2", digest: DIGEST });
});

test("registries in China have another name", (t) => {
  t.like(registryImage("111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn/spark:1"), { region: "cn-north-1" });
});

for (const reference of [
  "localhost/spark:1.0",
  "example/spark:1",
  "1111.dkr.ecr.eu-central-1.amazonaws.com/spark:1",
  "111122223333.dkr.ecr.eu-central-1.amazonaws.com.example/spark:1",
]) {
  test(`${reference} is not in a registry of AWS`, (t) => {
    t.is(registryImage(reference), undefined);
  });
}
