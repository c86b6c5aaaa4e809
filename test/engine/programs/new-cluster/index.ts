/** The platform on a cluster that the same stack makes. */
import { createPlatform } from "../../../../infra/platform";
import { readSettings } from "../../../../infra/settings";
import { providerToBe } from "../cluster-to-be";

createPlatform(readSettings(), providerToBe());
