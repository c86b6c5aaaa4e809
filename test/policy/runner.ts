/** The pack as shipped, started by Pulumi's own runner and spoken to as the engine does. */
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

import grpc from "@grpc/grpc-js";
import analyzer from "@pulumi/pulumi/proto/analyzer_pb.js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb.js";
import { execa } from "execa";
import struct from "google-protobuf/google/protobuf/struct_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const RUNNER = createRequire(import.meta.url).resolve("@pulumi/pulumi/cmd/run-policy-pack");

/** How the engine writes a value that is not known yet. Source: `UnknownStringValue` in Pulumi's Go SDK. */
export const UNKNOWN_ON_THE_WIRE = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Properties = Record<string, Json>;

/** A resource as the engine describes it. */
export interface Registration {
  readonly name: string;
  readonly type: string;
  readonly inputs: Properties;
  /** What it became, as the engine shows it to a stack policy. Default: nothing, as in a first preview. */
  readonly outputs?: Properties;
  /** Inputs of its provider. */
  readonly provider?: Properties;
  /** Names of the resources whose outputs went into each property. */
  readonly dependencies?: Readonly<Record<string, readonly string[]>>;
}

/** Level and parameters of one policy. */
interface Configured {
  readonly level: keyof typeof analyzer.EnforcementLevel;
  readonly properties?: Properties;
}

/** What the pack reports: `mandatory rule name`, and the whole text. */
export interface Diagnostic {
  readonly line: string;
  readonly message: string;
}

export async function startPack(options: { readonly cwd?: string } = {}) {
  const process = execa("node", [RUNNER, "127.0.0.1:1", path.join(ROOT, "policies")], { cwd: options.cwd ?? ROOT });
  const port = await new Promise<string>((resolve, reject) => {
    process.stdout.once("data", (data: Buffer) => resolve(data.toString().trim()));
    process.catch(reject);
  });
  const printed: string[] = [];
  process.stderr.on("data", (data: Buffer) => printed.push(data.toString()));
  const client = new AnalyzerClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  return {
    info: () => call<analyzer.AnalyzerInfo>((done) => client.getAnalyzerInfo(new empty.Empty(), done)),
    analyze: async (resource: Registration) =>
      diagnostics(await call<analyzer.AnalyzeResponse>((done) => client.analyze(analyzeRequest(resource), done))),
    analyzeStack: async (resources: readonly Registration[]) =>
      diagnostics(await call<analyzer.AnalyzeResponse>((done) => client.analyzeStack(stackRequest(resources), done))),
    configure: (config: Record<string, Configured>) => call((done) => client.configure(configureRequest(config), done)),
    /** What the pack has printed so far for the user to read. */
    printed: () => printed.join(""),
    stop: async () => {
      client.close();
      process.kill();
      await process.catch(() => undefined);
    },
  };
}

function call<T>(start: (done: (error: Error | null, response: T) => void) => unknown): Promise<T> {
  return new Promise((resolve, reject) => {
    start((error, response) => (error ? reject(error) : resolve(response)));
  });
}

function urn({ type, name }: Pick<Registration, "type" | "name">): string {
  return `urn:pulumi:test::test::${type}::${name}`;
}

function analyzeRequest(resource: Registration): analyzer.AnalyzeRequest {
  const request = new analyzer.AnalyzeRequest();
  request.setType(resource.type);
  request.setUrn(urn(resource));
  request.setName(resource.name);
  request.setProperties(struct.Struct.fromJavaScript(resource.inputs));
  request.setOptions(new analyzer.AnalyzerResourceOptions());
  const provider = providerOf(resource);
  if (provider) request.setProvider(provider);
  return request;
}

function stackRequest(resources: readonly Registration[]): analyzer.AnalyzeStackRequest {
  const request = new analyzer.AnalyzeStackRequest();
  request.setResourcesList(
    resources.map((registration) => {
      const resource = new analyzer.AnalyzerResource();
      resource.setType(registration.type);
      resource.setUrn(urn(registration));
      resource.setName(registration.name);
      resource.setProperties(struct.Struct.fromJavaScript(registration.outputs ?? {}));
      resource.setOptions(new analyzer.AnalyzerResourceOptions());
      for (const [property, sources] of Object.entries(registration.dependencies ?? {})) {
        const urns = resources.filter(({ name }) => sources.includes(name)).map(urn);
        const dependencies = new analyzer.AnalyzerPropertyDependencies();
        dependencies.setUrnsList(urns);
        resource.getPropertydependenciesMap().set(property, dependencies);
      }
      return resource;
    }),
  );
  return request;
}

function providerOf({ provider }: Registration): analyzer.AnalyzerProviderResource | undefined {
  if (provider === undefined) return undefined;
  const resource = new analyzer.AnalyzerProviderResource();
  resource.setType("pulumi:providers:kubernetes");
  resource.setUrn("urn:pulumi:test::test::pulumi:providers:kubernetes::cluster");
  resource.setName("cluster");
  resource.setProperties(struct.Struct.fromJavaScript(provider));
  return resource;
}

function configureRequest(config: Record<string, Configured>): analyzer.ConfigureAnalyzerRequest {
  const request = new analyzer.ConfigureAnalyzerRequest();
  for (const [policy, { level, properties = {} }] of Object.entries(config)) {
    const given = new analyzer.PolicyConfig();
    given.setEnforcementlevel(analyzer.EnforcementLevel[level]);
    given.setProperties(struct.Struct.fromJavaScript(properties));
    request.getPolicyconfigMap().set(policy, given);
  }
  return request;
}

function diagnostics(response: analyzer.AnalyzeResponse): readonly Diagnostic[] {
  return response.getDiagnosticsList().map((diagnostic) => {
    const level = diagnostic.getEnforcementlevel() === analyzer.EnforcementLevel.MANDATORY ? "mandatory" : "advisory";
    const name = diagnostic.getUrn().slice(diagnostic.getUrn().lastIndexOf(":") + 1);
    return { line: `${level} ${diagnostic.getPolicyname()} ${name}`, message: diagnostic.getMessage() };
  });
}
