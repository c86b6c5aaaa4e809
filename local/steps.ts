/** Progress of the long commands: one line a step with what it is doing and how long it took. */
import { Listr, PRESET_TIMER } from "listr2";

/** Tells what a step is doing right now. */
export type Report = (line: string) => void;

/** A step under two seconds needs no time beside it. */
const TIMER = { ...PRESET_TIMER, condition: (duration?: number) => (duration ?? 0) >= 2000 };

/**
 * Does one step of a command: shows its title, what it reports, and at the end its outcome and the time it took.
 *
 * @param outcome a few words about the result, shown behind the title
 */
export async function step<T>(
  title: string,
  work: (report: Report) => Promise<T>,
  outcome?: (result: T) => string,
): Promise<T> {
  const results: T[] = [];
  const failures: unknown[] = [];
  const list = new Listr(
    [
      {
        title,
        task: async (_context, task) => {
          try {
            const result = await work((line) => (task.output = line));
            if (outcome) task.title = `${title}: ${outcome(result)}`;
            results.push(result);
          } catch (error) {
            // The command's last lines tell the error; printed by the renderer as well it would stand there twice.
            failures.push(error);
            throw new Error("see below");
          }
        },
      },
    ],
    {
      fallbackRenderer: "simple",
      exitOnError: false,
      rendererOptions: { timer: TIMER },
      fallbackRendererOptions: { timer: TIMER },
    },
  );
  await list.run();
  if (failures.length > 0) throw failures[0];
  return results[0] as T;
}
