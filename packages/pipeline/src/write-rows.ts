import { refuseFilesInside } from '@cmsc/files';
import {
  writePartitions,
  writeTable,
  type OutputSummary,
  type Partition,
  type TableRows,
  type WriteOptions,
} from '@cmsc/store';

/** Where the rows of a run go, and what else it makes. */
export interface RowsOptions extends Pick<
  WriteOptions,
  'order' | 'force' | 'signal' | 'threads' | 'metadata' | 'onWriting'
> {
  /** Nothing is written when absent. */
  output?: string | undefined;
  format?: string | undefined;
  partition?: Partition | undefined;
  /** What is read: none of it may be in a folder that is replaced. */
  inputs?: readonly string[];
  report?: string | undefined;
  rejects?: string | undefined;
  stateOut?: string | undefined;
  /** A table on a cluster. */
  keep?: string | undefined;
}

/**
 * Writes the rows of a run where they are wanted, or takes them without. Where nobody reads them any more the run ends,
 * unless it makes something else that was asked for by name: then it goes on, and the rows are dropped.
 *
 * @throws CmscError as `writeTable` does; what the rows throw.
 */
export async function writeRows(table: TableRows, options: RowsOptions): Promise<OutputSummary[]> {
  const { output, format, order, force, signal, threads, metadata, onWriting } = options;
  const { report, rejects, stateOut, keep } = options;
  if (output === undefined) {
    for await (const batch of table.batches) void batch;
    return [];
  }
  const { partition, inputs = [] } = options;
  const how = {
    ...(format !== undefined && { format }),
    ...{ order, force, signal, threads, metadata, onWriting },
  };
  if (partition !== undefined) {
    await refuseFilesInside(output, [...inputs, report, rejects, stateOut]);
    return writePartitions(table, output, { ...how, partition });
  }
  const evenUnread = (report ?? rejects ?? stateOut ?? keep) !== undefined;
  return [await writeTable(table, output, { ...how, evenUnread })];
}
