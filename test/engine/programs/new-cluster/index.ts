/** The platform on a cluster that the same stack makes. */
import { SAME_NODES } from "../../../../components/placement";
import { createPlatform } from "../../../../infra/platform";
import { readSettings } from "../../../../infra/settings";
import { providerToBe } from "../cluster-to-be";

const settings = readSettings();
createPlatform(settings, {
  provider: providerToBe(),
  placements: SAME_NODES,
  apiServer: settings.network.apiServer,
  dnsCidrs: [],
});
