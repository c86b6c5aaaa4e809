/**
 * Answers the engine's requests for the simulated AWS. Spoken to directly, since the provider server of Pulumi's Node SDK does not say whether a request
 * belongs to a preview: then outputs that follow from the inputs, such as names, would be unknown in it, which they are not with the real provider.
 */
import grpc from "@grpc/grpc-js";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import provider from "@pulumi/pulumi/proto/provider_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import struct from "google-protobuf/google/protobuf/struct_pb.js";

import { answer } from "./invokes.js";
import { type Configuration, Resources } from "./resources.js";
import { VERSION } from "./schema.js";
import type { Properties } from "./values.js";
import type { World } from "./world.js";

const CHANGES = provider.DiffResponse.DiffChanges;

type Unary<Request, Response> = (request: Request, isAbandoned: () => boolean) => Promise<Response> | Response;

/** The service that Pulumi calls. What it leaves out, the engine does without. */
export function awsService(world: World): grpc.UntypedServiceImplementation {
  let configuration: Configuration = { region: "eu-central-1", defaultTags: {} };
  const resources = () => new Resources(world, configuration);
  return {
    getPluginInfo: unary(() => {
      const info = new plugin.PluginInfo();
      info.setVersion(VERSION);
      return info;
    }),
    configure: unary((request: provider.ConfigureRequest) => {
      configuration = configured(world, propertiesOf(request.getArgs()));
      return configureResponse();
    }),
    check: unary(async (request: provider.CheckRequest) => {
      const [olds, news] = [propertiesOf(request.getOlds()), propertiesOf(request.getNews())];
      const { inputs, failures } = await resources().check(request.getUrn(), olds, news);
      const response = new provider.CheckResponse();
      response.setInputs(structOf(inputs));
      response.setFailuresList(failures.map(failureOf));
      return response;
    }),
    diff: unary(async (request: provider.DiffRequest) => {
      const [oldInputs, oldOutputs] = [propertiesOf(request.getOldInputs()), propertiesOf(request.getOlds())];
      const found = await resources().diff(request.getUrn(), oldInputs, oldOutputs, propertiesOf(request.getNews()));
      const response = new provider.DiffResponse();
      response.setChanges(found.changed.length > 0 ? CHANGES.DIFF_SOME : CHANGES.DIFF_NONE);
      response.setDiffsList([...found.changed]);
      response.setReplacesList([...found.replaces]);
      response.setDeletebeforereplace(found.deleteBeforeReplace);
      return response;
    }),
    create: unary(async (request: provider.CreateRequest, isAbandoned) => {
      const [urn, inputs] = [request.getUrn(), propertiesOf(request.getProperties())];
      const { id, outputs } = request.getPreview()
        ? await resources().planCreate(urn, inputs)
        : await resources().create(urn, inputs, isAbandoned);
      const response = new provider.CreateResponse();
      response.setId(id);
      response.setProperties(structOf(outputs));
      return response;
    }),
    update: unary(async (request: provider.UpdateRequest) => {
      const news = propertiesOf(request.getNews());
      const outputs = await resources().update(request.getUrn(), request.getId(), news, request.getPreview());
      const response = new provider.UpdateResponse();
      response.setProperties(structOf(outputs));
      return response;
    }),
    delete: unary((request: provider.DeleteRequest) => {
      resources().delete(request.getUrn(), request.getId());
      return new empty.Empty();
    }),
    read: unary(async (request: provider.ReadRequest) => {
      const thing = await resources().read(request.getUrn(), request.getId());
      const response = new provider.ReadResponse();
      if (thing === undefined) return response;
      const inputs = propertiesOf(request.getInputs());
      response.setId(thing.id);
      response.setProperties(structOf(thing.outputs));
      response.setInputs(structOf(Object.keys(inputs).length > 0 ? inputs : thing.inputs));
      return response;
    }),
    invoke: unary((request: provider.InvokeRequest) => {
      const response = new provider.InvokeResponse();
      response.setReturn(structOf(answer(world, configuration, request.getTok(), propertiesOf(request.getArgs()))));
      return response;
    }),
    cancel: unary(() => new empty.Empty()),
  };
}

/** Starts the service and tells the engine, which reads the first line of output, where it listens. */
export async function serve(service: grpc.UntypedServiceImplementation): Promise<void> {
  const server = new grpc.Server({ "grpc.max_receive_message_length": -1 });
  server.addService(ResourceProviderService, service);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  console.log(port);
}

/** Complex settings of a provider arrive as JSON. */
function configured({ settings }: World, args: Properties): Configuration {
  const json = <T>(name: string, fallback: T): T =>
    typeof args[name] === "string" ? (JSON.parse(args[name]) as T) : fallback;
  const allowed = json<string[]>("allowedAccountIds", [settings.account]);
  if (!allowed.includes(settings.account)) throw new Error(`AWS account ID not allowed: ${settings.account}`);
  const region = args["region"];
  return {
    region: typeof region === "string" ? region : "eu-central-1",
    defaultTags: json<{ tags?: Properties }>("defaultTags", {}).tags ?? {},
  };
}

/** Secrets, resource references and outputs are taken apart by the engine, which marks secret inputs again in what comes back. */
function configureResponse(): provider.ConfigureResponse {
  const response = new provider.ConfigureResponse();
  response.setSupportspreview(true);
  return response;
}

function failureOf({
  property,
  reason,
}: {
  readonly property: string;
  readonly reason: string;
}): provider.CheckFailure {
  const failure = new provider.CheckFailure();
  failure.setProperty(property);
  failure.setReason(reason);
  return failure;
}

function unary<Request, Response>(handle: Unary<Request, Response>): grpc.handleUnaryCall<Request, Response> {
  return (call, callback) => {
    Promise.resolve()
      .then(() => handle(call.request, () => call.cancelled))
      .then(
        (response) => callback(null, response),
        (error: unknown) =>
          callback({ code: grpc.status.UNKNOWN, details: error instanceof Error ? error.message : String(error) }),
      );
  };
}

function propertiesOf(properties: struct.Struct | undefined): Properties {
  return properties?.toJavaScript() ?? {};
}

function structOf(properties: Properties): struct.Struct {
  return struct.Struct.fromJavaScript(properties);
}
