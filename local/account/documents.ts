/** IAM documents as plain data. */

type Words = string | readonly string[];

export interface Statement {
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: Readonly<Record<string, Words>>;
  readonly Action: Words;
  readonly Resource?: Words;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, Words>>>>;
}

export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly Statement[];
}

export const document = (...statements: readonly Statement[]): PolicyDocument => ({
  Version: "2012-10-17",
  Statement: statements,
});

/** IAM hands documents out URL-encoded. */
export const readDocument = (encoded: string | undefined): unknown => JSON.parse(decodeURIComponent(encoded ?? "null"));
