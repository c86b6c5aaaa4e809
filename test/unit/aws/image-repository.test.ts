import type * as pulumi from "@pulumi/pulumi";
import test from "ava";

import { ImageRepository } from "../../../components/aws/image-repository.js";
import { record } from "../components/kubernetes/recorder.js";

test.serial("a repository scans what arrives, never changes a tag, and forgets only what has none", async (t) => {
  let url: pulumi.Output<string> | undefined;
  const registered = await record((opts) => {
    url = new ImageRepository("airflow", { repository: "spark-platform/airflow" }, opts).url;
  });
  t.is(await new Promise((resolve) => url?.apply(resolve)), "url of airflow");
  const rule = {
    rulePriority: 1,
    description: "images without a tag, after 14 days",
    selection: { tagStatus: "untagged", countType: "sinceImagePushed", countUnit: "days", countNumber: 14 },
    action: { type: "expire" },
  };
  t.deepEqual(registered, [
    { type: "spark-platform:aws:ImageRepository", name: "airflow", inputs: {} },
    {
      type: "aws:ecr/repository:Repository",
      name: "airflow",
      parent: "airflow",
      inputs: {
        name: "spark-platform/airflow",
        imageTagMutability: "IMMUTABLE",
        imageScanningConfiguration: { scanOnPush: true },
        encryptionConfigurations: [{ encryptionType: "AES256" }],
      },
    },
    {
      type: "aws:ecr/lifecyclePolicy:LifecyclePolicy",
      name: "airflow",
      parent: "airflow",
      inputs: { repository: "spark-platform/airflow", policy: JSON.stringify({ rules: [rule] }) },
    },
  ]);
});
