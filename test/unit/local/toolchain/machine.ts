/** Machines for the tests of the toolchain: an empty cache, and a program in place of Go that builds at once. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Writes down how it was called and copies the file `program` to where it is told to; fails when there is a file `fails` beside it. */
const GO = `#!/bin/sh
here=$(dirname "$0")
if [ "$1" = env ]; then cat "$here/version"; exit; fi
echo "CGO_ENABLED=$CGO_ENABLED GOFLAGS=$GOFLAGS GOOS=$GOOS GOARCH=$GOARCH GOEXPERIMENT=$GOEXPERIMENT $(basename "$PWD") $*" >>"$here/calls"
if [ -e "$here/fails" ]; then echo "cannot find module" >&2; exit 1; fi
while [ "$1" != -o ]; do shift; done
cp "$here/program" "$2"
`;

export interface Machine {
  /** The toolchain's part of the cache. */
  readonly cache: string;
  /** Directory of Go and of the files that steer it. */
  readonly go: string;
}

const roots: string[] = [];

/** A machine with nothing but Go. What is built is `program`. */
export function machine(goVersion = "go1.26.8", program = "#!/bin/sh\n"): Machine {
  const root = mkdtempSync(join(tmpdir(), "spark-platform-machine-"));
  roots.push(root);
  const [cache, go] = [join(root, "cache"), join(root, "go")];
  mkdirSync(go);
  writeFileSync(join(go, "go"), GO, { mode: 0o755 });
  writeFileSync(join(go, "program"), program, { mode: 0o755 });
  writeFileSync(join(go, "version"), goVersion);
  process.env["XDG_CACHE_HOME"] = cache;
  process.env["PATH"] = `${go}:/usr/bin:/bin`;
  return { cache: join(cache, "spark-platform", "toolchain"), go };
}

/** How Go was asked to build, and how the programs that it built were called. */
export function calls({ go }: Machine): string[] {
  const file = join(go, "calls");
  return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
}

export function removeMachines(): void {
  for (const root of roots) rmSync(root, { recursive: true });
}
