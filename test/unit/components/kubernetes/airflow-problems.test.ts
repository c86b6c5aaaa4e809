import test from "ava";
import { airflowProblems } from "../../../../components/kubernetes/airflow-problems.js";
import { args, deploy, template } from "./airflow-example.js";

test("an Airflow that can be deployed has no problems", (t) => {
  t.deepEqual(airflowProblems(args), []);
});

test.serial("everything that is wrong is reported at once", async (t) => {
  const error = await t.throwsAsync(async () =>
    deploy({
      namespace: "Airflow",
      image: "registry.example/airflow:latest",
      parallelism: 0,
      database: { ...args.database, port: 70000 },
      dags: { "folder/nightly.py": "" },
      jobs: { Flights: { metadata: {}, spec: { containers: [{ name: "driver" }, { name: "base" }] } } },
      service: { kind: "nodePort", port: 8080 },
    }),
  );
  t.deepEqual(error.message.split("\n"), [
    "airflow: Airflow cannot be set up:",
    '  dags["folder/nightly.py"] = "folder/nightly.py": must be a file name without folders, since a ConfigMap holds it; use letters, digits, hyphens, dots and underscores',
    "  database.port = 70000: must be a whole number from 1 to 65535; choose one in this range",
    '  image = "registry.example/airflow:latest": must be pinned, so that a restart runs what the database was migrated to; add a tag other than latest, or a digest (@sha256:…)',
    '  jobs.Flights = "Flights": the name must be a DNS label, since pods and files are named by it; use lower-case letters, digits and inner hyphens',
    "  jobs.Flights.metadata.namespace = (missing): must name the namespace that the driver runs in, else it would run in Airflow's; write the namespace of the job's team",
    '  jobs.Flights.spec.containers[0].name = "driver": must be base, since the KubernetesPodOperator adds its settings to the first container and waits for the one of this name; make the driver the first container and name it so',
    '  namespace = "Airflow": must be a DNS label of at most 63 characters; use lower-case letters, digits and inner hyphens',
    "  parallelism = 0: must be a whole number from 1 to 64; choose one in this range",
    "  service.port = 8080: must be a whole number from 30000 to 32767; choose one in this range",
  ]);
});

test("files larger than a ConfigMap are refused at preview", (t) => {
  const most = 1024 * 1024;
  t.deepEqual(airflowProblems({ ...args, dags: { "a.py": "x".repeat(most - 2), "b.py": "é" } }), []);
  t.deepEqual(airflowProblems({ ...args, dags: { "a.py": "x".repeat(most - 1), "b.py": "é" } }), [
    {
      path: "dags",
      value: "1048577 bytes",
      rule: "must fit one ConfigMap, which holds 1048576 bytes",
      fix: "bake the larger files into the image",
    },
  ]);
  const large = { ...template, metadata: { ...template.metadata, annotations: { note: "x".repeat(most) } } };
  t.deepEqual(
    airflowProblems({ ...args, jobs: { flights: large } }).map(({ path, fix }) => [path, fix]),
    [["jobs", "shorten the jobs' conf or run fewer jobs from Airflow"]],
  );
});
