/** How a Job treats its pods, in every Job of the platform. */
export const JOB_PODS = {
  // A drained node or a reclaimed machine is not the work's failure, and counts as no try.
  podFailurePolicy: {
    rules: [{ action: "Ignore", onPodConditions: [{ type: "DisruptionTarget", status: "True" }] }],
  },
  // Two pods of one Job never work side by side: the next starts only when the last has ended.
  podReplacementPolicy: "Failed",
};
