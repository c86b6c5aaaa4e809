/** Checks the names in the pack's configuration. The engine hands over what it was given, and the SDK drops what no policy asks for: a typing error would switch off nothing and say nothing. */
import { closest, distance } from "fastest-levenshtein";
import { AnalyzerService } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import type { ConfigureAnalyzerRequest } from "@pulumi/pulumi/proto/analyzer_pb";

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
  // The SDK shows a policy nothing but its own configuration, so that the request is the one place where a name that no policy has can be seen.
  configure.requestDeserialize = (bytes: Buffer): ConfigureAnalyzerRequest => {
    const request = requestDeserialize(bytes);
    const problems = nameProblems(namesIn(request), policies);
    if (problems.length > 0) throw new Error(problems.join(" "));
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
  const nearest = closest(name, names);
  return distance(name, nearest) <= 3 ? ` Did you mean "${nearest}"?` : ` Known: ${names.join(", ")}.`;
}
