/**
 * Spares the SDK what it would do over again for each policy: before it asks one, it decodes all properties of the resource, at the end those of all
 * resources. Only the first policy that is asked, the collector, has a use for them.
 */
import { AnalyzerService } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import type { AnalyzerResource } from "@pulumi/pulumi/proto/analyzer_pb";

type Described = Pick<AnalyzerResource, "getProperties" | "getProvider">;
type Properties = NonNullable<ReturnType<Described["getProperties"]>>;

/** Lets the SDK find properties the first time that it decodes those of a resource in a request, and none after. */
export function decodeOnce(): void {
  const { analyze, analyzeStack, remediate } = AnalyzerService;
  analyze.requestDeserialize = followed(analyze.requestDeserialize, onlyOnce);
  analyzeStack.requestDeserialize = followed(analyzeStack.requestDeserialize, (request) => {
    request.getResourcesList().forEach(onlyOnce);
  });
  // The engine asks for remediations too; no policy here has one.
  remediate.requestDeserialize = followed(remediate.requestDeserialize, (request) => {
    propertiesOf(request).forEach(hide);
  });
}

function followed<Request>(deserialize: (bytes: Buffer) => Request, change: (request: Request) => void) {
  return (bytes: Buffer): Request => {
    const request = deserialize(bytes);
    change(request);
    return request;
  };
}

function onlyOnce(described: Described): void {
  for (const properties of propertiesOf(described)) {
    const decode = properties.toJavaScript.bind(properties);
    properties.toJavaScript = () => {
      hide(properties);
      return decode();
    };
  }
}

function propertiesOf(described: Described): readonly Properties[] {
  return [described.getProperties(), described.getProvider()?.getProperties()].filter((one) => one !== undefined);
}

function hide(properties: Properties): void {
  properties.toJavaScript = () => ({});
}
