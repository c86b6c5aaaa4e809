/** parliament reads every IAM document that components make, in each partition. */
import test from "ava";

import { ACCEPTED_FINDINGS, unexplained, unneeded } from "./findings.js";
import { documents, policyFindings } from "./parliament.js";
import { cloudSubjects, PARTITIONS } from "./subjects.js";

const subjects = await cloudSubjects();

for (const partition of PARTITIONS) {
  test(`parliament finds nothing in the documents of ${partition} but what is explained, and everything explained is there`, async (t) => {
    const found = documents(subjects[partition]);
    t.is(found.length, 11);
    const findings = await policyFindings(found);
    t.deepEqual(unexplained(findings, ACCEPTED_FINDINGS.policies), []);
    t.deepEqual(unneeded(findings, ACCEPTED_FINDINGS.policies), []);
  });
}

const place = "aws:iam/rolePolicy:RolePolicy orders policy";

/** What a slip in a document is told as: proof that parliament reads them. */
const SLIPS: Readonly<Record<string, readonly [slip: (text: string) => string, lines: readonly string[]]>> = {
  "an action that does not exist": [
    (text) => text.replace("s3:GetObject", "s3:ReadObject"),
    [`UNKNOWN_ACTION ${place}: Unknown action s3:ReadObject`],
  ],
  "a condition that does not go with the action": [
    (text) => text.replace("s3:prefix", "s3:TlsPrefix"),
    [`UNKNOWN_CONDITION_FOR_ACTION ${place}: Unknown condition s3:TlsPrefix for action s3:ListBucket`],
  ],
  "a resource that the action does not have": [
    (text) => text.replace('arn:aws:s3:::acme-lake"', 'arn:aws:s3:::acme-lake/*"'),
    [`RESOURCE_MISMATCH ${place}: [{"action":"s3:ListBucket","required_format":"arn:*:s3:::*"}]`],
  ],
};

for (const [slip, [make, lines]] of Object.entries(SLIPS)) {
  test(`parliament notices ${slip}`, async (t) => {
    const [orders, ...others] = documents(subjects.aws).filter((document) => document.place === place);
    t.deepEqual(others, []);
    const text = JSON.stringify(orders?.content);
    t.not(make(text), text);
    const content = JSON.parse(make(text)) as Record<string, never>;
    t.deepEqual(unexplained(await policyFindings([{ type: "role", place, content }]), []), lines);
  });
}
