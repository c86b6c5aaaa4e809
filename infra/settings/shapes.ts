/** How settings are put together from values: groups of known keys, groups by name, lists, and groups of several kinds. */

import { z } from "zod";
import { must } from "./values";

/** Object of exactly these keys. */
export function section<Shape extends z.ZodRawShape>(shape: Shape) {
  const keys = Object.keys(shape);
  const notAnObject = must("must be a group of keys", `write any of ${keys.join(", ")} below it`);
  return z.strictObject(shape, {
    error: (issue) => (issue.code === "unrecognized_keys" ? keys.join(" ") : notAnObject.error),
  });
}

/** Group of entries under names of the user's own choice. */
export function named<Entry extends z.ZodType>(what: string, entry: Entry, name = z.string()) {
  return z.record(name, entry, must(`must be a group of ${what} by name`, "write a name and a value on each line"));
}

export function list<Item extends z.ZodType>(what: string, item: Item) {
  return z.array(item, must(`must be a list of ${what}`, "write each on a line of its own that begins with -"));
}

/** List whose items all differ. */
export function listOnce<Item extends z.ZodType>(what: string, item: Item) {
  return list(what, item).check(({ value, issues }) => {
    value.forEach((entry, index) => {
      if (value.indexOf(entry) === index) return;
      const { error: message } = must("must be listed once", "remove one of the two");
      issues.push({ code: "custom", input: value, path: [index], message });
    });
  });
}

export function kinds(...names: [string, ...string[]]) {
  return must(`must be a group of keys with a kind`, `write kind: ${names.join(" or kind: ")} below it`);
}
