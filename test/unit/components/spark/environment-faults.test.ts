import test from "ava";

import { quoted, refuses, secretFix } from "./refusal.js";

for (const [name, rule] of [
  ["POD_NAME", "is set by the platform; rename the variable"],
  ["DATA_INTERVAL_START", "is set by the platform; rename the variable"],
  ["WAREHOUSE_PASSWORD", "is set by the platform; rename the variable"],
  ["SPARK_LOCAL_DIRS", "is a setting of Spark, which would bypass the job's conf; use `conf` or the job's own fields"],
  ["1ST", "the name must be letters, digits and underscores, not starting with a digit; rename the variable"],
  ["A-B", "the name must be letters, digits and underscores, not starting with a digit; rename the variable"],
] as const) {
  test(`the variable ${name}`, refuses, { environment: { [name]: "x" } }, `.environment.${name} = "x": ${rule}`);
  test(
    `the variable ${name} from a Secret`,
    refuses,
    { secrets: { [name]: { secret: "api", key: "token" } } },
    `.secrets.${name} = {…}: ${rule}`,
  );
}

for (const [name, value] of [
  ["DB_PASSWORD", "x"],
  ["OPTIONS", "secret=hunter2"],
] as const) {
  test(
    `the secret in ${name}, without repeating it`,
    refuses,
    { environment: { [name]: value } },
    `.environment.${name} = "(hidden)": looks like a secret, and the environment can be read by all who may see pods; ${secretFix}`,
  );
}

test(
  "a variable that is written and comes from a Secret",
  refuses,
  { environment: { API: "x" }, secrets: { API: { secret: "api", key: "token" } } },
  ".secrets.API = {…}: is a variable of environment too; remove one of the two",
);
for (const key of ["", "a b", "hunter2!", `AKIA${"Z9Y8".repeat(4)}`]) {
  test(
    `${quoted(key)} as the key in a Secret, without repeating it`,
    refuses,
    { secrets: { API: { secret: "api", key } } },
    '.secrets.API.key = "(hidden)": must be a key of that Secret, and not the secret itself: letters, digits, hyphens, underscores and dots; write for instance token',
  );
}
for (const secret of ["", "Api", "api_token", "-api", "a".repeat(254)]) {
  test(
    `${quoted(secret)} as the name of a Secret, without repeating it`,
    refuses,
    { secrets: { API: { secret, key: "token" } } },
    '.secrets.API.secret = "(hidden)": must be the name of a Kubernetes Secret: lower-case letters, digits and inner hyphens and dots; write for instance flights-api',
  );
}
