import * as pulumi from "@pulumi/pulumi";

import { awsAnswers } from "../../aws/answers.js";

/** What a program registered: everything that a reviewer would see in a preview, and the options that decide order and ownership. */
export interface Registration {
  readonly type: string;
  readonly name: string;
  readonly parent?: string;
  readonly dependsOn?: readonly string[];
  /** Options other than parent and dependsOn, as given; without those that the generated SDK adds to every resource. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** Resolved inputs without apiVersion and kind, which the type tells; a secret is written as `{ secret: value }`. */
  readonly inputs: unknown;
}

/** Marks of a secret on the wire between SDK and engine. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

const inputs = new Map<string, unknown>();

await pulumi.runtime.setMocks({
  newResource: (args) => {
    inputs.set(`${args.type} ${args.name}`, args.inputs);
    const generated = args.type.endsWith(":GeneratedSecret") ? { value: pulumi.secret(`generated ${args.name}`) } : {};
    return { id: `${args.name}-id`, state: { ...(args.inputs as object), ...generated, ...awsAnswers(args) } };
  },
  call: (args) => args.inputs as Record<string, unknown>,
});

/** Runs a program and lists what it registered, in order. The program hands the options on to the component under test. */
export async function record(program: (opts: pulumi.ComponentResourceOptions) => void): Promise<Registration[]> {
  inputs.clear();
  const seen: pulumi.ResourceTransformationArgs[] = [];
  program({
    transformations: [
      (args) => {
        seen.push(args);
        // Only an engine runs transforms; mocks refuse resources that have some.
        const { transforms, ...opts } = args.opts;
        return transforms === undefined ? undefined : { props: args.props, opts };
      },
    ],
  });
  await Promise.all(seen.map(({ resource }) => new Promise((resolve) => resource.urn.apply(resolve))));
  const names = new Map(seen.map(({ resource, name }) => [resource, name]));
  return seen.map(({ type, name, opts }) => {
    const { parent, dependsOn = [], ...options } = omit(opts, ["transformations", "version", "aliases"]);
    const dependencies = ([dependsOn].flat() as pulumi.Resource[]).map((resource) => `${names.get(resource)}`);
    return {
      type,
      name,
      ...(parent === undefined ? {} : { parent: `${names.get(parent as pulumi.Resource)}` }),
      ...(dependencies.length === 0 ? {} : { dependsOn: dependencies }),
      ...(Object.keys(options).length === 0 ? {} : { options }),
      inputs: omit(revealed(inputs.get(`${type} ${name}`)) as object, ["apiVersion", "kind", "__provider"]),
    };
  });
}

function omit(value: object, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)));
}

function revealed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revealed);
  if (typeof value !== "object" || value === null) return value;
  if (SIGNATURE in value && value[SIGNATURE] === SECRET && "value" in value) return { secret: revealed(value.value) };
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, revealed(entry)]));
}
