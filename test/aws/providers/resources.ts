/** The life of a resource in the simulated AWS, as the engine drives it. */
import { createHash, randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";

import { changedPaths } from "./changes.js";
import { missingReference } from "./identifiers.js";
import { type Failure, inputFailures } from "./input-check.js";
import { kindOf } from "./kinds/index.js";
import { firstOf, type Kind, type Place, type Refusal, refuseIf, type Subject } from "./kinds/kind.js";
import { keepsWrittenName, withName, withoutDefaults } from "./naming.js";
import { allTags, createdOutputs, type Making, plannedOutputs, updatedOutputs } from "./outputs.js";
import { forcesReplacement } from "./replacement.js";
import { schemaOf } from "./schema.js";
import { type Properties, textAt } from "./values.js";
import type { LogEntry, Thing, World } from "./world.js";

/** What the program gave its provider. */
export interface Configuration {
  readonly region: string;
  readonly defaultTags: Properties;
}

export interface Checked {
  readonly inputs: Properties;
  readonly failures: readonly Failure[];
}

export interface Difference {
  readonly changed: readonly string[];
  readonly replaces: readonly string[];
  readonly deleteBeforeReplace: boolean;
}

export interface Made {
  /** Empty in a preview. */
  readonly id: string;
  readonly outputs: Properties;
}

/** Everything of AWS that a request is about. */
export class Resources {
  constructor(
    private readonly world: World,
    private readonly configuration: Configuration,
  ) {}

  async check(urn: string, olds: Properties, news: Properties): Promise<Checked> {
    const type = typeOf(urn);
    const schema = await schemaOf(type);
    return { inputs: withName(type, schema, news, olds, urn), failures: inputFailures(type, schema, news) };
  }

  async diff(urn: string, oldInputs: Properties, oldOutputs: Properties, news: Properties): Promise<Difference> {
    const type = typeOf(urn);
    const paths = changedPaths(withoutDefaults(oldInputs), withoutDefaults(news));
    const replaces = firstNames(paths.filter((path) => forcesReplacement(type, path)));
    const { outputs } = await schemaOf(type);
    const tags = { tagsAll: allTags(this.configuration.defaultTags, news["tags"]) };
    const retagged = "tagsAll" in outputs && changedPaths({ tagsAll: oldOutputs["tagsAll"] ?? null }, tags).length > 0;
    return {
      changed: [...firstNames(paths), ...(retagged ? ["tagsAll"] : [])],
      replaces,
      deleteBeforeReplace: replaces.length > 0 && keepsWrittenName(type, oldInputs, news),
    };
  }

  async planCreate(urn: string, inputs: Properties): Promise<Made> {
    return { id: "", outputs: plannedOutputs(await this.making(urn, inputs, randomUUID())) };
  }

  /** @param isAbandoned whether whoever asked has gone meanwhile; then nothing is made */
  async create(urn: string, inputs: Properties, isAbandoned: () => boolean): Promise<Made> {
    const seed = randomUUID();
    const making = await this.making(urn, inputs, seed);
    await delay(this.world.settings.delays[making.subject.type] ?? 0);
    if (isAbandoned()) throw new Error("The engine has gone.");
    const { subject, kind } = making;
    this.ask("create", urn, this.refuseCreate(making));
    const id = kind.id?.(subject) ?? `${(subject.type.split(":")[2] ?? "").toLowerCase()}-${subject.hex("id", 17)}`;
    const outputs = createdOutputs(making, id);
    const thing: Thing = {
      ...{ type: subject.type, id, urn, seed, outputs, inputs: subject.inputs, region: subject.place.region },
      ...{ contents: [], declared: false, pendingDeletion: false },
    };
    if (!this.world.add(thing)) throw new Error(`creating ${subject.type}: api error ${taken(kind, subject.inputs)}`);
    return { id, outputs };
  }

  async update(urn: string, id: string, inputs: Properties, preview: boolean): Promise<Properties> {
    const before = this.existing(urn, id);
    const making = await this.making(urn, inputs, before.seed, before.region);
    const outputs = updatedOutputs(making, before, preview);
    if (preview) return outputs;
    const { subject, kind } = making;
    this.ask("update", urn, firstOf(this.refuseReferences(making), kind.refuseUpdate?.(subject, before)));
    this.world.replace({ ...before, urn, inputs: subject.inputs, outputs });
    return outputs;
  }

  /** A resource that is gone already needs no deletion, as with the real provider. */
  delete(urn: string, id: string): void {
    const kind = kindOf(typeOf(urn));
    const thing = this.world.find(typeOf(urn), id);
    if (thing === undefined) return;
    this.ask("delete", urn, kind.refuseDelete?.(thing, this.world));
    if (kind.deletedLater === true) this.world.replace({ ...thing, pendingDeletion: true });
    else this.world.remove(thing.type, thing.id);
    kind.deleted?.(thing, this.world);
  }

  /** What is there; nothing when it has gone. */
  async read(urn: string, id: string): Promise<Thing | undefined> {
    const thing = this.world.find(typeOf(urn), id);
    if (thing === undefined || thing.pendingDeletion) return undefined;
    const { inputs } = await schemaOf(typeOf(urn));
    const own = Object.entries(thing.outputs).filter(([name]) => name in inputs);
    return thing.declared ? { ...thing, inputs: Object.fromEntries(own) } : thing;
  }

  private existing(urn: string, id: string): Thing {
    const thing = this.world.find(typeOf(urn), id);
    if (thing === undefined) throw new Error(`updating ${typeOf(urn)} (${id}): couldn't find resource`);
    return thing;
  }

  private async making(urn: string, inputs: Properties, seed: string, region?: string): Promise<Making> {
    const type = typeOf(urn);
    const given = withoutDefaults(inputs);
    const place: Place = {
      account: this.world.settings.account,
      partition: this.world.settings.partition,
      region: region ?? (textAt(given, "region") || this.configuration.region),
    };
    const subject: Subject = { type, inputs: given, place, world: this.world, hex: digitsOf(seed) };
    return { subject, kind: kindOf(type), schema: await schemaOf(type), defaultTags: this.configuration.defaultTags };
  }

  private refuseCreate(making: Making): Refusal {
    const { subject, kind } = making;
    return firstOf(
      this.fault(subject.type),
      this.refuseReferences(making),
      refuseIf(this.isTaken(subject, kind), taken(kind, subject.inputs)),
      kind.refuseCreate?.(subject),
    );
  }

  /** The n-th creation that a test wants to fail. */
  private fault(type: string): Refusal {
    const faults = this.world.settings.faults.filter((fault) => fault.type === type);
    if (faults.length === 0) return undefined;
    const earlier = this.world.history().filter((entry) => entry.operation === "create" && entry.type === type).length;
    return faults.find(({ nth }) => nth === earlier + 1)?.error;
  }

  private refuseReferences({ subject, kind }: Making): Refusal {
    const lost = Object.entries(kind.names ?? {}).find(([property, type]) => {
      const name = textAt(subject.inputs, property);
      return name !== "" && !name.startsWith("default") && this.world.named(type, name) === undefined;
    });
    if (lost === undefined) return missingReference(this.world, subject.inputs);
    const [property, type] = lost;
    return `ResourceNotFoundException: No ${type.split(":")[2] ?? ""} found for ${property}: ${textAt(subject.inputs, property)}.`;
  }

  private isTaken({ type, inputs }: Subject, { unique }: Kind): boolean {
    if (unique === undefined) return false;
    const key = (properties: Properties) => JSON.stringify(unique.by.map((property) => properties[property] ?? null));
    const isNamed = unique.by.every((property) => inputs[property] !== undefined);
    return isNamed && this.world.things(type).some(({ outputs }) => key(outputs) === key(inputs));
  }

  /** Does what was asked, on the record, or answers as AWS does when it refuses. */
  private ask(operation: LogEntry["operation"], urn: string, error: Refusal): void {
    const type = typeOf(urn);
    const name = urn.split("::").pop() ?? "";
    this.world.log({ operation, type, name, ...(error !== undefined && { error }) });
    if (error !== undefined) throw new Error(`${operation.replace(/e$/, "ing")} ${type} (${name}): api error ${error}`);
  }
}

function taken({ unique }: Kind, inputs: Properties): string {
  return unique?.taken(inputs) ?? "AlreadyExistsException: The resource already exists.";
}

function firstNames(paths: readonly string[]): string[] {
  return [...new Set(paths.map((path) => path.split(".")[0] ?? ""))];
}

/** The type of the resource itself: the part before lists those of its parents. */
function typeOf(urn: string): string {
  return (urn.split("::")[2] ?? "").split("$").pop() ?? "";
}

function digitsOf(seed: string) {
  return (purpose: string, digits: number): string =>
    createHash("sha256").update(`${seed} ${purpose}`).digest("hex").slice(0, digits);
}
