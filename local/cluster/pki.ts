/** The cluster's certificate authority, certificates and service account key, made once with OpenSSL. */
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

import { execa } from "execa";

import type { Identity } from "./identity.js";
import { API_SERVICE_ADDRESS } from "./networks.js";

/** What certificates name. */
type Named = Pick<Identity, "stateDir" | "nodeName" | "nodeAddress">;

interface Certificate {
  /** Common name: the user's name to the API server. */
  readonly user: string;
  /** Organization: the user's group. */
  readonly group?: string;
  /** Names and addresses for which it serves, as OpenSSL writes them. Default: none, a client only. */
  readonly serves?: readonly string[];
}

/** The cluster lives shorter than this; there is no renewal. */
const DAYS = "3650";
const ELLIPTIC_KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-noenc"];

/** Certificates by file name. User and group names are Kubernetes' own: authorization knows them. */
function certificates({ nodeName, nodeAddress }: Named): Record<string, Certificate> {
  const apiNames = [
    "kubernetes",
    "kubernetes.default",
    "kubernetes.default.svc",
    "kubernetes.default.svc.cluster.local",
  ];
  return {
    apiserver: {
      user: "kube-apiserver",
      serves: [
        ...apiNames.map((name) => `DNS:${name}`),
        `IP:${API_SERVICE_ADDRESS}`,
        `IP:${nodeAddress}`,
        "IP:127.0.0.1",
      ],
    },
    "apiserver-kubelet-client": { user: "kube-apiserver-kubelet-client", group: "system:masters" },
    kubelet: {
      user: `system:node:${nodeName}`,
      group: "system:nodes",
      serves: [`DNS:${nodeName}`, `IP:${nodeAddress}`],
    },
    "controller-manager": { user: "system:kube-controller-manager" },
    scheduler: { user: "system:kube-scheduler" },
    proxy: { user: "system:kube-proxy" },
    coredns: { user: "system:coredns" },
    admin: { user: "admin", group: "system:masters" },
  };
}

/** Directory of certificates (`<name>.crt`, `<name>.key`), the authority `ca` and the key `service-account.key`. */
export function pkiDirectory(stateDir: string): string {
  return join(stateDir, "pki");
}

/** Makes all or nothing: an interrupted run leaves no half-made set. */
export async function ensurePki(identity: Named): Promise<void> {
  const directory = pkiDirectory(identity.stateDir);
  if (existsSync(directory)) return;
  const unfinished = `${directory}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  await makeAuthority(unfinished);
  await Promise.all(
    Object.entries(certificates(identity)).map(([name, certificate]) => makeCertificate(unfinished, name, certificate)),
  );
  await execa("openssl", ["genrsa", "-out", "service-account.key", "2048"], { cwd: unfinished });
  renameSync(unfinished, directory);
}

async function makeAuthority(cwd: string): Promise<void> {
  const extensions = [
    "-addext",
    "basicConstraints=critical,CA:TRUE",
    "-addext",
    "keyUsage=critical,keyCertSign,cRLSign",
  ];
  const files = ["-keyout", "ca.key", "-out", "ca.crt"];
  const subject = ["-subj", "/CN=spark-platform", "-days", DAYS];
  await execa("openssl", ["req", "-x509", ...ELLIPTIC_KEY, ...subject, ...files, ...extensions], { cwd });
}

async function makeCertificate(cwd: string, name: string, { user, group, serves }: Certificate): Promise<void> {
  const subject = `${group === undefined ? "" : `/O=${group}`}/CN=${user}`;
  const extensions = [
    "basicConstraints=critical,CA:FALSE",
    "keyUsage=critical,digitalSignature",
    `extendedKeyUsage=clientAuth${serves ? ",serverAuth" : ""}`,
    ...(serves ? [`subjectAltName=${serves.join(",")}`] : []),
  ];
  const files = ["-keyout", `${name}.key`, "-out", `${name}.crt`, "-CA", "ca.crt", "-CAkey", "ca.key"];
  const options = [
    "-subj",
    subject,
    "-days",
    DAYS,
    ...files,
    ...extensions.flatMap((extension) => ["-addext", extension]),
  ];
  await execa("openssl", ["req", "-x509", ...ELLIPTIC_KEY, ...options], { cwd });
}
