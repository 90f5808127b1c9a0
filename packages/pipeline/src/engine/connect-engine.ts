import { ClickHouseCluster, createTables, parseEngineUrl, type TlsFiles } from '@cmsc/clickhouse';
import { CmscError } from '@cmsc/core';
import type { InputOptions } from '../options.js';
import { contentOf } from '@cmsc/files';
import type { EngineOptions } from './engine-options.js';

/**
 * Connects to the cluster that the options name, and makes our tables where they are missing.
 *
 * @throws CmscError BAD_OPTION (usage) for an address that is none, or options that contradict it; NOT_FOUND or
 * READ_FAILED (io) for a file of the options; ENGINE_FAILED (io) when a node does not answer or does not let us in.
 */
export async function connectEngine(
  options: EngineOptions,
  { signal, onDebug }: Pick<InputOptions, 'signal' | 'onDebug'>,
): Promise<ClickHouseCluster> {
  const place = parseEngineUrl(options.url);
  const [password, tls] = [await passwordOf(options), await tlsFiles(options)];
  if (tls && !options.url.startsWith('clickhouses:'))
    throw badOption('certificates are for TLS', 'write clickhouses:// in --engine');
  const cluster = await ClickHouseCluster.connect({
    ...place,
    ...(password !== undefined && { password }),
    ...(tls && { tls }),
    ...(options.timeoutSeconds !== undefined && { timeoutSeconds: options.timeoutSeconds }),
    ...(signal && { signal }),
    ...(onDebug && { onDebug }),
  });
  try {
    await createTables(cluster);
    return cluster;
  } catch (error) {
    await cluster.close();
    throw error;
  }
}

/** The files that the options of a cluster name. */
export function engineFiles(options: EngineOptions): (string | undefined)[] {
  const { passwordFile, caFile, certificateFile, keyFile } = options;
  return [passwordFile, caFile, certificateFile, keyFile];
}

/** A client's certificate takes the place of a password: a node refuses both at once. */
async function passwordOf({
  password,
  passwordFile,
  certificateFile,
}: EngineOptions): Promise<string | undefined> {
  if (certificateFile !== undefined) {
    if (passwordFile === undefined) return undefined;
    throw badOption(
      'a certificate takes the place of a password',
      'leave --password-file or --tls-cert away',
    );
  }
  if (passwordFile === undefined) return password;
  return (await contentOf(passwordFile)).toString('utf8').replace(/\r?\n$/, '');
}

async function tlsFiles({ caFile, certificateFile, keyFile }: EngineOptions): Promise<TlsFiles | undefined> {
  if ((certificateFile === undefined) !== (keyFile === undefined))
    throw badOption('a certificate and its key belong together', 'give both --tls-cert and --tls-key');
  if (caFile === undefined) {
    if (keyFile === undefined) return undefined;
    throw badOption('a client certificate needs the authority of the nodes too', 'add --tls-ca');
  }
  const ca = await contentOf(caFile);
  if (certificateFile === undefined || keyFile === undefined) return { ca };
  return { ca, certificate: await contentOf(certificateFile), key: await contentOf(keyFile) };
}

function badOption(what: string, hint: string): CmscError {
  return new CmscError('usage', 'BAD_OPTION', what, { hint });
}
