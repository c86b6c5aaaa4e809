/** What the SDK finds in a request, once for each policy that it asks. */
import { AnalyzerService } from "@pulumi/pulumi/proto/analyzer_grpc_pb.js";
import analyzer from "@pulumi/pulumi/proto/analyzer_pb.js";
import test from "ava";
import struct from "google-protobuf/google/protobuf/struct_pb.js";

import { decodeOnce } from "../../policies/decoding.js";

const PROPERTIES = { spec: { replicas: 1 } };
const PROVIDER = { context: "spark-platform" };

const { analyze, analyzeStack, remediate } = AnalyzerService;
decodeOnce();

function provider(): analyzer.AnalyzerProviderResource {
  return new analyzer.AnalyzerProviderResource().setProperties(struct.Struct.fromJavaScript(PROVIDER));
}

/** As the SDK reads them for a policy. */
function read(described: analyzer.AnalyzeRequest | analyzer.AnalyzerResource | undefined): unknown {
  return [described?.getProperties()?.toJavaScript(), described?.getProvider()?.getProperties()?.toJavaScript()];
}

function requestBytes(): Buffer {
  const request = new analyzer.AnalyzeRequest().setProperties(struct.Struct.fromJavaScript(PROPERTIES));
  return Buffer.from(request.setProvider(provider()).serializeBinary());
}

test("the first policy that is asked about a resource sees its properties, those after it see none", (t) => {
  const request = analyze.requestDeserialize(requestBytes());
  t.deepEqual(
    [read(request), read(request)],
    [
      [PROPERTIES, PROVIDER],
      [{}, {}],
    ],
  );
});

test("the next request is seen anew", (t) => {
  for (const request of [requestBytes(), requestBytes()].map(analyze.requestDeserialize)) {
    t.deepEqual(read(request), [PROPERTIES, PROVIDER]);
  }
});

test("the first policy that is asked about the stack sees all resources, those after it see them without properties", (t) => {
  const resources = ["urn:one", "urn:two"].map((urn) =>
    new analyzer.AnalyzerResource().setUrn(urn).setProperties(struct.Struct.fromJavaScript(PROPERTIES)),
  );
  const bytes = Buffer.from(new analyzer.AnalyzeStackRequest().setResourcesList(resources).serializeBinary());
  const request = analyzeStack.requestDeserialize(bytes);
  for (const properties of [PROPERTIES, {}]) {
    t.deepEqual(
      request.getResourcesList().map((resource) => [resource.getUrn(), resource.getProperties()?.toJavaScript()]),
      [
        ["urn:one", properties],
        ["urn:two", properties],
      ],
    );
  }
});

test("a request for remediations shows no properties: no policy remedies anything", (t) => {
  t.deepEqual(read(remediate.requestDeserialize(requestBytes())), [{}, {}]);
});
