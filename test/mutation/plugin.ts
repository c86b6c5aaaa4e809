/** What Stryker loads for `npm run mutate`, see stryker.config.mjs. */
import { PluginKind, declareClassPlugin, declareValuePlugin } from "@stryker-mutator/api/plugin";

import { ruleWords } from "./rule-words.js";
import { InProcessRunner } from "./test-runner.js";

export const strykerPlugins = [
  declareClassPlugin(PluginKind.TestRunner, "in-process", InProcessRunner),
  declareValuePlugin(PluginKind.Ignore, "rule-words", ruleWords),
];
