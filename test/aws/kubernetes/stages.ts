/** What kwok does with nodes and their pods. Format: kwok's API reference, `Stage` of kwok.x-k8s.io/v1alpha1; templates are Go's and give YAML. */

interface Requirement {
  /** A jq expression over the object. */
  readonly key: string;
  readonly operator: "In" | "NotIn" | "Exists" | "DoesNotExist";
  readonly values?: readonly string[];
}

const NOT_DELETED: Requirement = { key: ".metadata.deletionTimestamp", operator: "DoesNotExist" };

/** The configuration file: a node is Ready, which kwok keeps it by a lease; a pod runs as soon as it has a node, what a Job made ends well, and what is deleted goes at once. Init containers have run. */
export function stagesFile(): string {
  return [
    stage("node-ready", [NOT_READY], { statusTemplate: READY }, "Node"),
    stage("pod-ready", [NOT_DELETED, phase("Pending")], { statusTemplate: RUNNING }),
    stage("pod-complete", [NOT_DELETED, phase("Running"), OF_A_JOB], { statusTemplate: SUCCEEDED }),
    stage("pod-delete", [{ key: ".metadata.deletionTimestamp", operator: "Exists" }], { delete: true }),
  ]
    .map((document) => JSON.stringify(document))
    .join("\n---\n");
}

function stage(name: string, matchExpressions: readonly Requirement[], next: object, kind = "Pod"): object {
  return {
    apiVersion: "kwok.x-k8s.io/v1alpha1",
    kind: "Stage",
    metadata: { name },
    spec: { resourceRef: { apiGroup: "v1", kind }, selector: { matchExpressions }, next },
  };
}

function phase(value: string): Requirement {
  return { key: ".status.phase", operator: "In", values: [value] };
}

const OF_A_JOB: Requirement = { key: ".metadata.ownerReferences.[].kind", operator: "In", values: ["Job"] };

const NOT_READY: Requirement = {
  key: '.status.conditions.[] | select( .type == "Ready" ) | .status',
  operator: "NotIn",
  values: ["True"],
};

const READY = `
conditions:
- {type: Ready, status: "True", reason: Simulated, message: nothing runs here, lastHeartbeatTime: {{ Now | Quote }}, lastTransitionTime: {{ Now | Quote }}}
`;

const RUNNING = `
{{ $now := Now }}
phase: Running
startTime: {{ $now | Quote }}
conditions:
{{ range (list "Initialized" "ContainersReady" "Ready") }}
- {type: {{ . }}, status: "True", lastTransitionTime: {{ $now | Quote }}}
{{ end }}
containerStatuses:
{{ range .spec.containers }}
- name: {{ .name | Quote }}
  image: {{ .image | Quote }}
  ready: true
  started: true
  restartCount: 0
  state: {running: {startedAt: {{ $now | Quote }}}}
{{ end }}
initContainerStatuses:
{{ range .spec.initContainers }}
- name: {{ .name | Quote }}
  image: {{ .image | Quote }}
  ready: true
  restartCount: 0
  state: {terminated: {exitCode: 0, reason: Completed, startedAt: {{ $now | Quote }}, finishedAt: {{ $now | Quote }}}}
{{ end }}
`;

const SUCCEEDED = `
{{ $now := Now }}
phase: Succeeded
containerStatuses:
{{ range .spec.containers }}
- name: {{ .name | Quote }}
  image: {{ .image | Quote }}
  ready: false
  started: false
  restartCount: 0
  state: {terminated: {exitCode: 0, reason: Completed, startedAt: {{ $now | Quote }}, finishedAt: {{ $now | Quote }}}}
{{ end }}
`;
