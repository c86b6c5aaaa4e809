/** Objects of the Spark operator. */
import type { Resource } from "./resource";
import { type Value, at } from "./values";

/** An application as the operator starts it. */
export interface SparkApplication {
  /** Where it is in the resource: `spec`, or `spec.template` of a scheduled one. */
  readonly path: string;
  readonly spec: Value;
}

const SPEC: ReadonlyMap<string, readonly string[]> = new Map([
  ["SparkApplication", ["spec"]],
  ["ScheduledSparkApplication", ["spec", "template"]],
]);

/** The application of a SparkApplication or ScheduledSparkApplication. Source: the API of the Kubeflow Spark operator; Apache's own has the same kind and `sparkConf`. */
export function sparkApplication({ object, inputs }: Resource): SparkApplication | undefined {
  const path = object && SPEC.get(object.kind);
  const spec = path && at(inputs, ...path);
  return path === undefined || spec === undefined ? undefined : { path: path.join("."), spec };
}
