/** `npm run plan -- STACK`: what `pulumi preview` of a stack on AWS would print in an empty account, with further options of it such as `--diff`. Needs no account: AWS is simulated. */
import { simulatedAws } from "./simulated-aws.js";
import { stackOnAws, STACKS } from "./stack-on-aws.js";

const stack = STACKS.find((name) => name === process.argv[2]);
if (stack === undefined) {
  console.error(`Name a stack: npm run plan -- ${STACKS.join(" | ")}`);
  process.exitCode = 1;
} else {
  const aws = simulatedAws();
  const workspace = await stackOnAws(stack, aws);
  const { exitCode, output } = await workspace.preview("--suppress-progress", ...process.argv.slice(3));
  console.log(output);
  process.exitCode = exitCode ?? 1;
  workspace.remove();
  aws.world.end();
}
