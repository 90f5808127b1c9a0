import { CmscError } from '@cmsc/core';
import type { ClickHouseConfig } from './config.js';

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
