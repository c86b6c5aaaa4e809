/**
 * Entry of the pack. Pulumi would have the TypeScript compiler check every type at each start; types are checked by `npm test`, and without that the pack
 * starts in less than half the time.
 */
require("tsx/cjs");
require("./pack.ts");
