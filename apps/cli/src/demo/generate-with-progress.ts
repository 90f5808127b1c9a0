import { generateDataset } from '@cmsc/pipeline';
import type { Cli } from '../cli.js';

/** Everything that is known of a made-up data set. */
export type Truth = Awaited<ReturnType<typeof generateDataset>>['truth'];

/**
 * Makes a data set, and shows how far it has come.
 *
 * @throws CmscError as `generateDataset` does.
 */
export function generateWithProgress(
  options: Parameters<typeof generateDataset>[0],
  cli: Cli,
): ReturnType<typeof generateDataset> {
  return cli.withProgress(undefined, 'session', (onProgress) =>
    generateDataset({
      ...options,
      // Rows are made in proportion to time: they stand for the bytes.
      onProgress: ({ rows, totalRows }) => onProgress?.({ rows, bytes: rows, bytesTotal: totalRows }),
    }),
  );
}
