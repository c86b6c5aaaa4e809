/** Renders components under mocks as the resources of a stack. */
import * as pulumi from "@pulumi/pulumi";

import { awsAnswers } from "../../unit/aws/answers.js";
import { type Json, label, type StackResource } from "./stack-resource.js";

const inputs = new Map<string, Record<string, Json>>();

await pulumi.runtime.setMocks({
  newResource: (args) => {
    inputs.set(label(args), args.inputs as Record<string, Json>);
    const generated = args.type.endsWith(":GeneratedSecret") ? { value: pulumi.secret("generated") } : {};
    return { id: `${args.name}-id`, state: { ...(args.inputs as object), ...generated, ...awsAnswers(args) } };
  },
  call: (args) => args.inputs as Record<string, unknown>,
});

/** Everything that the program registers but components: they hold no inputs that a cloud sees. The program hands the options on to its components. */
export async function render(program: (opts: pulumi.ComponentResourceOptions) => void): Promise<StackResource[]> {
  const seen: pulumi.ResourceTransformationArgs[] = [];
  program({
    transformations: [
      (args) => {
        seen.push(args);
        return undefined;
      },
    ],
  });
  await Promise.all(seen.map(({ resource }) => new Promise((resolve) => resource.urn.apply(resolve))));
  const labels = new Map(seen.map((args) => [args.resource, label(args)]));
  return Promise.all(
    seen.flatMap((args) => (pulumi.CustomResource.isInstance(args.resource) ? [described(args, labels)] : [])),
  );
}

async function described(
  { type, name, props }: pulumi.ResourceTransformationArgs,
  labels: ReadonlyMap<pulumi.Resource, string>,
): Promise<StackResource> {
  const sources = await Promise.all(
    Object.entries(props).map(async ([property, value]): Promise<[string, string[]]> => {
      const resources = await allResources(pulumi.output(value as pulumi.Input<unknown>));
      return [property, [...resources].flatMap((resource) => labels.get(resource) ?? [])];
    }),
  );
  return { type, name, inputs: inputs.get(label({ type, name })) ?? {}, sources: Object.fromEntries(sources) };
}

/** Resources whose outputs went into a value; resolved only once the value is. */
async function allResources(output: pulumi.Output<unknown>): Promise<Set<pulumi.Resource>> {
  await new Promise((resolve) => output.apply(resolve));
  return (output as unknown as { allResources(): Promise<Set<pulumi.Resource>> }).allResources();
}
