/** A small network for tests, and what is made of one. */
import { Network, type NetworkArgs } from "../../../components/aws/network.js";
import { record, type Registration } from "../components/kubernetes/recorder.js";

export const small: NetworkArgs = {
  partition: "aws",
  region: "eu-central-1",
  accountId: "111122223333",
  clusterName: "data-dev",
  cidr: "10.20.0.0/16",
  zones: ["eu-central-1a", "eu-central-1b"],
  nat: "one",
  endpoints: [],
  logDays: 90,
};

export async function made(args: NetworkArgs): Promise<Registration[]> {
  return record((opts) => {
    new Network("net", args, opts);
  });
}

export const parent = { parent: "net" };
