/** The tiers in the order of what they need. Each has its own folder below test/ and can be run alone. */
import { ensureToolchain } from "../../local/toolchain.js";
import { runAva } from "./ava.js";
import { runCommands, runUnittest } from "./commands.js";
import { ensurePlatform, removePlatform } from "./platform.js";
import type { Requirement } from "./requirements.js";
import { ADDITION, NOTHING, type Result } from "./result.js";
import { ensureVenv } from "./venv.js";

export interface Tier {
  readonly name: string;
  /** What a passing tier proves. */
  readonly shows: string;
  readonly needs: Requirement;
  /** How long it may take on two cores with warm caches. */
  readonly budgetSeconds: number;
  /** Runs the tier; details of everything go to the log. */
  run(log: string): Promise<Result>;
}

/** Tests that share one cluster run one after another: they change what the others look at. */
const SERIAL = ["--serial", "--concurrency=1", "--timeout=20m"];

export const TIERS: readonly Tier[] = [
  {
    name: "static",
    shows: "formatting, lint and types, and the workflows",
    needs: "actionlint",
    budgetSeconds: 150,
    run: async (log) => {
      const { path } = await ensureToolchain(["actionlint"], console.log);
      return runCommands(
        {
          "the code is formatted": ["npx", "prettier", "--check", "--log-level", "warn", "."],
          "the linter finds nothing": ["npx", "eslint", "--max-warnings", "0", "."],
          "the program type-checks": ["npx", "tsc", "-p", "."],
          "the local tools type-check": ["npx", "tsc", "-p", "local"],
          "the tests type-check": ["npx", "tsc", "-p", "test"],
          "GitHub would take the workflows": [path("actionlint")],
        },
        log,
      );
    },
  },
  {
    name: "unit",
    shows: "pure functions, settings, and the exact objects of every component (mocks)",
    needs: "nothing",
    budgetSeconds: 150,
    run: (log) => runAva(["test/unit"], log),
  },
  {
    name: "policy",
    shows: "the policy pack's rules, in process and as shipped",
    needs: "nothing",
    budgetSeconds: 90,
    run: (log) => runAva(["test/policy"], log),
  },
  {
    name: "python",
    shows: "the sample jobs' intervals, and the DAGs in a real Airflow",
    needs: "python",
    budgetSeconds: 120,
    run: runPython,
  },
  {
    name: "network",
    shows: "what the NetworkPolicies let through, asked of cyclonus",
    needs: "cyclonus",
    budgetSeconds: 60,
    run: (log) => runAva(["test/network"], log),
  },
  {
    name: "account",
    shows: "npm run bootstrap and images on a simulated account, with Pulumi's state and secrets in it",
    needs: "account",
    budgetSeconds: 120,
    run: (log) => runAva(["test/account"], log, SERIAL),
  },
  {
    name: "engine",
    shows: "pulumi preview, up and destroy by the real engine",
    needs: "cluster",
    budgetSeconds: 240,
    run: (log) => runAva(["test/engine"], log, SERIAL),
  },
  {
    name: "aws",
    shows: "stacks dev, staging and prod on simulated AWS, by the real engine",
    needs: "account",
    budgetSeconds: 900,
    run: (log) => runAva(["test/aws"], log, SERIAL),
  },
  {
    name: "cluster",
    shows: "access rights, Pod Security and quota, asked of a real API server",
    needs: "cluster",
    budgetSeconds: 360,
    run: (log) => onPlatform(() => runAva(["test/cluster"], log, SERIAL)),
  },
  {
    name: "e2e",
    shows: "real Spark and Airflow pods, as a user would run them",
    needs: "registry",
    budgetSeconds: 1260,
    run: (log) => onPlatform(() => runAva(["test/e2e"], log, SERIAL)),
  },
  {
    name: "down",
    shows: "nothing is left on the machine",
    needs: "cluster",
    budgetSeconds: 60,
    run: (log) => onPlatform(() => runAva(["test/down"], log, SERIAL)).finally(removePlatform),
  },
];

async function onPlatform(tests: () => Promise<Result>): Promise<Result> {
  await ensurePlatform();
  return tests();
}

async function runPython(log: string): Promise<Result> {
  const spark = await ensureVenv("test/python/requirements.txt");
  const airflow = await ensureVenv("images/airflow/requirements.txt");
  const suites = { jobs: spark, images: spark, dags: airflow };
  let result = NOTHING;
  for (const [folder, python] of Object.entries(suites)) {
    const tests = await runUnittest(python, `test/python/${folder}`, log.replace(/\.log$/, `-${folder}.log`));
    result = ADDITION(result, tests);
  }
  return result;
}
