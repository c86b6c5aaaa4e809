/** The parts of a `spark-submit` command line, as a driver container's arguments: what is in them is escaped for Kubernetes, see `expansion.ts`. */
export interface Submit {
  readonly master: string;
  readonly mainClass?: string;
  readonly conf: Readonly<Record<string, string>>;
  readonly application: string;
  readonly arguments: readonly string[];
}

/** The command line, with conf sorted by key, so that reordering settings changes no pod. */
export function submitWords({ master, mainClass, conf, ...program }: Submit): string[] {
  const entries = Object.entries(conf).sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    ...["spark-submit", "--master", master, "--deploy-mode", "client"],
    ...(mainClass === undefined ? [] : ["--class", mainClass]),
    ...entries.flatMap(([key, value]) => ["--conf", `${key}=${value}`]),
    program.application,
    ...program.arguments,
  ];
}

/**
 * The other way round.
 *
 * @throws Error for a command line that {@link submitWords} does not write, which somebody changed in the cluster
 */
export function readSubmit(words: readonly string[]): Submit {
  const [command, ...rest] = words;
  const options: [string, string][] = [];
  while (rest[0]?.startsWith("--") === true) options.push([rest.shift() ?? "", rest.shift() ?? ""]);
  const [application, ...args] = rest;
  const named = (option: string): string[] => options.filter(([name]) => name === option).map(([, value]) => value);
  const [master] = named("--master");
  const [mainClass] = named("--class");
  if (command !== "spark-submit" || master === undefined || application === undefined) {
    throw new Error(
      "The driver does not start with spark-submit, --master and an application: run `npm run up` to get the platform's own job back.",
    );
  }
  return {
    master,
    ...(mainClass !== undefined && { mainClass }),
    conf: Object.fromEntries(named("--conf").map(splitEntry)),
    application,
    arguments: args,
  };
}

function splitEntry(entry: string): [string, string] {
  const end = entry.indexOf("=");
  return [entry.slice(0, end), entry.slice(end + 1)];
}
