/** What an account needs, part by part: each knows how to find out what is missing of it. */
import type { Report } from "../steps.js";

/** Something that is not as it should be yet, and how it gets so. */
export interface Change {
  /** What is done, for example `block public access`. */
  readonly what: string;
  readonly make: (report: Report) => Promise<unknown>;
}

export interface Part {
  /** What it is, and its name. */
  readonly title: string;
  /** Looks and changes nothing. An interrupted run leaves a part that has some changes to go. */
  look(): Promise<Findings>;
}

export interface Findings {
  /** Whether there was anything of the part before. */
  readonly existed: boolean;
  readonly changes: readonly Change[];
}

/** What IAM calls it when there is no such thing. */
export const MISSING_IN_IAM = "NoSuchEntityException";

/** Answers with undefined where AWS says, by one of these error names, that there is no such thing. */
export async function unlessMissing<T>(answer: Promise<T>, ...names: readonly string[]): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Error && names.includes(error.name)) return undefined;
    throw error;
  }
}
