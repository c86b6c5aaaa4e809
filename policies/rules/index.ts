/** The rules of the pack, in the order in which they are reported. */
import { ACCESS_RULES } from "./access/index";
import { AWS_RULES } from "./aws/index";
import { NAMESPACE_RULES } from "./namespaces/index";
import { POD_RULES } from "./pods/index";
import type { Rule } from "./rule";
import { SPARK_RULES } from "./spark/index";
import { VOLUME_RULES } from "./volumes/index";

export const RULES: readonly Rule[] = [
  ...VOLUME_RULES,
  ...NAMESPACE_RULES,
  ...SPARK_RULES,
  ...POD_RULES,
  ...ACCESS_RULES,
  ...AWS_RULES,
];
