import { ClickHouseError } from '@clickhouse/client';
import { CmscError, interrupted } from '@cmsc/core';

/** What a user can do about an error of ClickHouse, by its code. */
const HINTS: Readonly<Record<string, string>> = {
  '60': 'create the tables first: cmsc clickhouse ddl prints them',
  '81': 'create the database and its tables first: cmsc clickhouse ddl prints them',
  '159': 'raise max_execution_time for this user',
  '192': 'check the user and the password',
  '193': 'check the user and the password',
  '194': 'check the user and the password',
  '201': 'wait for the end of the interval or have the quota raised; a rerun goes on where this one stopped',
  '241': 'raise max_memory_usage, or give the query fewer threads',
  '243': 'make room on the disk of that node; a rerun goes on where this one stopped',
  '252': 'wait until the node has merged its parts; a rerun goes on where this one stopped',
  '497': 'grant what is missing: the README of @cmsc/clickhouse lists all that is needed',
  '516': 'check the user and the password',
};

const NETWORK_HINT = 'check that the node runs and can be reached; a rerun goes on where this one stopped';

/** Node's codes for certificates that can't be verified. */
const CERTIFICATE_CODES = /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_CERT_)/;

const CERTIFICATE_HINT = 'name the authority behind it with --tls-ca';

/** Codes of errors between nodes: the one that was asked could not reach another. */
const BETWEEN_NODES = new Set(['198', '209', '210', '279']);

/** Codes of errors that pass by themselves. */
const PASSING = new Set(['202', ...BETWEEN_NODES]);

/** Node's codes for a connection that could not be made or broke off. */
const NETWORK_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** The error to show for one that the client has thrown while it talked to a node. */
export function engineError(node: string, error: unknown, signal?: AbortSignal): CmscError {
  if (error instanceof CmscError) return error;
  if (signal?.aborted) return interrupted(error);
  if (error instanceof ClickHouseError) return serverError(node, error);
  const { code, message } = error as NodeJS.ErrnoException;
  if (message === 'Timeout error.') return failure(node, 'did not answer in time', NETWORK_HINT, error);
  if (code === 'ECONNREFUSED')
    return failure(node, 'is not reachable: connection refused', NETWORK_HINT, error);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return failure(node, 'has a name that is not known', 'check the address', error);
  if (code === 'EPROTO')
    return failure(node, 'does not speak TLS there', 'give its HTTPS port, 8443 by default', error);
  if (code?.startsWith('ERR_SSL_'))
    return failure(node, `broke the TLS connection off: ${code}`, 'check --tls-cert and --tls-key', error);
  if (CERTIFICATE_CODES.test(code ?? ''))
    return failure(node, `has a certificate that is not trusted: ${message}`, CERTIFICATE_HINT, error);
  if (isBroken(error)) return failure(node, 'broke the connection off', NETWORK_HINT, error);
  return failure(node, `failed: ${message}`, 'see the cause with --debug', error);
}

/** Whether the same may well go through a moment later. */
export function isPassing(error: unknown): boolean {
  if (error instanceof ClickHouseError) return PASSING.has(error.code);
  return isBroken(error);
}

/** An error of a node that answered, but not with what it should have. */
export function engineFailure(node: string, what: string, hint: string): CmscError {
  return failure(node, what, hint, undefined);
}

function isBroken(error: unknown): boolean {
  const { code, message } = error as NodeJS.ErrnoException;
  return NETWORK_CODES.has(code ?? '') || message === 'socket hang up' || message === 'aborted';
}

function serverError(node: string, error: ClickHouseError): CmscError {
  const other = BETWEEN_NODES.has(error.code) ? /\(([^\s(),]+:\d+)[,)]/.exec(error.message)?.[1] : undefined;
  if (other !== undefined) return failure(node, `could not reach the node ${other}`, NETWORK_HINT, error);
  const text = error.message.trim().split('\n')[0] as string;
  return new CmscError('io', 'ENGINE_FAILED', `ClickHouse node ${node} failed with error ${error.code}`, {
    text,
    hint: HINTS[error.code] ?? 'look the error up in the manual of ClickHouse',
    cause: error,
  });
}

/** The error for a node whose answer is no rows: something else listens there, or stands in between. */
export function noAnswer(node: string, cause: unknown): CmscError {
  return failure(
    node,
    'answers what no ClickHouse would',
    'check the address, and what stands in between',
    cause,
  );
}

function failure(node: string, what: string, hint: string, cause: unknown): CmscError {
  return new CmscError('io', 'ENGINE_FAILED', `ClickHouse node ${node} ${what}`, { hint, cause });
}
