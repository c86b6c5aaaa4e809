/** S3 and IAM of the tests: versitygw keeps each bucket as a directory and lets its users do what their IAM policies say. */
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, PutUserPolicyCommand } from "@aws-sdk/client-iam";

import { ensureToolchain } from "../../local/toolchain.js";
import { eventually } from "./kubectl.js";

export interface AccessKey {
  readonly id: string;
  readonly secret: string;
}

/** A request to S3 as versitygw's access log has it. */
export interface S3Request {
  /** Id of the access key that signed it. */
  readonly keyId: string;
  /** AWS' name of the operation, for example `CopyObject`. */
  readonly operation: string;
  /** `-` for a request about a bucket. */
  readonly key: string;
  readonly status: number;
}

const HEALTH = "/health";
const PORTS = { s3: 7070, iam: 7071 } as const;
/** Only versitygw's two processes and {@link S3Gateway.addUser} use it. */
const ROOT: AccessKey = { id: "root", secret: "known-to-nobody-else" };

/** Fields of the access log up to the status. Those between are the time, in brackets, and the address of the client. */
const LOG_LINE = /^\S+ \S+ \[[^\]]*\] \S+ (\S+) \S+ s3_(\S+) (\S+) \S+ (\d{3}) /;

export class S3Gateway {
  private constructor(
    readonly endpoint: string,
    private readonly iam: IAMClient,
    private readonly directory: string,
    private readonly processes: readonly ChildProcess[],
  ) {}

  /**
   * @param address of this machine, on which S3 and IAM answer
   * @param directory empty; everything is kept there
   * @param buckets that there are from the start
   */
  static async start(
    address: string,
    { directory, region, buckets }: { directory: string; region: string; buckets: readonly string[] },
  ): Promise<S3Gateway> {
    const program = (await ensureToolchain(["versitygw"], () => undefined)).path("versitygw");
    const path = (name: string): string => join(directory, name);
    for (const name of ["iam", ...buckets.map((bucket) => join("buckets", bucket))]) {
      mkdirSync(path(name), { recursive: true });
    }
    const root = ["--access", ROOT.id, "--secret", ROOT.secret, "--region", region, "--health", HEALTH, "--quiet"];
    const run = (name: string, port: number, ...args: string[]): ChildProcess => {
      const log = openSync(path(`${name}.log`), "w");
      const child = spawn(program, ["--port", `${address}:${port}`, ...root, ...args], { stdio: ["ignore", log, log] });
      closeSync(log);
      return child;
    };
    const processes = [run("iam", PORTS.iam, "iam", "--dir", path("iam"), "--private-ports", path("iam.sock"))];
    await isHealthy(`http://${address}:${PORTS.iam}`);
    const back = ["--iam-standalone-endpoint", path("iam.sock"), "--access-log", path("access.log")];
    // A file that somebody put into a bucket's directory has no ETag, and S3A insists on one.
    processes.push(run("s3", PORTS.s3, ...back, "posix", "--default-etag", "of-a-file", path("buckets")));
    await isHealthy(`http://${address}:${PORTS.s3}`);
    const iam = new IAMClient({
      endpoint: `http://${address}:${PORTS.iam}`,
      // The one region of IAM.
      region: "us-east-1",
      credentials: { accessKeyId: ROOT.id, secretAccessKey: ROOT.secret },
    });
    return new S3Gateway(`http://${address}:${PORTS.s3}`, iam, directory, processes);
  }

  /** Makes an IAM user who may do what the policy says, and nothing else. */
  async addUser(name: string, policy: object): Promise<AccessKey> {
    await this.iam.send(new CreateUserCommand({ UserName: name }));
    const document = { UserName: name, PolicyName: "data", PolicyDocument: JSON.stringify(policy) };
    await this.iam.send(new PutUserPolicyCommand(document));
    const { AccessKey: key } = await this.iam.send(new CreateAccessKeyCommand({ UserName: name }));
    if (key?.AccessKeyId === undefined || key.SecretAccessKey === undefined)
      throw new Error(`${name} got no access key`);
    return { id: key.AccessKeyId, secret: key.SecretAccessKey };
  }

  /** Directory that is the bucket: a file put there is an object. */
  bucket(name: string): string {
    return join(this.directory, "buckets", name);
  }

  /** Keys of a bucket's objects, sorted. Markers of empty directories count, with a slash at the end. */
  objects(bucket: string): string[] {
    return keysBelow(this.bucket(bucket), "").sort();
  }

  /** Uploads of parts that were neither completed nor aborted. */
  openUploads(bucket: string): string[] {
    const uploads = join(this.bucket(bucket), OWN_DIRECTORY, "multipart");
    return existsSync(uploads) ? readdirSync(uploads) : [];
  }

  requests(): S3Request[] {
    const lines = readFileSync(join(this.directory, "access.log"), "utf8").split("\n");
    return lines.flatMap((line) => {
      const [, keyId, operation, key, status] = LOG_LINE.exec(line) ?? [];
      if (keyId === undefined || operation === undefined || key === undefined) return [];
      return [{ keyId, operation, key, status: Number(status) }];
    });
  }

  stop(): void {
    this.iam.destroy();
    for (const child of this.processes) child.kill();
  }
}

/** versitygw's own, in each bucket. */
const OWN_DIRECTORY = ".sgwtmp";

function keysBelow(directory: string, prefix: string): string[] {
  const entries = readdirSync(directory, { withFileTypes: true }).filter(({ name }) => name !== OWN_DIRECTORY);
  if (entries.length === 0 && prefix !== "") return [prefix];
  return entries.flatMap((entry) =>
    entry.isDirectory()
      ? keysBelow(join(directory, entry.name), `${prefix}${entry.name}/`)
      : [`${prefix}${entry.name}`],
  );
}

async function isHealthy(address: string): Promise<void> {
  await eventually(`versitygw on ${address}`, 20, async () => {
    const answer = await fetch(address + HEALTH).catch(() => undefined);
    return answer?.ok === true ? true : undefined;
  });
}
