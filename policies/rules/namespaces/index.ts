/** Rules about namespaces. */
import type { Rule } from "../rule";
import { noNamespaceOnClusterScoped } from "./cluster-scoped-namespace";
import { crossNamespaceSubject } from "./cross-namespace-subject";
import { explicitNamespace } from "./explicit-namespace";
import { helmNamespace } from "./helm-namespace";
import { namespaceExists } from "./namespace-exists";
import { noProviderDefaultNamespace } from "./provider-default-namespace";
import { rbacSubjectNamespace } from "./rbac-subject-namespace";
import { namespaceRefConsistent } from "./ref-consistent";
import { noSystemNamespace } from "./system-namespace";

export const NAMESPACE_RULES: readonly Rule[] = [
  explicitNamespace,
  noProviderDefaultNamespace,
  namespaceExists,
  noSystemNamespace,
  rbacSubjectNamespace,
  namespaceRefConsistent,
  helmNamespace,
  noNamespaceOnClusterScoped,
  crossNamespaceSubject,
];
