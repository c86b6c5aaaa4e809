/** Checks the names in the pack's configuration. The engine hands over what it was given, and the SDK drops what no policy asks for: a typing error would switch off nothing and say nothing. */
import { AnalyzerService } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import type { ConfigureAnalyzerRequest } from "@pulumi/pulumi/proto/analyzer_pb";

import { closest } from "../spelling";
import { PARAMETER_SCHEMA } from "./parameters";
import { COLLECTOR } from "./rules/housekeeping";

/** A policy's name in the configuration and the names of the properties given to it. */
export type GivenNames = Readonly<Record<string, readonly string[]>>;

/** What is wrong with the names. `all` is the engine's own name for every policy. */
export function nameProblems(given: GivenNames, policies: readonly string[]): readonly string[] {
  return Object.entries(given).flatMap(([policy, properties]) => {
    if (policy !== "all" && !policies.includes(policy)) {
      return [`There is no policy "${policy}".${suggestion(policy, policies)}`];
    }
    if (policy !== COLLECTOR.name) {
      return properties.map(
        (name) => `"${policy}" has no parameter "${name}": parameters belong to "${COLLECTOR.name}".`,
      );
    }
    const parameters = Object.keys(PARAMETER_SCHEMA);
    const unknown = properties.filter((name) => !parameters.includes(name));
    return unknown.map((name) => `There is no parameter "${name}".${suggestion(name, parameters)}`);
  });
}

/** Makes the pack answer a configuration with unknown names with an error that lists them all, which ends the run before anything is judged. */
export function refuseUnknownNames(policies: readonly string[]): void {
  const { configure } = AnalyzerService;
  const { requestDeserialize } = configure;
  // The SDK shows a policy nothing but its own configuration: the request is the one place where a name that no policy has can be seen.
  configure.requestDeserialize = (bytes: Buffer): ConfigureAnalyzerRequest => {
    const request = requestDeserialize(bytes);
    const problems = nameProblems(namesIn(request), policies);
    if (problems.length === 0) return request;
    // Thrown right here it would reach the user as "Error deserializing request"; the SDK passes on the stack of what it meets later.
    const text = ["the configuration has unknown names", ...problems.map((problem) => `  - ${problem}`)].join("\n");
    request.getPolicyconfigMap = () => {
      throw Object.assign(new Error(text), { stack: text });
    };
    return request;
  };
}

function namesIn(request: ConfigureAnalyzerRequest): GivenNames {
  const names: Record<string, string[]> = {};
  request.getPolicyconfigMap().forEach((config, policy) => {
    names[policy] = Object.keys(config.getProperties()?.toJavaScript() ?? {});
  });
  return names;
}

/** The name that was probably meant, or all of them. */
function suggestion(name: string, names: readonly string[]): string {
  const meant = closest(name, names);
  return meant === undefined ? ` Known: ${names.join(", ")}.` : ` Did you mean "${meant}"?`;
}
