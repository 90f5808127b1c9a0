import { refuseFilesInside } from '@cmsc/files';
import {
  writePartitions,
  writeTable,
  type OutputProgress,
  type OutputSummary,
  type Partition,
  type TableRows,
  type WriteOptions,
} from '@cmsc/store';
import type { Progress } from './options.js';

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

/** How much of a run reading is whose rows are sorted and written afterwards: so it was for all formats, roughly. */
const READING = 0.75;

/**
 * The progress of a run that reads, and then sorts and writes what came of it: its share goes from 0 to 1 once. Rows that
 * are written as they come are through when all is read.
 */
export class RunProgress {
  readonly #tell: ((progress: Progress) => void) | undefined;
  readonly #reading: number;
  #last: Progress = { rows: 0, bytes: 0 };

  /** `isSorted` says whether rows are. */
  constructor(tell: ((progress: Progress) => void) | undefined, { isSorted }: { isSorted: boolean }) {
    this.#tell = tell;
    this.#reading = isSorted ? READING : 1;
  }

  /** What the reading is to be told with; undefined where nobody listens. */
  get onProgress(): ((progress: Progress) => void) | undefined {
    return this.#tell && ((progress) => this.#read(progress));
  }

  /** Takes how far the rows are. */
  readonly write = ({ phase, rows, total }: OutputProgress): void => {
    this.#tell?.({ ...this.#last, phase, ...this.#share(total > 0 ? rows / total : 1) });
  };

  #read(progress: Progress): void {
    this.#last = progress;
    this.#tell?.({ phase: 'reading', ...progress, ...this.#share(0) });
  }

  /** Where `written` of the rows are; nothing where the size of the inputs is not known. */
  #share(written: number): { share?: number } {
    const { bytes, bytesTotal } = this.#last;
    if (bytesTotal === undefined) return {};
    const read = bytesTotal > 0 ? Math.min(1, bytes / bytesTotal) : 1;
    return { share: this.#reading * read + (1 - this.#reading) * written };
  }
}
