/** Event logs of the real engine, recorded by test/aws/record-previews.ts. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";

/** Where the event log of a preview is, compressed. */
export function recordingPath(name: string): string {
  return fileURLToPath(new URL(`recordings/${name}.jsonl.gz`, import.meta.url));
}

export function recording(name: string): string {
  return gunzipSync(readFileSync(recordingPath(name))).toString();
}
