/** Types as people call them. */

const SERVICES: Readonly<Record<string, string>> = { cloudwatch: "CloudWatch", secretsmanager: "Secrets Manager" };

/** `Deployment`, `S3 Bucket`: of the cloud's types with the service, since several services have an `Instance`. */
export function kindOf(type: string): string {
  const [room = "", module = "", kind = type] = type.split(":");
  if (module === "providers") return `provider ${kind}`;
  if (room !== "aws") return kind;
  const [service = ""] = module.split("/");
  return `${SERVICES[service] ?? service.toUpperCase()} ${kind}`;
}
