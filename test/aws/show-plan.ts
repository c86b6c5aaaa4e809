/** `npm run plan -- STACK`: what `pulumi preview` of a stack on AWS would print in an empty account, with further options of it such as `--diff`. Needs no account: AWS is simulated. */
import { simulatedAws } from "./simulated-aws.js";
import { stackOnAws, STACKS } from "./stack-on-aws.js";

/** Answers with the process's exit code. */
export async function main([name, ...options]: string[]): Promise<number> {
  const stack = STACKS.find((candidate) => candidate === name);
  if (stack === undefined) {
    console.error(`Name a stack: npm run plan -- ${STACKS.join(" | ")}`);
    return 1;
  }
  const aws = simulatedAws();
  const workspace = await stackOnAws(stack, aws);
  try {
    const { exitCode, output } = await workspace.preview("--suppress-progress", ...options);
    console.log(output);
    return exitCode ?? 1;
  } finally {
    workspace.remove();
    aws.world.end();
  }
}
