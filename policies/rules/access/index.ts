/** Rules about roles and their bindings. */
import type { Rule } from "../rule";
import { leastPrivilege } from "./least-privilege";
import { noClusterAdmin } from "./no-cluster-admin";

export const ACCESS_RULES: readonly Rule[] = [leastPrivilege, noClusterAdmin];
