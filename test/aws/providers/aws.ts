/** The provider `aws` of tests. Started by Pulumi through bin/pulumi-resource-aws. */
import { endWithEngine } from "./orphan.js";
import { awsService, serve } from "./server.js";
import { World } from "./world.js";

endWithEngine();
await serve(awsService(World.fromEnvironment()));
