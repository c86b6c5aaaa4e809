/** A part of the bench: things that are run side by side, and what their times are worth. */
import type { Figure } from "./figures.js";

/** One thing to be timed. What it needs beforehand is done before, what it leaves is cleared away after; neither counts. */
export interface Run {
  readonly before?: () => Promise<void>;
  readonly timed: () => Promise<unknown>;
  readonly after?: () => Promise<void>;
}

/** All that is compared with each other, in the order in which a round runs it. */
export interface Runs<Name extends string = string> {
  readonly runs: Readonly<Record<Name, Run>>;
  readonly figures: readonly Figure<Name>[];
  /** Puts away what the runs needed. */
  readonly end: () => Promise<void>;
}

export interface Options {
  /** Name of a built-in cluster with the platform on it. */
  readonly platform: string;
}

export interface Part {
  readonly name: string;
  readonly what: string;
  /**
   * Makes what the runs need, once for all rounds.
   *
   * @throws Error that says what to do, when something has to be there and is not
   */
  prepare(options: Options): Promise<Runs>;
}

/** Seconds of a run. */
export async function secondsOf({ before, timed, after }: Run): Promise<number> {
  await before?.();
  const start = performance.now();
  await timed();
  const seconds = (performance.now() - start) / 1000;
  await after?.();
  return seconds;
}
