/** Data on AWS that a workload may use, as plain data. */

/** A part of a bucket, like a directory: the key `prefix`, and every key that begins with `prefix/`. */
export interface BucketPrefix {
  /** Name of the bucket; in settings and jobs its key in `buckets`. */
  readonly bucket: string;
  /** Without a slash at either end, for example `flights/raw`. */
  readonly prefix: string;
}

/** What a workload may do with data, and nothing else. */
export interface DataAccess {
  readonly read: readonly BucketPrefix[];
  /** Also allows to read and to delete there: what is written is committed, and replaced. */
  readonly write: readonly BucketPrefix[];
  /** Databases of the Glue Data Catalog whose tables may be read. */
  readonly glue: readonly string[];
}
