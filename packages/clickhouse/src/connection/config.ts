/** Certificates, where the cluster wants others than the system's. PEM. */
export interface TlsFiles {
  /** Of the authority that signed the nodes' certificates. */
  ca: Buffer;
  /** The client's own, which takes the place of a password. It needs its `key`. */
  certificate?: Buffer;
  /** The private key of `certificate`. */
  key?: Buffer;
}

/** Where a cluster is and who we are there. */
export interface ClickHouseConfig {
  /** HTTP address of a node of every shard: `http://host:8123` or `https://host:8443`. The order does not matter. */
  nodes: readonly string[];
  /** The database of all tables that this package makes. */
  database: string;
  /** Name of the cluster in `remote_servers`. Several nodes need it. */
  cluster?: string;
  /** `default` when absent. */
  user?: string;
  /** Empty when absent. */
  password?: string;
  /** For https addresses; the system's authorities and no client certificate when absent. */
  tls?: TlsFiles;
  /**
   * How long a node may stay silent, in seconds, before it counts as dead: 3600 by default, since a node says nothing
   * while it works on a statement.
   */
  timeoutSeconds?: number;
  /** How often something that is safe to repeat is tried again when a node does not answer: 2 by default. */
  retries?: number;
  /** ClickHouse settings for every query, such as `max_memory_usage` or `max_threads`. */
  settings?: Readonly<Record<string, string | number>>;
  /** Told what is decided and done: for --debug. */
  onDebug?: (line: string) => void;
  /** Calls everything off: it ends with the error INTERRUPTED, and what was half made is dropped. */
  signal?: AbortSignal;
}
