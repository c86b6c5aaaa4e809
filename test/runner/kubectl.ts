/** kubectl on the tests' own cluster. */
import { groundOf } from "../../local/ground.js";
import { Kubectl } from "../../local/kubectl.js";
import { findTarget } from "../../local/target.js";
import { ensureToolchain } from "../../local/toolchain.js";
import { TEST_PLATFORM } from "./platform.js";

export async function testKubectl(): Promise<Kubectl> {
  const toolchain = await ensureToolchain(["kubectl"], () => undefined);
  return new Kubectl(toolchain.path("kubectl"), groundOf(findTarget({ name: TEST_PLATFORM })));
}

/** Waits until `look` answers with something; fails with `what` after `seconds`. */
export async function eventually<T>(what: string, seconds: number, look: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`${what}: not within ${seconds} s`);
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}
