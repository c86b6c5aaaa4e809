/** What is special about a type of resource: the words in which the files of this directory describe AWS. */
import type { Properties } from "../values.js";
import type { Thing, World } from "../world.js";

/** Where something is made. */
export interface Place {
  readonly account: string;
  /** `aws`, `aws-cn` … */
  readonly partition: string;
  readonly region: string;
}

/** A resource that is about to be, or that is, in AWS. */
export interface Subject {
  readonly type: string;
  readonly inputs: Properties;
  readonly place: Place;
  readonly world: World;
  /** Digits that look random, always the same for one resource and purpose. */
  readonly hex: (purpose: string, digits: number) => string;
}

/** AWS' error, or nothing when it does what was asked. */
export type Refusal = string | undefined;

export interface Kind {
  /** Identity. Default: 17 digits after the name of the type. */
  readonly id?: (subject: Subject) => string;
  /** What AWS adds to the inputs, given the id. Inputs win where both have a value. */
  readonly made?: (subject: Subject, id: string) => Properties;
  /** What an update changes of that. */
  readonly remade?: (subject: Subject, before: Thing) => Properties;
  /** Properties that hold the id or name of another thing, with that one's type. */
  readonly names?: Readonly<Record<string, string>>;
  /** Properties that no two of the type have in common, and AWS' error for a second one. */
  readonly unique?: { readonly by: readonly string[]; readonly taken: (inputs: Properties) => string };
  readonly refuseCreate?: (subject: Subject) => Refusal;
  readonly refuseUpdate?: (subject: Subject, before: Thing) => Refusal;
  readonly refuseDelete?: (thing: Thing, world: World) => Refusal;
  /** AWS only marks it for deletion. */
  readonly deletedLater?: boolean;
  /** What else a deletion does. */
  readonly deleted?: (thing: Thing, world: World) => void;
}

export type Kinds = Readonly<Record<string, Kind>>;

/** The words of the first check that has something to say. */
export function firstOf(...refusals: Refusal[]): Refusal {
  return refusals.find((refusal) => refusal !== undefined);
}

export function refuseIf(condition: boolean, error: string): Refusal {
  return condition ? error : undefined;
}

export function arn({ partition, region, account }: Place, service: string, resource: string): string {
  return `arn:${partition}:${service}:${region}:${account}:${resource}`;
}

/** An ARN of a service without regions. */
export function globalArn(place: Place, service: string, resource: string): string {
  return arn({ ...place, region: "" }, service, resource);
}

export function uuid(hex: Subject["hex"]): string {
  return [8, 4, 4, 4, 12].map((digits, index) => hex(`uuid-${index}`, digits)).join("-");
}
