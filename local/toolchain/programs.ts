/** The programs that the platform needs and how each is built from Go modules. Their lock files lie in the directories beside this file. */

const KUBERNETES = "1.34.10";
const PULUMI = "3.259.0";
const PULUMI_NODEJS = "3.188.0";

/** Version of the Pulumi provider for Kubernetes. Must equal the npm package's version and the one in `pulumi-resource-kubernetes/main.go`. */
export const KUBERNETES_PROVIDER = "4.25.0";

/** Oldest programs on PATH that are used in place of built ones. */
export const OLDEST = { pulumi: [3, 240], kubectl: [1, 33], go: [1, 26] } as const;

/** A Go program: `go build` of one package of one locked module. */
export interface GoProgram {
  /** Directory beside this file with go.mod, go.sum and, for programs with a main of our own, main.go. */
  readonly module: string;
  /** Go package path; `.` for a main.go of our own. */
  readonly package: string;
  /** Version in the program's own words; its stamp is in `ldflags`. */
  readonly version: string;
  readonly ldflags: string;
  readonly tags?: string;
}

const STRIPPED = "-s -w";

function kubernetes(command: string): GoProgram {
  const [major, minor] = KUBERNETES.split(".");
  const stamps = ["k8s.io/component-base/version", "k8s.io/client-go/pkg/version"].flatMap((pkg) => [
    `-X ${pkg}.gitVersion=v${KUBERNETES}`,
    `-X ${pkg}.gitMajor=${major}`,
    `-X ${pkg}.gitMinor=${minor}`,
    `-X ${pkg}.gitTreeState=clean`,
  ]);
  return {
    module: "kubernetes",
    package: `k8s.io/kubernetes/cmd/${command}`,
    version: KUBERNETES,
    ldflags: [STRIPPED, ...stamps].join(" "),
  };
}

function pulumiVersion(version: string): string {
  return `${STRIPPED} -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${version}`;
}

export const PROGRAMS = {
  etcd: { module: "etcd", package: "go.etcd.io/etcd/server/v3", version: "3.6.14", ldflags: STRIPPED },
  "kube-apiserver": kubernetes("kube-apiserver"),
  "kube-controller-manager": kubernetes("kube-controller-manager"),
  "kube-scheduler": kubernetes("kube-scheduler"),
  "kube-proxy": kubernetes("kube-proxy"),
  kubelet: kubernetes("kubelet"),
  kubectl: kubernetes("kubectl"),
  coredns: { module: "coredns", package: ".", version: "1.14.7", ldflags: STRIPPED },
  pause: { module: "pause", package: ".", version: "1", ldflags: STRIPPED },
  pulumi: {
    module: "pulumi",
    package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    version: PULUMI,
    ldflags: pulumiVersion(PULUMI),
    // User lookups without cgo, and no tracing hooks of gRPC, which would keep the linker from dropping unused methods.
    tags: "osusergo,grpcnotrace",
  },
  "pulumi-language-nodejs": {
    module: "pulumi-language-nodejs",
    package: "github.com/pulumi/pulumi/sdk/nodejs/cmd/pulumi-language-nodejs/v3",
    version: PULUMI_NODEJS,
    ldflags: pulumiVersion(PULUMI_NODEJS),
  },
  "pulumi-resource-kubernetes": {
    module: "pulumi-resource-kubernetes",
    package: ".",
    version: KUBERNETES_PROVIDER,
    ldflags: STRIPPED,
  },
  /** Judges workflows of GitHub Actions; only the tests need it. */
  actionlint: {
    module: "actionlint",
    package: "github.com/rhysd/actionlint/cmd/actionlint",
    version: "1.7.12",
    ldflags: STRIPPED,
  },
  /** Answers what a set of NetworkPolicies lets through; only the tests need it. */
  cyclonus: {
    module: "cyclonus",
    package: "github.com/mattfenwick/cyclonus/cmd/cyclonus",
    version: "0.5.6",
    ldflags: STRIPPED,
  },
  /** Plays nodes on which nothing runs; only the tests on simulated AWS need it. */
  kwok: { module: "kwok", package: "sigs.k8s.io/kwok/cmd/kwok", version: "0.8.0", ldflags: STRIPPED },
  /** Speaks S3 and IAM and keeps objects as files; only the tests need it. */
  versitygw: {
    module: "versitygw",
    package: "github.com/versity/versitygw/cmd/versitygw",
    version: "1.8.0",
    ldflags: STRIPPED,
  },
} as const satisfies Record<string, GoProgram>;

export type Program = keyof typeof PROGRAMS;

/** What runs on the node of the built-in cluster. */
export const NODE_PROGRAMS = [
  "etcd",
  "kube-apiserver",
  "kube-controller-manager",
  "kube-scheduler",
  "kubelet",
  "kube-proxy",
  "coredns",
  "pause",
] as const satisfies readonly Program[];

const PULUMI_PROGRAMS = ["pulumi", "pulumi-language-nodejs", "pulumi-resource-kubernetes"] as const;

/** All that `npm run up` needs: the node's own programs only when the cluster is the built-in one. */
export function platformPrograms(cluster: "built-in" | "context"): readonly Program[] {
  return [...(cluster === "built-in" ? NODE_PROGRAMS : []), "kubectl", ...PULUMI_PROGRAMS];
}
