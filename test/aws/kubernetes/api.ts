import { readFileSync } from "node:fs";
import { Agent, request } from "node:https";
import { join } from "node:path";
import { text } from "node:stream/consumers";

/** What every object has. */
export interface KubernetesObject {
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
}

/** The administrator's requests to one API server. For loops: kubectl would take longer to start than all of them. */
export class Api {
  private readonly agent: Agent;

  /** @param pki directory of the authority and the administrator's certificate */
  constructor(
    readonly server: string,
    pki: string,
  ) {
    const read = (file: string): Buffer => readFileSync(join(pki, file));
    this.agent = new Agent({ keepAlive: true, ca: read("ca.crt"), cert: read("admin.crt"), key: read("admin.key") });
  }

  async list<T extends KubernetesObject>(path: string): Promise<readonly T[]> {
    const { items } = JSON.parse(await this.send("GET", path)) as { items: readonly T[] };
    return items;
  }

  async create(path: string, object: object): Promise<void> {
    await this.send("POST", path, object);
  }

  /** At once, without grace. What is gone already is fine. */
  async remove(path: string): Promise<void> {
    await this.send("DELETE", path, { kind: "DeleteOptions", apiVersion: "v1", gracePeriodSeconds: 0 }, [404]);
  }

  async answers(path: string): Promise<boolean> {
    return this.send("GET", path).then(
      () => true,
      () => false,
    );
  }

  close(): void {
    this.agent.destroy();
  }

  private async send(method: string, path: string, body?: object, fine: readonly number[] = []): Promise<string> {
    const content = body === undefined ? "" : JSON.stringify(body);
    const headers = {
      accept: "application/json",
      "content-type": "application/json",
      "content-length": Buffer.byteLength(content),
    };
    const [status, answer] = await new Promise<[number, string]>((resolve, reject) => {
      const sent = request(new URL(path, this.server), { method, agent: this.agent, headers }, (response) => {
        text(response).then((received) => resolve([response.statusCode ?? 0, received]), reject);
      });
      sent.on("error", reject);
      sent.end(content);
    });
    if (status >= 300 && !fine.includes(status)) throw new Error(`${method} ${path}: ${status} ${answer}`);
    return answer;
  }
}
