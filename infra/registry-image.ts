/** An image in a registry of AWS (ECR), by the parts of its reference. */
export interface RegistryImage {
  /** Account that the registry belongs to. */
  readonly account: string;
  readonly region: string;
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

/** How AWS names registries, in all its partitions. */
const REFERENCE =
  /^(?<account>\d{12})\.dkr\.ecr\.(?<region>[a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\/(?<repository>[^:@]+)(?::(?<tag>[^@]+))?(?:@(?<digest>.+))?$/;

/** The parts of a reference; nothing for an image that is somewhere else, where nobody is asked about it. */
export function registryImage(reference: string): RegistryImage | undefined {
  const { account = "", region = "", repository = "", tag, digest } = REFERENCE.exec(reference)?.groups ?? {};
  return account === "" ? undefined : { account, region, repository, tag, digest };
}
