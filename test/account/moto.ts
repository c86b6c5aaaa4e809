/** AWS as far as the commands need it: moto's server, with an account of its own for each test file. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import { ensureVenv } from "../runner/venv.js";

/** The account of whoever asks; also of the committed stacks, and of the simulated AWS in test/aws. */
export const ACCOUNT = "111122223333";
export const REGION = "eu-central-1";

const SERVER = fileURLToPath(new URL("aws_server.py", import.meta.url));

export class Moto {
  private constructor(
    readonly endpoint: string,
    private readonly server: ChildProcess,
    /** What leads AWS' own tools there. */
    readonly environment: Readonly<Record<string, string>>,
    private readonly home: string,
    /** What it was asked since {@link reset}, as method and path. */
    readonly requests: string[],
  ) {}

  /** Starts it on a free port, and leads the SDK of this process there as well. */
  static async start(): Promise<Moto> {
    const python = await ensureVenv("test/account/requirements.txt");
    const server = spawn(python, ["-u", SERVER, "-H", "127.0.0.1", "-p", "0"], {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, MOTO_ACCOUNT_ID: ACCOUNT },
    });
    const requests: string[] = [];
    const endpoint = await announced(server, requests);
    const home = mkdtempSync(join(tmpdir(), "spark-platform-moto-"));
    const environment = {
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: "nobody",
      AWS_SECRET_ACCESS_KEY: "nobody",
      // Not the user's own settings, of AWS or of Pulumi.
      AWS_CONFIG_FILE: join(home, "config"),
      AWS_SHARED_CREDENTIALS_FILE: join(home, "credentials"),
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
      PULUMI_HOME: join(home, "pulumi"),
    };
    Object.assign(process.env, environment);
    return new Moto(endpoint, server, environment, home, requests);
  }

  /** Forgets everything. */
  async reset(): Promise<void> {
    await fetch(`${this.endpoint}/moto-api/reset`, { method: "POST" });
    this.requests.length = 0;
  }

  stop(): void {
    this.server.kill("SIGKILL");
    rmSync(this.home, { recursive: true, force: true });
  }
}

/** The server chooses the port and says which. Further on it says what it is asked, as in `GET /bucket/key`. */
async function announced(server: ChildProcess, requests: string[]): Promise<string> {
  if (server.stdout === null || server.stderr === null) throw new Error("moto was started without pipes");
  server.stdout.resume();
  const said: string[] = [];
  const lines = createInterface({ input: server.stderr });
  return new Promise((resolve, reject) => {
    lines
      .on("line", (line) => {
        said.push(line);
        const endpoint = /Running on (http:\S+)/.exec(line)?.[1];
        if (endpoint !== undefined) resolve(endpoint);
        const request = /"(?:\x1b\[\d+m)*([A-Z]+ \S+) HTTP/.exec(line)?.[1];
        if (request !== undefined && !request.includes("/moto-api/")) requests.push(request);
      })
      .on("close", () => reject(new Error(`moto did not start:\n${said.join("\n")}`)));
  });
}
