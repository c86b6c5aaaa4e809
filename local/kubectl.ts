/** kubectl against exactly one cluster: never the ambient context. */
import { type Options, type ResultPromise, execa } from "execa";

export interface KubeTarget {
  /** Path of the kubeconfig file. */
  readonly kubeconfig: string;
  readonly context: string;
}

export class Kubectl {
  constructor(
    private readonly program: string,
    private readonly target: KubeTarget,
  ) {}

  /** Starts kubectl and leaves its streams to the caller. */
  start<O extends Options>(args: readonly string[], options?: O): ResultPromise<O> {
    const { kubeconfig, context } = this.target;
    return execa(this.program, ["--kubeconfig", kubeconfig, "--context", context, ...args], options);
  }

  /** Runs kubectl and answers with what it printed; throws kubectl's own words when it fails. */
  async text(args: readonly string[], input?: string): Promise<string> {
    const result = await this.start(args, { reject: false, ...(input === undefined ? {} : { input }) });
    if (result.exitCode !== 0) throw new Error(`kubectl ${args.join(" ")}: ${String(result.stderr).trim()}`);
    return String(result.stdout);
  }

  /** Runs kubectl with `-o json`. The caller names the shape that it reads. */
  async json<T>(args: readonly string[]): Promise<T> {
    return JSON.parse(await this.text([...args, "-o", "json"])) as T;
  }

  async apply(object: object): Promise<void> {
    await this.text(["apply", "--server-side", "-f", "-"], JSON.stringify(object));
  }
}
