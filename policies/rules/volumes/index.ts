/** Rules about volumes on EBS. */
import type { Rule } from "../rule";

export const VOLUME_RULES: readonly Rule[] = [];
