/** From a preview of a stack to its picture, an SVG. Graphviz decides where things stand. */
import { instance } from "@viz-js/viz";

import { type Arrow, arrows } from "./arrows.js";
import { bucketBox, type Store, stores, type Workload, workloads } from "./boxes.js";
import { Resources } from "./resources.js";

/** Everything stands on a ground of its own, so that it can be read on light and dark pages. */
const COLOURS = {
  ground: "#f6f8fa",
  network: "#eaeef2",
  cluster: "#ffffff",
  namespace: "#eef4fb",
  pod: "#d6e6f8",
  store: "#fdf0d5",
  line: "#57606a",
  text: "#1f2328",
};

/** Size of text as drawn, of what it is when places are found. */
const TEXT_SCALE = 0.85;

const FONT = "Arial,Helvetica,sans-serif";

/** @param eventLog of the stack's first preview */
export async function draw(eventLog: string): Promise<string> {
  const viz = await instance();
  const svg = viz.renderString(graph(new Resources(eventLog)), { format: "svg", engine: "dot" });
  // What stands before the picture names the program that drew it, with its version.
  return `${withBoldTitles(withSmallText(svg.slice(svg.indexOf("<svg")))).trim()}\n`;
}

/** Fonts of other machines are wider than those that Graphviz reckons with: it places larger text than is drawn. */
function withSmallText(svg: string): string {
  return svg.replaceAll(
    /font-size="([\d.]+)"/g,
    (_, size: string) => `font-size="${(Number(size) * TEXT_SCALE).toFixed(1)}"`,
  );
}

/** The first line of each box. Graphviz has bold text too, but then places it by the width that it has in its own font. */
function withBoldTitles(svg: string): string {
  return svg.replaceAll(/class="node">[^]*?<text /g, (start) => `${start}font-weight="bold" `);
}

function graph(resources: Resources): string {
  const running = workloads(resources);
  const made = stores(resources);
  const relations = arrows(resources, running, made);
  const known = new Set([...running, ...made].map(({ id }) => id));
  // Buckets that somebody else made are known from who may use them.
  const others = relations.map(({ to }) => to).filter((id) => id.startsWith("s3/") && !known.has(id));
  const all = [...made, ...[...new Set(others)].map((id) => bucketBox(id.slice("s3/".length)))];
  const databases = all.filter(({ id }) => id.startsWith("rds/"));
  const buckets = all.filter(({ id }) => id.startsWith("s3/"));
  return [
    "digraph platform {",
    `rankdir=TB; bgcolor="${COLOURS.ground}"; pad=0.15; nodesep=0.2; ranksep=0.45; fontname="${FONT}"; fontcolor="${COLOURS.text}";`,
    `node [shape=box style="filled,rounded" color="${COLOURS.line}" fontcolor="${COLOURS.text}" fontname="${FONT}" fontsize=13 margin="0.12,0.07"];`,
    `edge [color="${COLOURS.line}" fontcolor="${COLOURS.text}" fontname="${FONT}" fontsize=12 arrowsize=0.7];`,
    cluster("vpc", vpcTitle(resources), COLOURS.network, [
      cluster("eks", eksTitle(resources), COLOURS.cluster, namespaces(resources, running)),
      ...databases.map(storeNode),
    ]),
    ...buckets.map(storeNode),
    ...relations.map(edge),
    // Buckets are in no VPC: below it.
    ...databases.flatMap(({ id }) => buckets.map((bucket) => `${quoted(id)} -> ${quoted(bucket.id)} [style=invis];`)),
    "}",
  ].join("\n");
}

function vpcTitle(resources: Resources): string {
  const [vpc] = resources.of("aws:ec2/vpc:Vpc");
  const gateways = resources.of("aws:ec2/natGateway:NatGateway").length;
  return `VPC ${vpc?.inputs.cidrBlock ?? ""}, ${gateways} NAT gateway${gateways === 1 ? "" : "s"}`;
}

function eksTitle(resources: Resources): string {
  const [eks] = resources.of("aws:eks/cluster:Cluster");
  return `EKS cluster ${eks?.inputs.name ?? ""}, Kubernetes ${eks?.inputs.version ?? ""}`;
}

function namespaces(resources: Resources, running: readonly Workload[]): string[] {
  return resources
    .of("kubernetes:core/v1:Namespace")
    .map(({ inputs: { metadata } }) =>
      cluster(
        metadata.name,
        `namespace ${metadata.name}`,
        COLOURS.namespace,
        running.filter(({ namespace }) => namespace === metadata.name).map(podNode),
      ),
    );
}

function cluster(name: string, title: string, colour: string, content: readonly string[]): string {
  const style = `style="filled,rounded"; fillcolor="${colour}"; color="${COLOURS.line}"; fontsize=14; labeljust=l; margin=10;`;
  return [`subgraph "cluster ${name}" {`, `label=${quoted(title)}; ${style}`, ...content, "}"].join("\n");
}

function podNode({ id, title, lines }: Workload): string {
  return `${quoted(id)} [label=${label(title, lines)} fillcolor="${COLOURS.pod}"];`;
}

function storeNode({ id, title, lines }: Store): string {
  return `${quoted(id)} [label=${label(title, lines)} fillcolor="${COLOURS.store}"];`;
}

function edge({ from, to, label: text }: Arrow): string {
  return `${quoted(from)} -> ${quoted(to)} [label=${quoted(text)}];`;
}

function label(title: string, lines: readonly string[]): string {
  return quoted([title, ...lines].join("\n"));
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
