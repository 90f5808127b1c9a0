import type { EngineOptions } from '@cmsc/pipeline';
import { switchOption, valueOption, type OptionGroup } from './option-group.js';
import { namedFile, secondCount, usageError } from './parsers.js';

/** The environment variable that holds the password of a cluster. */
const PASSWORD = 'CMSC_CLICKHOUSE_PASSWORD';
const LONGEST_TIMEOUT_SECONDS = 2_000_000;

/** What was said of the cluster that is to do the work. */
export interface EngineFlags {
  engine?: string;
  passwordFile?: string;
  tlsCa?: string;
  tlsCert?: string;
  tlsKey?: string;
  timeout?: number;
  fromTable?: true;
  keep?: string;
}

/** Where the work is done; with `keep`, where its sessions may stay. */
export function engineOptions({ keep = false } = {}): OptionGroup {
  const options = [
    valueOption(
      '--engine <address>',
      'clickhouse://user@host:8123/database, or host,host,…/database?cluster=name; clickhouses:// for TLS',
      address,
    ),
    valueOption(
      '--password-file <file>',
      `the password, when it is not in the environment as ${PASSWORD}`,
      namedFile,
    ),
    valueOption('--tls-ca <file>', 'PEM: the authority behind the nodes’ certificates', namedFile),
    valueOption('--tls-cert <file>', 'PEM: a certificate of the client, in place of a password', namedFile),
    valueOption('--tls-key <file>', 'PEM: its key', namedFile),
    valueOption(
      '--timeout <seconds>',
      'how long a node may say nothing before it counts as dead (default: 3600)',
      secondCount(1, LONGEST_TIMEOUT_SECONDS),
    ),
    switchOption(
      '--from-table',
      'the input is a JSON file that says which table of the cluster holds the events',
    ),
  ];
  const kept = valueOption(
    '--keep <table>',
    'leave the sessions in this table of the cluster; they are written elsewhere only with -o',
    tableName,
  ).conflicts(['grouped']);
  return { heading: 'On a ClickHouse cluster:', options: keep ? [...options, kept] : options };
}

/**
 * The cluster that is to do the work, if there is one.
 *
 * @throws CmscError BAD_OPTION for options of a cluster without one.
 */
export function toEngine(flags: EngineFlags): EngineOptions | undefined {
  const { engine, passwordFile, tlsCa, tlsCert, tlsKey, timeout, fromTable, keep } = flags;
  if (engine === undefined) {
    const ofEngine = { passwordFile, tlsCa, tlsCert, tlsKey, timeout, fromTable, keep };
    const given = Object.entries(ofEngine).find(([, value]) => value !== undefined);
    if (given) throw usageError(`--${dashed(given[0])} is for a cluster`, undefined, 'add --engine');
    return undefined;
  }
  return {
    url: engine,
    password: process.env[PASSWORD],
    passwordFile,
    caFile: tlsCa,
    certificateFile: tlsCert,
    keyFile: tlsKey,
    timeoutSeconds: timeout,
    fromTable,
  };
}

// It is not repeated in an error: it may hold a password.
function address(text: string): string {
  if (/^clickhouses?:\/\//.test(text)) return text;
  throw usageError(
    '--engine takes the address of a ClickHouse cluster',
    undefined,
    'write clickhouse://user@host:8123/database',
  );
}

function tableName(text: string): string {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(text)) return text;
  throw usageError('--keep takes the name of a table', text, 'give one of letters, digits and _');
}

function dashed(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
