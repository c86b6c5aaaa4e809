/** How the doctor tells why a run failed. */
import test from "ava";

import { describeDiagnosis } from "../../../../../local/doctor/failure/describe.js";
import { diagnose } from "../../../../../local/doctor/failure/diagnose.js";
import type { Run } from "../../../../../local/doctor/failure/run.js";
import { recorded } from "./recordings.js";

function described(name: string, status?: Run["job"]["status"]): string {
  const run = recorded(name);
  const diagnosis = diagnose(status === undefined ? run : { ...run, job: { ...run.job, status } });
  // The last part of a name is different with each recording.
  return describeDiagnosis(diagnosis)
    .replaceAll(run.job.metadata.name, "RUN")
    .replace(/RUN-\w{5}\b/g, "DRIVER");
}

test("a failed run: the cause, its signs, and what to do", (t) => {
  t.is(
    described("missing-secret"),
    `Run RUN of job pi failed: a Secret is missing (missing-secret).
  Seen:
    event of pod DRIVER: Error: secret "nowhere" not found
  What to do:
    make Secret nowhere with key token in namespace spark-analytics, or correct jobs.pi.secrets.TOKEN`,
  );
});

test("a run that hangs is not said to have failed", (t) => {
  t.regex(
    described("missing-secret", {}),
    /^Run RUN of job pi does not get on: a Secret is missing \(missing-secret\)\.$/m,
  );
});

test("an unknown cause: the driver's last lines", (t) => {
  t.is(
    described("unknown"),
    `Run RUN of job pi failed: none of the usual causes was seen (unknown).
  Seen:
    status of Job RUN: BackoffLimitExceeded: Job has reached the specified backoff limit
  The driver's last lines:
    Traceback (most recent call last):
      File "/opt/jobs/pi.py", line 46, in <module>
        main()
      File "/opt/jobs/pi.py", line 33, in main
        raise ValueError("no rows for 2001-02-30")
    ValueError: no rows for 2001-02-30`,
  );
});

test("a run that succeeded", (t) => {
  t.is(described("unknown", { conditions: [{ type: "Complete", status: "True" }] }), "Run RUN succeeded.");
});

test("a run that goes on", (t) => {
  t.is(described("deadline", {}), "Run RUN goes on, and nothing is in its way.");
});
