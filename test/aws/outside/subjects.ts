/** What the linters look at, by name. */
import { cloudExample } from "./cloud-example.js";
import { kubernetesExample } from "./kubernetes-example.js";
import { render } from "./render.js";
import type { StackResource } from "./stack-resource.js";

export const PARTITIONS = ["aws", "aws-cn", "aws-us-gov"] as const;

/** The AWS half in each partition: only ARNs and the names of services differ. */
export async function cloudSubjects(): Promise<Record<(typeof PARTITIONS)[number], readonly StackResource[]>> {
  const of = (partition: string) =>
    render((opts) => cloudExample({ partition, region: "eu-central-1", accountId: "111122223333" }, opts));
  // One after the other: they use the same names.
  return { aws: await of("aws"), "aws-cn": await of("aws-cn"), "aws-us-gov": await of("aws-us-gov") };
}

export function kubernetesSubject(): Promise<readonly StackResource[]> {
  return render(kubernetesExample);
}
