/** How often a provider looks whether the engine that started it is still there. */
const PERIOD_MS = 500;

/** Ends the process with the engine: a provider of an update that was killed would go on making things. */
export function endWithEngine(): void {
  const engine = process.ppid;
  setInterval(() => {
    if (process.ppid !== engine) process.exit();
  }, PERIOD_MS).unref();
}
