/** Rules about resources of AWS. */
import type { Rule } from "../rule";

export const AWS_RULES: readonly Rule[] = [];
