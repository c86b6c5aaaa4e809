import { AWS, isOn } from "../../model/aws";
import { UNKNOWN, at } from "../../model/values";
import { type Rule, unknown, violation } from "../rule";

export const noMultiAttach: Rule = {
  name: "ebs-no-multi-attach",
  level: "mandatory",
  description: "No EBS volume allows more than one attachment.",
  why: "Multi-attach is for raw blocks and programs that lock each of them; an ordinary file system that two nodes mount is broken by the first write.",
  fix: "Leave `multiAttachEnabled` out, and share files through EFS or S3.",
  judge: (resource) => {
    const value = resource.type === AWS.volume ? at(resource.inputs, "multiAttachEnabled") : undefined;
    if (value === UNKNOWN) return [unknown(resource, "multiAttachEnabled")];
    return value !== undefined && isOn(value) ? [violation(resource, "multiAttachEnabled is true")] : [];
  },
};
