import test from "ava";

import {
  airflowAwsTraffic,
  airflowGitTraffic,
  jobAwsTraffic,
} from "../../../../components/kubernetes/cloud-traffic.js";

/** What the rules let through is judged by cyclonus in test/network. */
const aws = { s3Cidrs: ["52.219.170.0/23", "3.5.136.0/22"], endpointCidrs: ["10.0.16.0/20"] };

const block = (cidr: string) => ({ ipBlock: { cidr } });
const server = {
  podSelector: {
    matchLabels: {
      "app.kubernetes.io/name": "airflow",
      "app.kubernetes.io/component": "server",
      "app.kubernetes.io/part-of": "spark-platform",
    },
  },
};
const egress = [
  {
    to: [block("52.219.170.0/23"), block("3.5.136.0/22"), block("10.0.16.0/20")],
    ports: [{ protocol: "TCP", port: 443 }],
  },
  { to: [block("169.254.170.23/32")], ports: [{ protocol: "TCP", port: 80 }] },
];

test("Airflow with something in S3 reaches S3, the endpoints beside it and the agent with its credentials", (t) => {
  t.deepEqual<unknown, unknown>(airflowAwsTraffic(aws), { aws: { ...server, policyTypes: ["Egress"], egress } });
});

test("each job with data has a policy of its own, for its driver and its executors", (t) => {
  const of = (job: string) => ({
    podSelector: { matchLabels: { "spark-platform/job": job } },
    policyTypes: ["Egress"],
    egress,
  });
  t.deepEqual<unknown, unknown>(jobAwsTraffic(["flights", "orders"], aws), {
    "aws-flights": of("flights"),
    "aws-orders": of("orders"),
  });
  t.deepEqual(jobAwsTraffic([], aws), {});
});

test("Airflow with DAGs in git reaches the git server by HTTPS", (t) => {
  t.deepEqual<unknown, unknown>(airflowGitTraffic(["192.0.2.0/24"]), {
    git: {
      ...server,
      policyTypes: ["Egress"],
      egress: [{ to: [block("192.0.2.0/24")], ports: [{ protocol: "TCP", port: 443 }] }],
    },
  });
});

test("an empty list of addresses opens nothing, which Kubernetes would read as everywhere", (t) => {
  t.deepEqual(airflowGitTraffic([])["git"]?.egress, []);
  t.deepEqual(airflowAwsTraffic({ s3Cidrs: [], endpointCidrs: [] })["aws"]?.egress, egress.slice(1));
});
