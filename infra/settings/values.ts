/**
 * Values that settings are made of: what each must look like, and what to write when it does not.
 */

import { isIP } from "node:net";
import { z } from "zod";
import { isDnsLabel } from "../../components/dns-label";
import { milliCpu } from "../../components/spark/cpu";
import { isPinned } from "../../components/spark/image";
import { mebibytes } from "../mebibytes";

/** Separates rule and fix in the messages that zod carries for us; a rule never contains it. */
export const RULE_END = "; ";

/** Error parameter of a zod schema: what must hold, and what to write instead. */
export function must(rule: string, fix: string): { error: string } {
  return { error: `${rule}${RULE_END}${fix}` };
}

/** Non-empty string. */
export function text(meaning: string, example: string) {
  const message = must(`must be ${meaning}`, `write for example ${example}`);
  return z.string(message).min(1, message);
}

/** Non-empty string of which more holds. */
export function textThat(meaning: string, example: string, holds: (value: string) => boolean) {
  const message = must(`must be ${meaning}`, `write for example ${example}`);
  return z.string(message).refine(holds, message);
}

/** One of a few words. */
export function oneOf<const Word extends string>(meaning: string, words: readonly [Word, ...Word[]]) {
  return z.enum(words, must(`must be ${meaning}, one of ${words.join(", ")}`, `write ${words.join(" or ")}`));
}

/** Whole number within bounds, both included. */
export function wholeNumber(meaning: string, minimum: number, maximum = Number.MAX_SAFE_INTEGER) {
  const bounds = maximum === Number.MAX_SAFE_INTEGER ? `of at least ${minimum}` : `from ${minimum} to ${maximum}`;
  const message = must(`must be ${meaning}, a whole number ${bounds}`, "write it without quotes");
  return z.int(message).min(minimum, message).max(maximum, message);
}

export function trueOrFalse(meaning: string) {
  return z.boolean(must(`must be true or false (${meaning})`, "write it without quotes"));
}

/** DNS label of RFC 1123: what Kubernetes accepts as the name of a namespace. */
export function dnsLabel(meaning: string, example: string) {
  return textThat(
    `${meaning}, a DNS label: at most 63 of a-z, 0-9 and -, beginning and ending with a letter or digit`,
    example,
    isDnsLabel,
  );
}

/** CPU as a Kubernetes quantity, in cores. */
export function cpu(example: string) {
  return textThat(
    "an amount of CPU in cores or thousandths of one (m), in quotes",
    `"${example}"`,
    (value) => milliCpu(value) !== undefined,
  );
}

/** Memory or storage as a Kubernetes quantity, in bytes with a unit. */
export function bytes(example: string) {
  return textThat("a number of bytes with the unit Mi, Gi or Ti", example, (value) => mebibytes(value) !== undefined);
}

/** Block of addresses, version 4 or 6. */
export function cidr() {
  return textThat("a block of addresses in CIDR notation", "10.0.0.0/16", isCidr);
}

function isCidr(value: string): boolean {
  const [address = "", length = "", ...rest] = value.split("/");
  const version = isIP(address);
  return version !== 0 && rest.length === 0 && /^\d{1,3}$/.test(length) && Number(length) <= (version === 4 ? 32 : 128);
}

/** Container image reference that names one build: a tag other than `latest`, or a digest. */
export function pinnedImage() {
  return textThat(
    "a pinned image, with a tag other than latest or a sha256 digest",
    "your-registry/spark:1.4.2",
    isPinned,
  );
}

/** Path from the root of a file system. */
export function absolutePath(meaning: string, example: string) {
  return textThat(`${meaning}, a path that begins with /`, example, (value) => value.startsWith("/"));
}

/** Part of a bucket, like a directory. */
export function bucketPrefix() {
  return textThat("a prefix of a bucket without / at its ends", "orders/2026", (value) =>
    /^[^/\s](\S*[^/\s])?$/.test(value),
  );
}
