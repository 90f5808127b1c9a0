import { CmscError } from '@cmsc/core';

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

const FORM = 'clickhouse://user@host:port,host:port/database?cluster=name';

/**
 * Reads the address of a cluster: `clickhouse://user@host1:8123,host2:8123/database?cluster=name`, or `clickhouses://`
 * for TLS. The port is 8123 (TLS: 8443), the database `cmsc`, the user `default` unless the address says otherwise.
 *
 * @throws CmscError BAD_OPTION for any other text, and for an address that holds a password: what stands on a command
 * line is for all users of a machine to read.
 */
export function parseEngineUrl(
  url: string,
): Pick<ClickHouseConfig, 'nodes' | 'database' | 'cluster' | 'user'> {
  const parts = /^(clickhouses?):\/\/(?:([^@/]*)@)?([^/?#]+)(?:\/([^?#]*))?(?:\?([^#]*))?$/.exec(url);
  if (!parts) throw badUrl('not the address of a ClickHouse cluster', url);
  const [, scheme, user, hosts = '', database, query] = parts;
  if (user?.includes(':')) throw badUrl('a password does not belong into the address', url);
  const parameters = new URLSearchParams(query);
  const unknown = [...parameters.keys()].find((name) => name !== 'cluster');
  if (unknown !== undefined) throw badUrl(`an address has no parameter ${unknown}`, url);
  return {
    nodes: hosts.split(',').map((host) => nodeUrl(host, scheme === 'clickhouses', url)),
    database: decoded(database || 'cmsc', url),
    ...(parameters.get('cluster') ? { cluster: parameters.get('cluster') as string } : {}),
    ...(user ? { user: decoded(user, url) } : {}),
  };
}

function nodeUrl(host: string, tls: boolean, url: string): string {
  const [, name, port] = /^(\[[0-9a-fA-F:]+\]|[^[\]:\s]+)(?::(\d{1,5}))?$/.exec(host) ?? [];
  if (!name || Number(port ?? 1) > 65_535 || port === '0') throw badUrl('a host of the address is none', url);
  const node = `${tls ? 'https' : 'http'}://${name}:${port ?? (tls ? 8443 : 8123)}`;
  if (name.includes('@') || !URL.canParse(node)) throw badUrl('a host of the address is none', url);
  return node;
}

function decoded(text: string, url: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw badUrl('a % has to be followed by two hexadecimal digits', url);
  }
}

function badUrl(what: string, url: string): CmscError {
  return new CmscError('usage', 'BAD_OPTION', what, { text: withoutSecrets(url), hint: `write ${FORM}` });
}

/** An address to be repeated in an error: without what may be a password, also one that is in the wrong place. */
function withoutSecrets(url: string): string {
  return url.replace(/(:\/\/[^:@]*):.*@/s, '$1:***@').replace(/([?&](?!cluster=)[^=&]*=)[^&]*/g, '$1***');
}
