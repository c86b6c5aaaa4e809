/** kubectl against exactly one cluster: never the ambient context. */
import { execa } from "execa";

export interface KubeTarget {
  /** Path of the kubeconfig file. */
  readonly kubeconfig: string;
  readonly context: string;
}

export class Kubectl {
  /** @param timeoutMs how long one question may take; 0, the default, for as long as kubectl itself waits */
  constructor(
    private readonly program: string,
    private readonly target: KubeTarget,
    private readonly timeoutMs = 0,
  ) {}

  /** Runs kubectl and answers with what it printed; throws kubectl's own words when it fails. */
  async text(args: readonly string[], input = ""): Promise<string> {
    const result = await execa(this.program, this.aimed(args), { reject: false, input, timeout: this.timeoutMs });
    if (result.timedOut) throw new Error(`kubectl ${args.join(" ")}: no answer in ${this.timeoutMs / 1000} s`);
    if (result.exitCode !== 0) throw new Error(`kubectl ${args.join(" ")}: ${result.stderr.trim()}`);
    return result.stdout;
  }

  /** Runs kubectl with `-o json`. The caller names the shape that it reads. */
  async json<T>(args: readonly string[]): Promise<T> {
    return JSON.parse(await this.text([...args, "-o", "json"])) as T;
  }

  /** Lines of a command that goes on for a while, as they come. Ends quietly when kubectl does, whatever its exit code. */
  lines(args: readonly string[]): AsyncIterable<string> {
    return execa(this.program, this.aimed(args), { reject: false, buffer: false }).iterable();
  }

  private aimed(args: readonly string[]): string[] {
    return ["--kubeconfig", this.target.kubeconfig, "--context", this.target.context, ...args];
  }
}
