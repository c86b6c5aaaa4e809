import type { Rule } from "../rule";
import { violation } from "../rule";

export const dataProtected: Rule = {
  name: "data-protected",
  level: "mandatory",
  description: "Every resource that holds data, of a type in the parameter `protectedTypes`, has the option `protect`.",
  why: "A renamed resource or a removed line makes Pulumi delete the old one, and with a database, bucket or key what is in it is gone.",
  fix: "Create it with `{ protect: true }`; to delete it on purpose, run `pulumi state unprotect` first.",
  judge: (resource, { parameters }) =>
    !resource.protect && parameters.protectedTypes.includes(resource.type)
      ? [violation(resource, "the option protect is not set")]
      : [],
};
