/** A stack in the account that moto plays. */
import type { CheckedAccount } from "../../local/account/stack-account.js";
import { ACCOUNT, REGION } from "./moto.js";

export const STACK: CheckedAccount = {
  stack: "dev",
  file: "/nonexistent/Pulumi.dev.yaml",
  account: ACCOUNT,
  region: REGION,
  cluster: "data-dev",
  buckets: ["example-lake"],
  partition: "aws",
};
