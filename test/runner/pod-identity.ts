/**
 * EKS Pod Identity of the tests, as pods meet it: a webhook that gives pods a token and tells them where the agent is, and the agent, which gives
 * credentials for the token. Variables, paths, audience and addresses are those of EKS: the AWS SDKs accept no other address for plain HTTP.
 */
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { join } from "node:path";
import { json } from "node:stream/consumers";

import { execa } from "execa";

import type { ClusterHandle } from "../../local/cluster/handle.js";
import { readIdentity } from "../../local/cluster/identity.js";
import { inNode } from "../../local/cluster/node.js";
import type { Kubectl } from "../../local/kubectl.js";
import type { AccessKey } from "./s3-gateway.js";

const AGENT = { address: "169.254.170.23", path: "/v1/credentials" } as const;
const AUDIENCE = "pods.eks.amazonaws.com";
const TOKEN = { directory: `/var/run/secrets/${AUDIENCE}/serviceaccount`, file: "eks-pod-identity-token" } as const;
const WEBHOOK = { name: "pod-identity", port: 9443 } as const;
const LIFETIME_MS = 6 * 3_600_000;

export interface PodIdentityOptions {
  /** Access keys by account, `<namespace>:<account>`. */
  readonly associations: Readonly<Record<string, AccessKey>>;
  readonly region: string;
  /** Label that pods must have to meet the webhook. */
  readonly pods: Readonly<Record<string, string>>;
  /** For the webhook's certificate. */
  readonly directory: string;
}

interface Container {
  readonly env?: readonly object[];
  readonly volumeMounts?: readonly object[];
}
interface AdmissionReview {
  readonly apiVersion: string;
  readonly kind: string;
  readonly request: {
    readonly uid: string;
    readonly namespace: string;
    readonly object: {
      readonly spec: {
        readonly serviceAccountName: string;
        readonly containers: readonly Container[];
        readonly volumes?: readonly object[];
      };
    };
  };
}

export class PodIdentity {
  /** Accounts that got credentials, each as often as it did. */
  readonly served: string[] = [];
  private readonly servers: Server[] = [];

  private constructor(
    private readonly cluster: ClusterHandle,
    private readonly kubectl: Kubectl,
    private readonly options: PodIdentityOptions,
  ) {}

  static async start(cluster: ClusterHandle, kubectl: Kubectl, options: PodIdentityOptions): Promise<PodIdentity> {
    const identity = new PodIdentity(cluster, kubectl, options);
    await identity.startAgent();
    await identity.startWebhook();
    return identity;
  }

  async stop(): Promise<void> {
    await this.kubectl.text(["delete", "mutatingwebhookconfiguration", WEBHOOK.name, "--ignore-not-found"]);
    for (const server of this.servers) server.close();
    await execa("ip", ["address", "delete", `${AGENT.address}/32`, "dev", this.link()], { reject: false });
    await execa(...inNode(this.cluster.stateDir, ["ip", "route", "delete", AGENT.address]), { reject: false });
  }

  /** EKS' agent answers on the node itself; here the node's way to that address leads to this process. */
  private async startAgent(): Promise<void> {
    const { stateDir, gatewayAddress } = this.cluster;
    await execa("ip", ["address", "replace", `${AGENT.address}/32`, "dev", this.link()]);
    await execa(...inNode(stateDir, ["ip", "route", "replace", AGENT.address, "via", gatewayAddress]));
    await this.listen(
      createServer((request, response) => {
        void this.credentials(request).then((answer) => {
          reply(response, answer === undefined ? 403 : 200, answer ?? {});
        });
      }),
      AGENT.address,
      80,
    );
  }

  private async credentials({ url, headers }: IncomingMessage): Promise<object | undefined> {
    const account = await this.reviewed(headers.authorization ?? "");
    const key = this.options.associations[account];
    if (url !== AGENT.path || key === undefined) return undefined;
    this.served.push(account);
    // A user's key, which goes without a session token: versitygw has no AssumeRole.
    const secret = { AccessKeyId: key.id, SecretAccessKey: key.secret, Token: "" };
    return { ...secret, Expiration: new Date(Date.now() + LIFETIME_MS).toISOString() };
  }

  /** `<namespace>:<account>` of a token for this audience, by the API server's word; empty for any other. */
  private async reviewed(token: string): Promise<string> {
    const review = { apiVersion: "authentication.k8s.io/v1", kind: "TokenReview" };
    const body = JSON.stringify({ ...review, spec: { token, audiences: [AUDIENCE] } });
    const answer = await this.kubectl.text(["create", "-f", "-", "-o", "json"], body);
    const { status } = JSON.parse(answer) as { status: { authenticated?: boolean; user?: { username?: string } } };
    return status.authenticated === true ? (status.user?.username ?? "").replace("system:serviceaccount:", "") : "";
  }

  private async startWebhook(): Promise<void> {
    const { gatewayAddress } = this.cluster;
    const path = (file: string): string => join(this.options.directory, file);
    const names = ["-subj", "/CN=pod-identity", "-addext", `subjectAltName=IP:${gatewayAddress}`];
    const files = ["-keyout", path("webhook.key"), "-out", path("webhook.crt")];
    await execa("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-noenc", "-days", "1", ...names, ...files]);
    const certificate = readFileSync(path("webhook.crt"));
    const server = createTlsServer(
      { key: readFileSync(path("webhook.key")), cert: certificate },
      (request, response) => {
        void json(request).then((review) => {
          reply(response, 200, this.admission(review as AdmissionReview));
        });
      },
    );
    await this.listen(server, gatewayAddress, WEBHOOK.port);
    await this.kubectl.text(["apply", "-f", "-"], JSON.stringify(this.configuration(certificate.toString("base64"))));
  }

  private configuration(caBundle: string): object {
    return {
      apiVersion: "admissionregistration.k8s.io/v1",
      kind: "MutatingWebhookConfiguration",
      metadata: { name: WEBHOOK.name },
      webhooks: [
        {
          name: `${WEBHOOK.name}.amazonaws.com`,
          clientConfig: { url: `https://${this.cluster.gatewayAddress}:${WEBHOOK.port}/`, caBundle },
          rules: [{ apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] }],
          objectSelector: { matchLabels: this.options.pods },
          admissionReviewVersions: ["v1"],
          sideEffects: "None",
          timeoutSeconds: 10,
        },
      ],
    };
  }

  /** Leaves pods of accounts without an association as they are. */
  private admission({ apiVersion, kind, request }: AdmissionReview): object {
    const { serviceAccountName, containers, volumes = [] } = request.object.spec;
    const allowed = { uid: request.uid, allowed: true };
    if (!(`${request.namespace}:${serviceAccountName}` in this.options.associations)) {
      return { apiVersion, kind, response: allowed };
    }
    const patch = [
      { op: "add", path: "/spec/volumes", value: [...volumes, TOKEN_VOLUME] },
      { op: "add", path: "/spec/containers", value: containers.map((container) => this.equipped(container)) },
    ];
    const encoded = Buffer.from(JSON.stringify(patch)).toString("base64");
    return { apiVersion, kind, response: { ...allowed, patchType: "JSONPatch", patch: encoded } };
  }

  private equipped(container: Container): Container {
    const variables = {
      AWS_STS_REGIONAL_ENDPOINTS: "regional",
      AWS_DEFAULT_REGION: this.options.region,
      AWS_REGION: this.options.region,
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `http://${AGENT.address}${AGENT.path}`,
      AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: `${TOKEN.directory}/${TOKEN.file}`,
    };
    const mount = { name: TOKEN_VOLUME.name, mountPath: TOKEN.directory, readOnly: true };
    return {
      ...container,
      env: [...(container.env ?? []), ...Object.entries(variables).map(([name, value]) => ({ name, value }))],
      volumeMounts: [...(container.volumeMounts ?? []), mount],
    };
  }

  private async listen(server: Server, address: string, port: number): Promise<void> {
    this.servers.push(server);
    server.listen(port, address);
    await once(server, "listening");
  }

  private link(): string {
    const identity = readIdentity(this.cluster.name);
    if (!identity) throw new Error(`There is no cluster ${this.cluster.name}`);
    return identity.link;
  }
}

const TOKEN_VOLUME = {
  name: TOKEN.file,
  projected: {
    sources: [{ serviceAccountToken: { audience: AUDIENCE, expirationSeconds: 86_400, path: TOKEN.file } }],
  },
};

function reply(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
