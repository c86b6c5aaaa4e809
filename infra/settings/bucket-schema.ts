/** Schema of a bucket. */

import { z } from "zod";
import { isDnsLabel } from "../../components/dns-label";
import { kinds, section } from "./shapes";
import { textThat, trueOrFalse, wholeNumber } from "./values";

/** A bucket that jobs or DAGs name. */
export const bucket = z.discriminatedUnion(
  "kind",
  [
    section({
      /** A bucket that the stack makes. */
      kind: z.literal("new"),
      /** Its name, unique in all of AWS. */
      name: bucketName(),
      /** Whether Pulumi refuses to delete it. Default true; without it, `pulumi destroy` deletes it with all that is in it. */
      protect: trueOrFalse("whether Pulumi refuses to delete the data").prefault(true),
      /** Days after which objects are deleted. Default: they are kept. */
      expireDays: wholeNumber("a number of days", 1).exactOptional(),
    }),
    section({
      /** A bucket that is already there. */
      kind: z.literal("existing"),
      /** Its name. */
      name: bucketName(),
    }),
  ],
  kinds("new", "existing"),
);

/** Source: S3 user guide, "General purpose bucket naming rules". Without dots, which TLS certificates of S3 do not cover. */
function bucketName() {
  return textThat(
    "the name of a bucket, 3 to 63 lower-case letters, digits and inner hyphens",
    "example-corp-spark-data",
    (value) => value.length >= 3 && isDnsLabel(value),
  );
}
