/** Rules about namespaces. */
import type { Rule } from "../rule";
import { explicitNamespace } from "./explicit-namespace";
import { namespaceExists } from "./namespace-exists";

export const NAMESPACE_RULES: readonly Rule[] = [explicitNamespace, namespaceExists];
