/** The Pulumi program. Every stack runs it; they differ by their settings only. */

import { connectCluster } from "./cluster";
import { stackOutputs } from "./outputs";
import { createPlatform } from "./platform";
import { readSettings } from "./settings";

const settings = readSettings();
const { provider } = connectCluster(settings.cluster);
const platform = createPlatform(settings, provider);

export = stackOutputs(settings, platform);
