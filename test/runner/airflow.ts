/** Airflow's REST API on the tests' own platform, as a user of the API would call it. */
import { succeed, TEST_PLATFORM, upOutput } from "./platform.js";

export function airflowAddress(): string {
  const address = /^Airflow +(http:\S+)/m.exec(upOutput())?.[1];
  if (address === undefined) throw new Error("npm run up printed no Airflow address");
  return address;
}

export async function password(): Promise<string> {
  const arguments_ = ["stack", "output", "airflowPassword", "--show-secrets"];
  const { stdout } = await succeed("pulumi", "--name", TEST_PLATFORM, ...arguments_);
  return stdout.trim();
}

export async function logIn(user: string, secret: string): Promise<Response> {
  return fetch(`${airflowAddress()}/auth/token`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ username: user, password: secret }),
  });
}

export class AirflowApi {
  private constructor(private readonly token: string) {}

  static async logIn(): Promise<AirflowApi> {
    const response = await logIn("admin", await password());
    const { access_token: token } = (await response.json()) as { access_token: string };
    return new AirflowApi(token);
  }

  async call<T>(path: string, method = "GET", body?: object): Promise<T> {
    const response = await fetch(`${airflowAddress()}/api/v2/${path}`, {
      method,
      headers: { authorization: `Bearer ${this.token}`, "content-type": "application/json" },
      ...(body && { body: JSON.stringify(body) }),
    });
    const answer = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${answer}`);
    return JSON.parse(answer) as T;
  }

  /** Starts a run of the DAG for a stretch of history and answers with the run's id. */
  async trigger(dag: string, params: object): Promise<string> {
    const body = { logical_date: null, conf: params };
    return (await this.call<{ dag_run_id: string }>(`dags/${dag}/dagRuns`, "POST", body)).dag_run_id;
  }

  async runState(dag: string, run: string): Promise<string> {
    return (await this.call<{ state: string }>(`dags/${dag}/dagRuns/${run}`)).state;
  }

  async taskInstance(dag: string, run: string, task: string): Promise<{ state: string | null; try_number: number }> {
    return this.call(`dags/${dag}/dagRuns/${run}/taskInstances/${task}`);
  }
}
