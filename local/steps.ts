/** Progress of the long commands: one line a step with what it is doing and how long it took. */
import { Listr, type ListrTask, PRESET_TIMER } from "listr2";

/** Tells what a step is doing right now. */
export type Report = (line: string) => void;

/** A step under two seconds needs no time beside it. */
const TIMER = { ...PRESET_TIMER, condition: (duration?: number) => (duration ?? 0) >= 2000 };

/** A step of a command. */
export interface Step<T> {
  readonly title: string;
  readonly work: (report: Report) => Promise<T>;
  /** A few words about the result, shown behind the title. */
  readonly outcome?: ((result: T) => string) | undefined;
}

/** Does one step of a command: shows its title, what it reports, and at the end its outcome and the time it took. */
export async function step<T>(title: string, work: Step<T>["work"], outcome?: Step<T>["outcome"]): Promise<T> {
  const [result] = await sideBySide<[T]>({ title, work, outcome });
  return result;
}

/**
 * Does steps at the same time, each shown as {@link step} does. When one fails the others still come to their end, so that nothing works on behind the
 * error.
 *
 * @throws what the one step threw that failed, or an Error with the messages of several
 */
export async function sideBySide<T extends unknown[]>(...steps: { [K in keyof T]: Step<T[K]> }): Promise<T> {
  const results: unknown[] = [];
  const failures: unknown[] = [];
  const tasks = steps.map(({ title, work, outcome }: Step<unknown>, index): ListrTask => ({
    title,
    task: async (_context, task) => {
      try {
        const result = await work((line) => (task.output = line));
        if (outcome) task.title = `${title}: ${outcome(result)}`;
        results[index] = result;
      } catch (error) {
        // The command's last lines tell the error; printed by the renderer as well it would stand there twice.
        failures.push(error);
        throw new Error("see below");
      }
    },
  }));
  await new Listr(tasks, {
    concurrent: true,
    fallbackRenderer: "simple",
    exitOnError: false,
    rendererOptions: { timer: TIMER },
    fallbackRendererOptions: { timer: TIMER },
  }).run();
  if (failures.length > 0) throw failures.length === 1 ? failures[0] : new Error(messages(failures).join("\n\n"));
  return results as T;
}

function messages(failures: readonly unknown[]): string[] {
  return failures.map((failure) => (failure instanceof Error ? failure.message : String(failure)));
}
