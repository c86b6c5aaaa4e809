/** Holds the inputs of a resource against what the real provider takes. */
import type { Members, ResourceSchema, Shape } from "./schema-shapes.js";
import { isProperties, UNKNOWN, type Value } from "./values.js";

export interface Failure {
  readonly property: string;
  readonly reason: string;
}

/** Everything that the real provider would refuse about the inputs themselves: names it does not know, missing ones, values of another kind. */
export function inputFailures(type: string, schema: ResourceSchema, inputs: Value): Failure[] {
  const check = new Check(type, schema);
  check.members(schema.inputs, inputs, "");
  return check.failures;
}

class Check {
  readonly failures: Failure[] = [];

  constructor(
    private readonly type: string,
    private readonly schema: ResourceSchema,
  ) {}

  members(members: Members, value: Value, path: string): void {
    if (!isProperties(value)) {
      this.fail(path, `expected an object, got ${described(value)}`);
      return;
    }
    for (const [name, item] of Object.entries(value)) {
      const member = members[name];
      if (member === undefined) this.fail(below(path, name), `${this.type} has no such property`);
      else if (item !== null) this.value(member.shape, item, below(path, name));
    }
    for (const [name, { required }] of Object.entries(members)) {
      if (required && (value[name] ?? null) === null) this.fail(below(path, name), "missing required property");
    }
  }

  private value(shape: Shape, value: Value, path: string): void {
    if (value === UNKNOWN || shape.kind === "any") return;
    if (shape.kind === "object") this.object(shape.name, value, path);
    else if (shape.kind === "list") this.items(shape.of, value, path);
    else if (shape.kind === "map") this.entries(shape.of, value, path);
    else if (shape.kind === "either") this.either(shape.of, value, path);
    else if (typeof value !== shape.kind) this.fail(path, `expected a ${shape.kind}, got ${described(value)}`);
  }

  private object(name: string, value: Value, path: string): void {
    this.members(this.schema.objects[name] ?? {}, value, path);
  }

  private items(of: Shape, value: Value, path: string): void {
    if (Array.isArray(value)) value.forEach((item, index) => this.value(of, item, `${path}[${index}]`));
    else this.fail(path, `expected a list, got ${described(value)}`);
  }

  private entries(of: Shape, value: Value, path: string): void {
    if (!isProperties(value)) this.fail(path, `expected a map, got ${described(value)}`);
    else for (const [key, item] of Object.entries(value)) this.value(of, item, below(path, key));
  }

  private either(shapes: readonly Shape[], value: Value, path: string): void {
    const fits = shapes.some((shape) => {
      const trial = new Check(this.type, this.schema);
      trial.value(shape, value, path);
      return trial.failures.length === 0;
    });
    if (!fits) this.fail(path, `expected ${shapes.map(({ kind }) => kind).join(" or ")}, got ${described(value)}`);
  }

  private fail(property: string, reason: string): void {
    this.failures.push({ property, reason });
  }
}

function below(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}

function described(value: Value): string {
  if (Array.isArray(value)) return "a list";
  return isProperties(value) ? "an object" : `${typeof value} ${JSON.stringify(value)}`;
}
